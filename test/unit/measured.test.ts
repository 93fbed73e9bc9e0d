import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../../docs/scripts/long-tests.mjs';
import { readMeasured, writeMeasured } from '../../docs/scripts/measured-file.mjs';

describe('a file of measured figures', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'studio-measured-'));
    await writeMeasured('tests', { storm: { kills: 5, equal: 1 }, fuzz: { parsers: [] } }, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('replaces a section as a whole, and keeps the other sections', async () => {
    await writeMeasured('tests', { storm: { kills: 250 }, soak: { minutes: 2 } }, folder);
    expect(readMeasured('tests', folder)).toEqual({
      storm: { kills: 250 },
      fuzz: { parsers: [] },
      soak: { minutes: 2 },
    });
    expect(readMeasured('other', folder)).toEqual({});
  });

  it('is replaced at once, so that a stopped process leaves the old file or the new one', async () => {
    const [file, old] = ['tests.json', 'old.json'].map((name) => path.join(folder, name)) as [string, string];
    linkSync(file, old);
    const before = readFileSync(old, 'utf8');
    await writeMeasured('tests', { storm: { kills: 1000 } }, folder);
    expect(readFileSync(old, 'utf8')).toBe(before);
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['old.json', 'tests.json']);
  });
});

describe('figures of the long tests', () => {
  it('of the storm are its kills and its finished runs', () => {
    expect(figuresOf.storm({ kills: 250, beforeStart: 12, runs: 3 })).toEqual({ kills: 250, runs: 3 });
  });

  it('of the fuzz test have the accepted inputs in percent', () => {
    const parsers = [{ parser: 'npy', inputs: 400, accepted: 100, longest: 7.5 }];
    expect(figuresOf.fuzz({ parsers })).toEqual({ parsers: [{ ...parsers[0], accepted: 25 }] });
  });

  it('of the soak test are those of its last sample, and the growth of each process', () => {
    const names = ['studio', 'page-process', 'engine-process', 'browser'];
    const growth = Object.fromEntries(
      names.flatMap((name, index) => [
        [`${name} heap`, { slope: index, margin: 0.1 }],
        [`${name} rss`, { slope: -index, margin: 0.2 }],
      ]),
    );
    const samples = [
      { hours: 0.5, runs: 1, actions: 20 },
      { hours: 2.008, runs: 21, actions: 608 },
    ];
    expect(figuresOf.soak({ samples, faults: [{}, {}], growth })).toEqual({
      minutes: 120,
      runs: 21,
      actions: 608,
      failedActions: 2,
      growth: [
        { process: 'engine', heap: { slope: 2, margin: 0.1 }, resident: { slope: -2, margin: 0.2 } },
        { process: 'page process', heap: { slope: 1, margin: 0.1 }, resident: { slope: -1, margin: 0.2 } },
        { process: '`studio serve`', heap: { slope: 0, margin: 0.1 }, resident: { slope: -0, margin: 0.2 } },
        { process: 'page in the browser', heap: { slope: 3, margin: 0.1 }, resident: { slope: -3, margin: 0.2 } },
      ],
    });
  });
});
