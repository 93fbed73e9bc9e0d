#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { familyNames, filesOf } from './new-node-templates.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The list of all kinds; the folders of kinds are beside it. */
const catalogue = 'graph-nodes/nodes/catalogue.ts';
/** Source files that templates import. */
const sources = {
  kind: 'graph-nodes/graph/kind.ts',
  shapes: 'graph-nodes/graph/shapes.ts',
  random: 'graph-nodes/graph/random.ts',
  inferHelpers: 'graph-nodes/graph/infer-helpers.ts',
  parameters: 'graph-nodes/nodes/parameters.ts',
  layer: 'graph-nodes/layers/layer.ts',
  basic: 'graph-nodes/layers/basic.ts',
  generator: 'graph-nodes/layers/generator.ts',
  grid: 'graph-nodes/layers/grid.ts',
  initializers: 'graph-nodes/layers/initializers.ts',
  signals: 'graph-nodes/layers/signals.ts',
};

const usage = `Usage: npm run new-node NAME -- [--family ${familyNames.join(' | ')}]

Creates the folder of a node kind from a template and adds it to the catalogue. The family is Enhancers by default.`;

class UsageError extends Error {}

function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: { family: { type: 'string', default: 'Enhancers' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(`${error.message}\n\n${usage}`);
  }
  const { positionals, values } = parsed;
  const [name] = positionals;
  if (values.help) return undefined;
  if (positionals.length !== 1) throw new UsageError(usage);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new UsageError(
      `“${name}” is not a name of a kind; use lower-case words with hyphens, such as “channel-gate”.`,
    );
  }
  const family = familyNames.find((known) => known.toLowerCase() === values.family.toLowerCase());
  if (!family) {
    throw new UsageError(`There is no template for the family “${values.family}”; use ${familyNames.join(', ')}.`);
  }
  return { name, family };
}

/** The catalogue with a name after the last kind of its family. */
async function listed(text, name, family) {
  const lines = text.split('\n');
  const inFamily = async (line) => {
    const [, kind] = /^ {2}'([a-z0-9-]+)',$/.exec(line) ?? [];
    if (!kind) return false;
    const node = await readFile(path.join(root, path.dirname(catalogue), kind, 'node.ts'), 'utf8');
    return node.includes(`family: '${family}'`);
  };
  const belongs = await Promise.all(lines.map(inFamily));
  lines.splice(belongs.lastIndexOf(true) + 1, 0, `  '${name}',`);
  return lines.join('\n');
}

async function create({ name, family }) {
  const folder = path.posix.join(path.posix.dirname(catalogue), name);
  if (existsSync(path.join(root, folder))) throw new UsageError(`${folder} already exists; choose another name.`);
  const from = (source) => {
    const relative = path.posix.relative(folder, sources[source].replace(/\.ts$/, ''));
    return relative.startsWith('.') ? relative : `./${relative}`;
  };
  await mkdir(path.join(root, folder));
  for (const [file, text] of Object.entries(filesOf(name, family, from))) {
    const place = path.join(root, folder, file);
    const options = await prettier.resolveConfig(place);
    await writeFile(place, await prettier.format(text, { ...options, filepath: place }));
  }
  const list = path.join(root, catalogue);
  await writeFile(list, await listed(await readFile(list, 'utf8'), name, family));
  return folder;
}

try {
  const asked = readArguments();
  if (!asked) console.log(usage);
  else {
    const folder = await create(asked);
    console.log(`Created ${folder} and added it to ${catalogue}.
Next: change node.ts and layer.ts, then check the kind:
  npx vitest run test/unit/conformance.slow.test.ts -t "the catalogue|the kind ${asked.name} "`);
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
