import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../engine/contract/comparison';
import type { RunResult } from '../../engine/contract/runs';
import type { RunFile } from '../../engine/runs/run-file';
import type { Table } from '../../engine/contract/tables';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { bypass, tinyPipeline, withParameters } from '../fixtures/graphs';

let folder: string;
let runs: string;
/** Runs for all tests: with the generator and without, with two seeds each. */
const results = new Map<string, RunResult>();

function studio(parameters: readonly string[]) {
  const child = spawn(process.execPath, ['bin/studio.mjs', ...parameters]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
  });
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  );
}

const at = (name: string): string => path.join(runs, results.get(name)?.run ?? 'nowhere');

async function changeJson<Content>(file: string, change: (content: Content) => object): Promise<void> {
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Content)));
}

/** Copies a run with changes of its `run.json`. A change to `undefined` removes a field. */
async function copied(
  name: string,
  to: string,
  change: (state: RunFile) => object = (state) => state,
): Promise<string> {
  await cp(at(name), to, { recursive: true });
  await changeJson(path.join(to, 'run.json'), change);
  return to;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-tables-'));
  runs = path.join(folder, 'runs');
  const base = tinyPipeline({ dataset: { scenes: 30, visualWidth: 8, seconds: 3 } });
  const rows = { rmm: { ...base, title: 'RMM' }, zero: { ...bypass(base, 'rmm'), title: 'Zero | fill' } };
  for (const [name, document] of Object.entries(rows)) {
    const file = path.join(folder, `${name}.json`);
    await writeFile(file, JSON.stringify(document));
    for (const seed of ['1', '2']) {
      const { out } = await studio(['train', file, '--seed', seed, '--backend', 'wasm', '--runs', runs, '--json']);
      results.set(`${name}${seed}`, JSON.parse(out) as RunResult);
    }
  }
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

describe('studio table', () => {
  it('groups a folder of runs into rows by method, with mean and deviation over seeds', async () => {
    const { code, out, err } = await studio(['table', runs, '--columns', 'overall']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trim().split('\n');
    expect(lines[2]).toBe('| Method | Complete | Audio missing | Visual missing |');
    const methods = lines.slice(4).filter((line) => line.startsWith('| '));
    expect(methods.map((line) => line.split(' | ')[0])).toEqual(['| RMM', '| Zero \\| fill']);
    const [a, b] = [1, 2].map((seed) => results.get(`rmm${seed}`)?.accuracy.audioMissing.overall ?? NaN) as [
      number,
      number,
    ];
    const cell = `${((a + b) / 2).toFixed(1)}** ± ${(Math.abs(a - b) / Math.SQRT2).toFixed(1)}`.replace('**', '');
    // Results of such small runs can have the mark of trivial results.
    expect(lines[4]?.replaceAll('**', '').replaceAll('\\*', '')).toContain(`| ${cell} |`);
  });

  it('writes every format into a file', async () => {
    for (const format of ['markdown', 'csv', 'latex', 'svg', 'png', 'html', 'json']) {
      const file = path.join(folder, 'made', `table.${format}`);
      const { code, out } = await studio(['table', at('rmm1'), at('zero1'), '--format', format, '--out', file]);
      expect({ code, out }).toEqual({ code: 0, out: '' });
      expect((await readFile(file)).length).toBeGreaterThan(300);
    }
    const json = await readFile(path.join(folder, 'made', 'table.json'), 'utf8');
    expect((JSON.parse(json) as Table).blocks[0]?.rows.map(({ runs: own }) => own)).toEqual([
      [at('rmm1')],
      [at('zero1')],
    ]);
    const page = await readFile(path.join(folder, 'made', 'table.html'), 'utf8');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(/);
    // A curve for each scenario, and the graph of each row.
    expect(page.match(/<figcaption>/g)).toHaveLength(3);
    expect(page.match(/<g data-node="dataset">/g)).toHaveLength(2);
    expect(page).not.toContain('no values');
  });

  it('prefers finished runs, names the omitted folders, and has a row for each value of a setting', async () => {
    const mixed = path.join(folder, 'copies', 'mixed');
    await mkdir(mixed, { recursive: true });
    const [finished, other] = [path.join(mixed, 'finished'), path.join(mixed, 'other')];
    const without = { result: undefined, reason: undefined };
    const omitted = [
      [
        await copied('rmm1', path.join(mixed, 'z-failed'), (state) => ({
          ...state,
          ...without,
          state: 'failed',
          message: 'The disk is full.',
        })),
        'failed and has no final weights: The disk is full.',
      ],
      [
        await copied('rmm1', path.join(mixed, 'z-interrupted'), (state) => ({
          ...state,
          ...without,
          state: 'training',
        })),
        'is not finished',
      ],
      [
        await copied('rmm1', path.join(mixed, 'z-stopped'), ({ result, ...state }) => ({
          ...state,
          state: 'stopped',
          result: { ...result, stopped: true },
        })),
        'was stopped after 1 epoch',
      ],
      [await copied('rmm1', path.join(mixed, 'earlier')), `because “${finished}” has the same graph and seed`],
    ] as const;
    await copied('rmm1', finished);
    await copied('rmm1', other);
    await changeJson(path.join(other, 'graph.json'), (graph: GraphDocument) =>
      withParameters(graph, { trainer: { learningRate: 0.5 } }),
    );
    const json = await studio(['table', mixed, '--columns', 'overall', '--format', 'json']);
    expect({ code: json.code, err: json.err }).toEqual({ code: 0, err: '' });
    expect((JSON.parse(json.out) as Table).blocks[0]?.rows.map((row) => row.runs)).toEqual([[finished], [other]]);
    const { out } = await studio(['table', mixed, '--columns', 'overall']);
    const lines = out.split('\n');
    for (const [place, reason] of omitted) {
      expect(lines.find((line) => line.startsWith('Left out') && line.includes(`“${place}”`))).toContain(reason);
    }
    for (const rate of ['0.001', '0.5']) expect(out).toContain(`| RMM (Trainer learningRate ${rate}) |`);
  });

  it('marks results at or under the trivial answer, as the report does', async () => {
    const overall = (percent: number) => ({ ...results.get('rmm1')?.accuracy.complete, overall: percent });
    const run = await copied('rmm1', path.join(folder, 'copies', 'trivial'), ({ result, ...state }) => ({
      ...state,
      result: {
        ...result,
        accuracy: { complete: overall(60), audioMissing: overall(40), visualMissing: overall(30) },
        baseline: { mostFrequent: 20, mostFrequentPerType: 40 },
      },
    }));
    const { out } = await studio(['table', run, '--columns', 'overall']);
    expect(out).toContain('| RMM | 60.0 | 40.0\\* | 30.0\\* |');
    expect(out).toContain(
      '\\* Not above the accuracy of always giving the most frequent answer of each question type.',
    );
    expect((await studio(['export', run, '--format', 'html'])).code).toBe(0);
    const report = await readFile(path.join(run, 'report.html'), 'utf8');
    for (const cell of ['60.0', '40.0*', '30.0*']) expect(report).toContain(`<td class="number">${cell}</td>`);
  });

  it('writes CSV that starts with a UTF-8 mark and contains no formula', async () => {
    const named = await copied('rmm1', path.join(folder, 'copies', 'named'));
    await changeJson(path.join(named, 'graph.json'), (graph: GraphDocument) => ({ ...graph, title: '=1+1 결측' }));
    const file = path.join(folder, 'named.csv');
    expect((await studio(['table', named, '--format', 'csv', '--out', file])).code).toBe(0);
    const bytes = await readFile(file);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const cells = bytes.toString('utf8').split(/[\r\n,]+/);
    expect(cells).toContain("'=1+1 결측");
    expect(cells.filter((cell) => /^"?[=+@\t]/.test(cell))).toEqual([]);
  });

  it.each([
    ['a folder without runs', () => [folder], 'There is no finished run'],
    ['a missing folder', () => [path.join(folder, 'nowhere')], 'There is no folder'],
    [
      'an unknown format',
      () => [runs, '--format', 'gif'],
      'Allowed choices are markdown, csv, latex, png, html, svg, json.',
    ],
    [
      'an unknown scenario',
      () => [runs, '--scenarios', 'complete,dark'],
      '“dark” is unknown; use complete, audioMissing, visualMissing, audioNoisy, visualNoisy, bothNoisy.',
    ],
  ])('refuses %s with exit code 2', async (_, parameters, part) => {
    const { code, out, err } = await studio(['table', ...parameters()]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(part);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('studio compare', () => {
  it('reports the differences, and tests them question by question', async () => {
    const { code, out } = await studio(['compare', at('rmm1'), at('zero1'), '--json']);
    expect(code).toBe(0);
    const comparison = JSON.parse(out) as Comparison;
    expect(comparison.a).toMatchObject({ name: 'RMM', seeds: [1, 2] });
    expect(comparison.assumptions).toContainEqual(expect.stringContaining('resampled with replacement'));
    expect(comparison.settings).toEqual([{ setting: 'rmm', a: 'RMM generator', b: 'RMM generator, bypassed' }]);
    expect(comparison.questions).toBe(results.get('rmm1')?.questions.test);
    const overall = comparison.accuracies.find(({ scenario, key }) => scenario === 'complete' && key === 'overall');
    const mean = (name: string) =>
      [1, 2].reduce((sum, seed) => sum + (results.get(`${name}${seed}`)?.accuracy.complete.overall ?? NaN) / 2, 0);
    // The difference of the predictions equals that of the accuracies.
    expect(overall?.test.difference).toBeCloseTo(mean('rmm') - mean('zero'), 9);
    expect(overall?.test.low).toBeLessThanOrEqual(overall?.test.difference ?? NaN);
    expect((await studio(['compare', at('rmm1'), at('zero1'), '--json'])).out).toBe(out);
    expect(comparison).toMatchObject({ made: [], pairing: ['2 seeds are paired: 1, 2.'] });
    const text = (await studio(['compare', at('rmm1'), at('zero2'), '--single-pair'])).out;
    expect(text).toContain('Seeds are mixed: A has seed 1 and B has seed 2');
    expect(text).toContain('They do not cover training with other seeds');
  });

  it('refuses runs with other questions', async () => {
    const file = path.join(folder, 'other.json');
    await writeFile(
      file,
      JSON.stringify(tinyPipeline({ dataset: { scenes: 30, visualWidth: 8, seconds: 3, seed: 9 } })),
    );
    const trained = await studio(['train', file, '--backend', 'wasm', '--runs', path.join(folder, 'other'), '--json']);
    const other = path.join(folder, 'other', (JSON.parse(trained.out) as RunResult).run);
    const { code, out, err } = await studio(['compare', at('rmm1'), other]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('have different held-out questions');
  });
});

describe('the exports of a run', () => {
  it('include its curves for TensorBoard from the start, and a rewrite gives the same bytes', async () => {
    const [events = ''] = (await readdir(at('rmm1'))).filter((name) => name.includes('tfevents'));
    const before = await readFile(path.join(at('rmm1'), events));
    await rm(path.join(at('rmm1'), events));
    expect((await studio(['export', at('rmm1'), '--format', 'tensorboard'])).code).toBe(0);
    expect(await readFile(path.join(at('rmm1'), events))).toEqual(before);
  });

  it('include a card, a page, models for tfjs and PyTorch, and a zip, which is imported elsewhere as the same run', async () => {
    for (const format of ['card', 'html', 'tfjs', 'pytorch', 'zip']) {
      expect((await studio(['export', at('zero2'), '--format', format])).code).toBe(0);
    }
    const made = await readdir(at('zero2'));
    expect(made).toEqual(expect.arrayContaining(['README.md', 'report.html', 'model-tfjs']));
    expect(await readdir(path.join(at('zero2'), 'model-tfjs'))).toEqual(['group1-shard1of1.bin', 'model.json']);
    expect(await readdir(path.join(at('zero2'), 'model-pytorch'))).toEqual(['model.py', 'model.safetensors']);
    const elsewhere = path.join(folder, 'elsewhere');
    const { code, out } = await studio(['import', `${at('zero2')}.zip`, '--runs', elsewhere, '--json']);
    expect(code).toBe(0);
    const { folder: imported } = JSON.parse(out) as { folder: string };
    expect(imported).toBe(path.join(elsewhere, path.basename(at('zero2'))));
    const tables = await Promise.all([at('zero2'), imported].map((run) => studio(['table', run])));
    expect(tables[1]?.out).toBe(tables[0]?.out);
    const compared = await studio(['compare', at('zero2'), imported, '--json']);
    expect((JSON.parse(compared.out) as Comparison).accuracies.every(({ test }) => test.difference === 0)).toBe(true);
  });

  it('include a report with the graph, distinct lines, the single epoch, and the cost of a missing modality', async () => {
    expect((await studio(['export', at('rmm1'), '--format', 'html'])).code).toBe(0);
    const report = await readFile(path.join(at('rmm1'), 'report.html'), 'utf8');
    const { nodes, edges } = JSON.parse(await readFile(path.join(at('rmm1'), 'graph.json'), 'utf8')) as GraphDocument;
    for (const { id } of nodes) expect(report).toContain(`<g data-node="${id}">`);
    expect(report.match(/<path data-wire=/g)).toHaveLength(edges.length);
    const accuracy = report.slice(report.indexOf('aria-label="Accuracy'));
    // A line would need two epochs.
    expect(accuracy.match(/<circle/g)).toHaveLength(3);
    for (const name of ['Complete', 'Audio missing', 'Visual missing'])
      expect(accuracy).toMatch(new RegExp(`>${name} [\\d.]+</text>`));
    const lines = [...report.matchAll(/h18" stroke="(#\w+)"(?: stroke-dasharray="([^"]*)")?/g)];
    const losses = lines.slice(0, -3).map(([, colour, dash]) => `${colour} ${dash}`);
    expect(losses.length).toBeGreaterThan(3);
    expect(new Set(losses).size).toBe(losses.length);
    expect(report).toContain('Nodes that recall or enhance a missing modality: RMM generator, AVR diffusion.');
    for (const row of ['Complete', 'Audio missing', 'Visual missing'])
      expect(report).toMatch(new RegExp(`<th scope="row">${row}</th>(<td class="number">[^<]+</td>){4}`));
  });

  it('are imported from a zip that macOS or Windows repacked, with a renamed folder', async () => {
    const run = path.basename(at('zero1'));
    const zip = path.join(folder, 'repacked.zip');
    expect((await studio(['export', at('zero1'), '--format', 'zip', '--out', zip])).code).toBe(0);
    const renamed = Object.entries(unzipSync(await readFile(zip))).map(
      ([name, bytes]) => [name.replace(run, '내 실행 (2)'), bytes] as const,
    );
    const junk = ['__MACOSX/내 실행 (2)/._graph.json', '.DS_Store', '내 실행 (2)/.DS_Store', '내 실행 (2)/Thumbs.db'];
    await writeFile(
      zip,
      zipSync(Object.fromEntries([...renamed, ...junk.map((name) => [name, strToU8('junk')] as const)])),
    );
    const elsewhere = path.join(folder, 'repacked');
    const { code, err } = await studio(['import', zip, '--runs', elsewhere]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const imported = path.join(elsewhere, '내 실행 (2)');
    expect(await readdir(elsewhere)).toEqual(['내 실행 (2)']);
    expect((await readdir(imported, { recursive: true })).filter((name) => /DS_Store|Thumbs/.test(name))).toEqual([]);
    const tables = await Promise.all([at('zero1'), imported].map((each) => studio(['table', each])));
    expect(tables[1]?.out).toBe(tables[0]?.out);
  });

  it('are refused as an import if they are no zip of a run', async () => {
    const file = path.join(folder, 'broken.zip');
    await writeFile(file, 'PK');
    for (const [name, part] of [
      [file, 'not a complete zip'],
      [path.join(folder, 'no.zip'), 'there is no such file'],
    ] as const) {
      const { code, out, err } = await studio(['import', name, '--runs', path.join(folder, 'elsewhere')]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(part);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
  });
});
