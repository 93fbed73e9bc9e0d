import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measured } from '../../test/fixtures/measured';
import { pairOf } from '../../test/fixtures/pair';
import { inEnglish, verbatim } from '../contract/messages';
import { derivedColumns, type TableOptions } from '../contract/tables';
import { formatPredictions, predictionsFile, type StoredQuestion } from '../runs/stored-predictions';
import { compare } from './compare';
import { readAgainst } from './derived';
import { formatTable } from './formats';
import type { MeasuredRun, Method } from './results';
import { readTable } from './table';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-derived-'));
});
afterAll(() => rm(folder, { recursive: true }));

/**
 * Four questions about two videos, of which the first `right` are answered correctly with the audio missing, and the
 * first `complete` with complete input.
 */
const questions = (right: number, complete = 4): StoredQuestion[] =>
  Array.from({ length: 4 }, (_, index) => ({
    video: `v${index % 2}`,
    type: 'audioCounting',
    text: `Question ${index}?`,
    answer: 1,
    predicted: { complete: index < complete ? 1 : 0, audioMissing: index < right ? 1 : 0, visualMissing: 0 },
  }));

type Overall = readonly [complete: number, audioMissing: number, visualMissing: number];

/** A row whose runs have seeds from 1, with stored predictions. */
async function row(
  name: string,
  runs: readonly {
    readonly overall: Overall;
    readonly right: number;
    readonly complete?: number;
    readonly recall?: number;
  }[],
): Promise<Method> {
  const made = runs.map(async ({ overall, right, complete, recall }, index): Promise<MeasuredRun> => {
    const own = path.join(folder, `${name}-${index + 1}`);
    await mkdir(own, { recursive: true });
    await writeFile(path.join(own, predictionsFile), formatPredictions(questions(right, complete)));
    const changes = recall === undefined ? {} : { result: { recall: { audio: recall, visual: null } } };
    return { ...measured(name, index + 1, overall, changes), folder: own };
  });
  return { name: verbatim(name), runs: await Promise.all(made) };
}

const rows = async () => [
  await row('none', [
    { overall: [80, 60, 80], right: 0 },
    { overall: [70, 50, 40], right: 1 },
  ]),
  await row('RMM', [
    { overall: [80, 75, 80], right: 3, recall: 0.8 },
    { overall: [70, 55, 55], right: 3, recall: 0.6 },
    { overall: [90, 10, 10], right: 0, recall: 0.7 },
  ]),
];
const options: TableOptions = {
  columns: 'overall',
  scenarios: ['complete', 'audioMissing', 'visualMissing'],
  place: 'across',
  derived: [...derivedColumns],
  digits: 1,
};

