import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { RepositoryCopy } from '../fixtures/repository-copy';

const catalogueFile = 'graph-nodes/nodes/catalogue.ts';
const folderOf = (kind: string) => `${path.posix.dirname(catalogueFile)}/${kind}`;

const families = ['Encoders', 'Generators', 'Enhancers', 'Heads'] as const;
const kindOf = (family: string) => `new-${family.toLowerCase()}`;

/** The tiny pipeline with another enhancer. */
function pipelineWith(kind: string): GraphDocument {
  const document = tinyPipeline();
  const nodes = document.nodes.map((node) => (node.id === 'avr' ? { ...node, kind, parameters: {} } : node));
  return { ...document, nodes };
}

/** Type-checks the files of some kinds with the settings of the repository. */
async function typeCheck(copy: RepositoryCopy, kinds: readonly string[]): Promise<void> {
  await copy.write(
    'tsconfig.kinds.json',
    JSON.stringify({
      extends: './tsconfig.base.json',
      compilerOptions: { composite: false, emitDeclarationOnly: false, types: ['node', 'vite/client'] },
      include: kinds.map((kind) => folderOf(kind)),
    }),
  );
  await copy.run('npx tsc --noEmit -p tsconfig.kinds.json');
}

/** Files that differ between two states of a copy. */
const changes = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  [...after.keys(), ...before.keys()].filter(
    (file, index, all) => all.indexOf(file) === index && before.get(file) !== after.get(file),
  );

async function trains(copy: RepositoryCopy, kind: string): Promise<void> {
  const { nodes, epochs } = await copy.train(pipelineWith(kind));
  expect(epochs).toBe(1);
  expect(nodes.find((node) => node.kind === kind)?.parameters).toBeGreaterThan(0);
}

let copy: RepositoryCopy;
beforeAll(async () => {
  copy = await RepositoryCopy.make();
});
afterAll(() => copy.remove());

describe('npm run new-node', () => {
  let before: ReadonlyMap<string, string>;
  beforeAll(async () => {
    before = await copy.files();
  });

  it.each(families)('adds a folder and one line of the catalogue: %s', async (family) => {
    await copy.run(`npm run new-node ${kindOf(family)} -- --family ${family}`);
    const after = await copy.files();
    const folder = folderOf(kindOf(family));
    expect(changes(before, after).sort()).toEqual(
      [catalogueFile, ...['ko.ts', 'layer.test.ts', 'layer.ts', 'node.ts'].map((file) => `${folder}/${file}`)].sort(),
    );
    const added = `  '${kindOf(family)}',\n`;
    expect(after.get(catalogueFile)?.replace(added, '')).toBe(before.get(catalogueFile));
    before = after;
  });

  it('refuses a name that is in use or malformed, and a family without a template', async () => {
    await expect(copy.run('npm run new-node trainer')).rejects.toThrow('trainer already exists');
    await expect(copy.run('npm run new-node Gate')).rejects.toThrow('“Gate” is not a name of a kind');
    await expect(copy.run('npm run new-node gate -- --family Data')).rejects.toThrow(
      'no template for the family “Data”',
    );
    expect(changes(before, await copy.files())).toEqual([]);
  });

  it('makes kinds that conform', async () => {
    const folders = families.map((family) => folderOf(kindOf(family))).join(' ');
    const tests = 'the catalogue|the kind new-|computes finite values';
    await copy.run(`npx vitest run test/unit/conformance.slow.test.ts ${folders} -t "${tests}"`);
  });
});

describe('docs/adding-a-node.md', () => {
  it('describes a kind that conforms, builds and trains', async () => {
    const page = await copy.read('docs/adding-a-node.md');
    const blocks = [...page.matchAll(/^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$/gms)];
    const written: string[] = [];
    for (const [, language, file, text = ''] of blocks) {
      if (language === 'sh') for (const command of text.trim().split('\n')) await copy.run(command);
      else if (file !== undefined) {
        // The scaffold has created the file.
        expect(await copy.read(file)).not.toBe(text);
        await copy.write(file, text);
        written.push(file);
      }
    }
    expect(written).toEqual(['node.ts', 'layer.ts', 'ko.ts'].map((file) => `${folderOf('channel-gate')}/${file}`));
    await trains(copy, 'channel-gate');
    // The page builds the copy, so an unchanged kind of the scaffold trains too.
    await trains(copy, kindOf('Enhancers'));
  });
});

describe('kinds of the scaffold and of the page', () => {
  it('pass the checks of types, rules and format', async () => {
    const kinds = ['channel-gate', ...families.map(kindOf)];
    const folders = kinds.map(folderOf).join(' ');
    await typeCheck(copy, kinds);
    await copy.run(`npx eslint --max-warnings 0 ${folders}`);
    await copy.run(`npx prettier --check ${folders} ${catalogueFile}`);
  });
});
