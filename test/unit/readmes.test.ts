import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayImport } from '../../.dependency-cruiser.mjs';

/** The second-level folders of a layer, and electron/, which has no folders. */
const folders = [
  'electron',
  ...['graph-nodes', 'engine', 'renderer'].flatMap((layer) =>
    readdirSync(layer, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${layer}/${name}`),
  ),
];

const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');

describe.each(folders)('the README of %s', (folder) => {
  const file = path.join(folder, 'README.md');
  const lines = () => readFileSync(file, 'utf8').split('\n');

  it('lists the same imports as the rule in .dependency-cruiser.mjs', () => {
    const imports = mayImport[folder];
    if (!imports) throw new Error(`${folder} has no row in .dependency-cruiser.mjs; add one to mayImport.`);
    const written = lines().filter((line) => line.startsWith('May import: '));
    expect(written).toHaveLength(1);
    expect(codeIn(written.join())).toEqual(imports);
  });

  it('names files that exist', () => {
    const named = codeIn(lines().join('\n')).filter((code) => /^[\w/-]+(\.tsx?|\/)$/.test(code));
    expect(named.filter((name) => !existsSync(path.join(folder, name)))).toEqual([]);
  });
});