describe('derived columns', () => {
  it('have points lost, share restored over shared seeds, and variance recalled', async () => {
    const table = await readTable({ methods: await rows(), notes: [] }, { ...options, against: 'none' });
    const place = (name: string) => table.columns.findIndex((column) => column.name === name);
    const at = (name: string, of: number) => {
      const cell = table.blocks[0]?.rows[of]?.cells[place(name)];
      return cell && [cell.mean, cell.deviation, cell.count];
    };
    // 80 − 60 and 70 − 50; 80 − 75, 70 − 55 and 90 − 10.
    expect(at('audioMissing.lost', 0)).toEqual([20, 0, 2]);
    expect(at('audioMissing.lost', 1)).toEqual([100 / 3, expect.closeTo(Math.sqrt(1658.3333), 3), 3]);
    // (75 − 60) / 20 and (55 − 50) / 20; seed 3 has no counterpart.
    expect(at('audioMissing.restored', 1)).toEqual([50, expect.closeTo(25 * Math.SQRT2, 9), 2]);
    expect(at('audioMissing.restored', 0)).toBeNull();
    // Without visual features seed 1 of the base loses nothing, so only (55 − 40) / 30 is included.
    expect(at('visualMissing.restored', 1)).toEqual([50, null, 1]);
    expect(at('audioMissing.recall', 1)).toEqual([expect.closeTo(70, 9), expect.closeTo(10, 9), 3]);
    expect(at('audioMissing.recall', 0)).toBeNull();
    expect(at('visualMissing.recall', 1)).toBeNull();
    expect(table.notes.map(inEnglish)).toEqual([expect.stringContaining('Rows are compared with “none”')]);
  });

  it('have the figure of each run, and none in bold', async () => {
    const [none, rmm] = (await rows()) as [Method, Method];
    const methods = [none, { ...rmm, runs: rmm.runs.slice(0, 2) }];
    const table = await readTable({ methods, notes: [] }, { ...options, against: 'none' });
    const cellOf = (name: string) =>
      table.blocks[0]?.rows[1]?.cells[table.columns.findIndex((column) => column.name === name)];
    expect(cellOf('audioMissing.lost')).toMatchObject({ values: [5, 15], best: false });
    expect(cellOf('audioMissing.restored')).toMatchObject({ values: [75, 25], best: false });
    expect(cellOf('audioMissing.against')).toMatchObject({ values: [15, 5], best: false });
    expect(cellOf('visualMissing.restored')?.values).toEqual([null, 50]);
    expect(cellOf('complete.overall')?.best).toBe(false);
    expect(cellOf('audioMissing.overall')?.best).toBe(true);
  });

  it('have no restored share for another model or a loss below one point, and state gains with complete input', async () => {
    const methods = [
      await row('imputer', [{ overall: [53.8, 53.5, 51.7], right: 1, complete: 2 }]),
      await row('RMM', [{ overall: [57.5, 57.1, 56.1], right: 3 }]),
      await row('repair', [{ overall: [53.8, 53.8, 53.8], right: 1, complete: 2 }]),
    ];
    const table = await readTable({ methods, notes: [] }, { ...options, against: 'imputer' });
    const cells = (name: string) =>
      table.blocks[0]?.rows.map((own) => own.cells[table.columns.findIndex((column) => column.name === name)]?.mean);
    // The imputer loses 0.3 points without audio, and 2.1 without visual features.
    expect(cells('audioMissing.restored')).toEqual([undefined, undefined, undefined]);
    expect(cells('visualMissing.restored')).toEqual([undefined, undefined, expect.closeTo(100, 9)]);
    const notes = table.notes.map(inEnglish);
    // Four of four questions against two with complete input, and three against one without audio.
    expect(notes).toContain(
      'With complete input, where nothing is recalled, rows already differ from “imputer”: “RMM” by +50.0 points, so only the rest of its difference can come from the recall: +0.0 points (+0.0 to +0.0) with audio missing and −50.0 points (−50.0 to −50.0) with visual missing.',
    );
    expect(notes.at(-1)).toMatch(/^Loss restored is given only for models that equal “imputer” .* not: “RMM”\.$/);
  });

  it('have the paired interval of a comparison over shared seeds', async () => {
    const methods = await rows();
    const [none, rmm] = methods as [Method, Method];
    const { intervals } = await readAgainst(methods, 'none');
    const [a, b] = [rmm, none].map(({ name, runs }) => ({
      name: inEnglish(name),
      runs: runs.slice(0, 2).map((run, index) => ({
        run,
        questions: questions(inEnglish(name) === 'RMM' ? 3 : index),
      })),
    }));
    if (!a || !b) throw new Error('no sides');
    const test = compare(pairOf(a, b)).accuracies.find(
      ({ scenario, key }) => scenario === 'audioMissing' && key === 'overall',
    );
    expect(intervals.get(rmm)?.get('audioMissing')).toMatchObject(test?.test ?? {});
    // Three of four right against none and one of four: 62.5 points.
    expect(test?.test.difference).toBeCloseTo(62.5, 9);
    expect(intervals.has(none)).toBe(false);
  });

  it('are written in every format, with the ends of intervals as columns in CSV', async () => {
    const table = await readTable(
      { methods: await rows(), notes: [] },
      { ...options, derived: ['against'], scenarios: ['audioMissing'], against: 'none' },
    );
    const text = async (format: string) => (await formatTable(table, format)) as string;
    const [head, , rmm] = (await text('csv')).split('\r\n');
    expect(head).toMatch(/audioMissing\.against,audioMissing\.against\.low,audioMissing\.against\.high,notes$/);
    expect(rmm).toMatch(/,62\.5,(\d[\d.]*),(\d[\d.]*),Rows are compared with “none” over the shared seeds\./);
    expect(await text('markdown')).toMatch(/\| \+62\.5 \(\+[\d.]+ to \+[\d.]+\) \|/);
    expect(await text('latex')).toContain('+62.5 {\\scriptsize (+');
    // The command needs ASCII: a minus sign outside of mathematics does not compile.
    const turned = await readTable({ methods: await rows(), notes: [] }, { ...options, against: 'RMM' });
    expect(await formatTable(turned, 'latex')).toMatch(/\$-\$62\.5 \{\\scriptsize \(\$-\$/);
    expect(await text('svg')).toContain('>Difference, points<');
  });

  it('omit columns that need a missing row to compare with, and refuse an unknown row', async () => {
    const methods = await rows();
    const { columns } = await readTable({ methods, notes: [] }, { ...options, columns: 'groups', place: 'down' });
    expect(columns.map(({ name }) => name).slice(-2)).toEqual(['lost', 'recall']);
    await expect(readTable({ methods, notes: [] }, { ...options, against: 'AVR' })).rejects.toThrow(
      'The table has no row “AVR”; choose one of “none”, “RMM”.',
    );
  });
});
