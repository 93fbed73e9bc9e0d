import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayImport } from '../../.dependency-cruiser.mjs';
import { violations } from '../fixtures/violations';

const refused: [file: string, imported: string][] = [
  ['graph-nodes/graph/document.ts', 'engine/contract/runs.ts'],
  ['graph-nodes/graph/document.ts', 'renderer/ui/theme.ts'],
  ['graph-nodes/graph/document.ts', 'graph-nodes/nodes/catalogue.ts'],
  ['graph-nodes/graph/document.ts', '@tensorflow/tfjs-core'],
  ['graph-nodes/nodes/rmm-generator/node.ts', 'node:fs'],
  ['graph-nodes/datasets/music-avqa/npy.ts', 'node:fs'],
  ['graph-nodes/nodes/rmm-generator/layer.ts', 'engine/contract/errors.ts'],
  ['graph-nodes/graph/document.test.ts', 'engine/contract/errors.ts'],
  ['engine/contract/runs.ts', 'engine/runs/run.ts'],
  ['engine/contract/runs.ts', 'node:fs'],
  ['engine/training/train.ts', 'engine/runs/run.ts'],
  ['engine/service/engine.ts', 'electron'],
  ['engine/service/engine.ts', 'renderer/ui/theme.ts'],
  ['engine/service/engine.ts', 'electron/main.ts'],
  ['engine/service/engine.ts', 'test/fixtures/graphs.ts'],
  ['engine/service/engine.ts', 'react'],
  ['renderer/App.tsx', 'engine/service/engine.ts'],
  ['renderer/session/session.ts', 'engine/runs/run.ts'],
  ['renderer/session/session.ts', 'renderer/panels/Inspector.tsx'],
  ['renderer/session/session.ts', 'node:fs'],
  ['renderer/App.tsx', 'electron'],
  ['renderer/App.tsx', '@tensorflow/tfjs-core'],
  ['electron/main.ts', 'renderer/ui/theme.ts'],
  ['electron/main.ts', 'react'],
];

const allowed: [file: string, imported: string][] = [
  ['graph-nodes/nodes/rmm-generator/layer.ts', '@tensorflow/tfjs-core'],
  ['graph-nodes/nodes/music-avqa/dataset.ts', 'node:fs/promises'],
  ['graph-nodes/datasets/music-avqa/feature-files.ts', 'node:fs/promises'],
  ['engine/service/engine.ts', 'graph-nodes/graph/document.ts'],
  ['engine/service/engine.ts', 'node:fs'],
  ['engine/runs/run.test.ts', 'engine/service/engine.ts'],
  ['engine/runs/run.test.ts', 'test/fixtures/graphs.ts'],
  ['renderer/App.tsx', 'engine/contract/runs.ts'],
  ['renderer/App.tsx', 'renderer/panels/Inspector.tsx'],
  ['renderer/App.tsx', 'react'],
  ['renderer/session/session.ts', 'engine/contract/runs.ts'],
  ['renderer/App.tsx', 'graph-nodes/graph/document.ts'],
  ['electron/main.ts', 'engine/service/engine.ts'],
  ['electron/main.ts', 'electron'],
];

/** A repository in a temporary folder, whose files contain only imports. */
async function repositoryOf(imports: [file: string, imported: string][]): Promise<string> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'boundaries-'));
  const lines = new Map<string, string[]>();
  for (const [file, imported] of imports) {
    const isPackage = !/\.tsx?$/.test(imported);
    const target = isPackage ? `node_modules/${imported}/index.js` : imported;
    const specifier = path.posix.relative(path.posix.dirname(file), imported).replace(/\.tsx?$/, '');
    const line = `import type {} from '${isPackage ? imported : specifier.replace(/^(?!\.)/, './')}';`;
    lines.set(file, [...(lines.get(file) ?? []), line]);
    if (!imported.startsWith('node:') && !lines.has(target)) lines.set(target, []);
  }
  for (const [file, text] of lines) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), `${text.join('\n')}\nexport {};\n`);
  }
  return root;
}

/** The name of an import in the report of dependency-cruiser. */
const reported = (imported: string): string =>
  imported.startsWith('node:')
    ? imported.slice('node:'.length)
    : /\.tsx?$/.test(imported)
      ? imported
      : `node_modules/${imported}/index.js`;

describe('the directions of imports', () => {
  const temporary: string[] = [];
  const found = async (imports: [file: string, imported: string][]) => {
    const root = await repositoryOf(imports);
    temporary.push(root);
    return violations(root, [...new Set(imports.map(([file]) => file.split('/')[0] ?? ''))]);
  };
  let violated: Map<string, string[]>;
  let violatedByAllowed: Map<string, string[]>;
  beforeAll(async () => {
    violated = await found(refused);
    violatedByAllowed = await found(allowed);
  });
  afterAll(() => Promise.all(temporary.map((root) => rm(root, { recursive: true }))));

  it.each(refused)('refuse in %s an import of %s', (file, imported) => {
    const names = violated.get(`${file} -> ${reported(imported)}`) ?? [];
    expect(names.filter((name) => name !== 'no-circle')).not.toEqual([]);
  });

  it.each(allowed)('allow in %s an import of %s', (file, imported) => {
    expect(violatedByAllowed.get(`${file} -> ${reported(imported)}`)).toBeUndefined();
  });

  it('refuse a circle of files, even of types only', async () => {
    const circle = await found([
      ['engine/training/learner.ts', 'engine/training/previews.ts'],
      ['engine/training/previews.ts', 'engine/training/step.ts'],
      ['engine/training/step.ts', 'engine/training/learner.ts'],
      ['engine/training/train.ts', 'engine/training/learner.ts'],
    ]);
    expect([...circle.values()]).toEqual([['no-circle']]);
  });

  it('let a folder import only folders above it in the table, so that folders form no circle', () => {
    const rows = Object.keys(mayImport);
    for (const [index, row] of rows.entries()) {
      for (const name of mayImport[row] ?? []) {
        const meant = rows.filter((other) => other === name || other.startsWith(`${name}/`));
        const last = Math.max(...meant.filter((other) => other !== row).map((other) => rows.indexOf(other)));
        expect(last, `${row} imports ${name}`).toBeLessThan(index);
      }
    }
  });
});
