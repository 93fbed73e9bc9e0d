import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'vite';

/** A module of graph-nodes as plain JavaScript: the body of a function that returns the exports by name. */
interface LayerModule {
  readonly imports: readonly string[];
  readonly code: string;
}

const virtual = 'virtual:layer-sources';

/** `nodes/rmm-generator/layer` as `nodes_rmm_generator_layer`. */
export const constantOf = (name: string): string => name.replaceAll(/\W/g, '_');

/** `a, b as c` as the parts of an object: its names before and after. */
const pairsOf = (list: string): (readonly [string, string])[] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [from = '', to = from] = part.split(/\s+as\s+/);
      return [from, to] as const;
    });

const property = (key: string, value: string): string => (key === value ? key : `${key}: ${value}`);

/**
 * Converts a module of the bundler to the body of a function. Its imports must be first and its only export statement
 * last.
 */
export function asFunctionBody(code: string, name: string): string {
  return code
    .replace(/^\/\/ .*\n/m, '')
    .replace(/^import "[^"]+";\n/gm, '')
    .replace(/^import \* as tf from "@tensorflow\/tfjs-core";\n/gm, '')
    .replace(/^import \{([^}]*)\} from "([^"]+)";\n/gm, (_, list: string, from: string) => {
      const source = path.posix.join(path.posix.dirname(name), from).replace(/\.js$/, '');
      const names = pairsOf(list).map(([imported, local]) => property(imported, local));
      return `const { ${names.join(', ')} } = ${constantOf(source)};\n`;
    })
    .replace(/^export \{([^}]*)\};\n?/gm, (_, list: string) => {
      const names = pairsOf(list).map(([local, exported]) => property(exported, local));
      return `return { ${names.join(', ')} };\n`;
    });
}

async function bundled(root: string): Promise<Record<string, LayerModule>> {
  const source = path.join(root, 'graph-nodes');
  const kinds = readdirSync(path.join(source, 'nodes')).filter((kind) =>
    existsSync(path.join(source, 'nodes', kind, 'layer.ts')),
  );
  const input = ['graph/random', ...kinds.map((kind) => `nodes/${kind}/layer`)];
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: { entry: Object.fromEntries(input.map((name) => [name, path.join(source, `${name}.ts`)])), formats: ['es'] },
      rolldownOptions: {
        external: [/^@tensorflow\//],
        output: { preserveModules: true, preserveModulesRoot: source, entryFileNames: '[name].js' },
      },
    },
  });
  const modules: Record<string, LayerModule> = {};
  for (const output of [result].flat().flatMap((each) => ('output' in each ? each.output : []))) {
    if (output.type !== 'chunk') continue;
    const name = output.fileName.replace(/\.js$/, '');
    const imports = output.imports.filter((file) => file.endsWith('.js')).map((file) => file.replace(/\.js$/, ''));
    modules[name] = { imports, code: asFunctionBody(output.code, name) };
  }
  return modules;
}

/** Provides the layers' code for the TypeScript export as the module `virtual:layer-sources`. */
export function layerSources(root: string): Plugin {
  let made: Promise<Record<string, LayerModule>> | undefined;
  return {
    name: 'layer-sources',
    resolveId: (id) => (id === virtual ? `\0${virtual}` : undefined),
    async load(id) {
      if (id !== `\0${virtual}`) return undefined;
      made ??= bundled(root);
      return `export const layerModules = ${JSON.stringify(await made)};`;
    },
  };
}
