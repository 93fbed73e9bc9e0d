import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatStudy } from '../../graph-nodes/study/document';
import { tinyStudy } from '../../test/fixtures/studies';
import { studyFolder, studyFolderName } from './study-folder';

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-study-folder-'));
});
afterAll(() => rm(runs, { recursive: true }));

const at = (name: string) => path.join(runs, 'studies', name);
async function store(name: string, title: string): Promise<void> {
  await mkdir(at(name), { recursive: true });
  await writeFile(path.join(at(name), 'study.json'), formatStudy(tinyStudy({ title })));
}

describe('the folder name of a study', () => {
  it.each([
    ['Orchestra ablation', 'orchestra-ablation'],
    ['결측 비율', '결측-비율'],
    ['Élan', 'élan'],
    ['9 seeds', '9-seeds'],
  ])('of “%s” has its letters: %s', (title, name) => {
    expect(studyFolderName(title)).toBe(name);
  });

  it('differs for different titles', () => {
    const long = 'A title of many words that is alike in its first sixty letters';
    const titles = [
      ...['소리 결측', '영상 결측', 'What matters', 'What matters?', 'What matters!', 'what matters', 'What  matters'],
      ...[
        'What-matters',
        '?',
        '!',
        '…',
        `${long} one`,
        `${long} two`,
        '漢字'.repeat(50),
        '漢字'.repeat(51),
        '../x',
        'X',
      ],
    ];
    const names = titles.map(studyFolderName);
    expect(new Set(names).size).toBe(titles.length);
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeLessThan(256);
      expect(name).toMatch(/^[\p{L}\p{M}\p{N}-]+$/u);
    }
  });
});

describe('the folder of a study', () => {
  it('keeps an earlier name if it contains this study', async () => {
    await store('what-matters', 'What matters?');
    expect(await studyFolder(runs, { title: 'What matters?' })).toBe(at('what-matters'));
    await store('graph', '첫 연구');
    expect(await studyFolder(runs, { title: '첫 연구' })).toBe(at('graph'));
    expect(await studyFolder(runs, { title: '둘째 연구' })).toBe(at('둘째-연구'));
  });

  it('is refused if it contains another study', async () => {
    await expect(studyFolder(runs, { title: 'What matters' })).rejects.toThrow(
      `“${at('what-matters')}” contains the study “What matters?”; give “What matters” another title.`,
    );
  });
});
