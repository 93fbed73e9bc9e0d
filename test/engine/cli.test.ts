import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunResult } from '../../engine/contract/runs';
import { backendNames } from '../../engine/backends/table';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { withStages } from '../fixtures/stages';
import { tinyStudy } from '../fixtures/studies';
import { formatStudy } from '../../graph-nodes/study/document';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as in a terminal; `onText` gets the standard error so far. */
function studio(parameters: readonly string[], onText?: (err: string, interrupt: () => void) => void) {
  const child = spawn(process.execPath, ['bin/studio.mjs', ...parameters]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
    onText?.(err, () => child.kill('SIGINT'));
  });
  return new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

async function write(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const tiny = (trainer = {}): GraphDocument =>
  tinyPipeline({
    dataset: { scenes: 30, visualWidth: 8, seconds: 3 },
    trainer: { epochs: 2, batchSize: 18, ...trainer },
  });
const text = (document: unknown): string => JSON.stringify(document, null, 2);
const runs = () => ['--runs', path.join(folder, 'runs')];

/** Output of a training of the tiny graph; several tests use its run. */
let outcome: Outcome;
let trained: string;
beforeAll(async () => {
  outcome = await studio(['train', await write('tiny.json', text(tiny())), '--seed', '3', '--json', ...runs()]);
  trained = path.join(folder, 'runs', (JSON.parse(outcome.out) as RunResult).run);
});

describe('studio train', () => {
  it('prints one JSON document with the result of the run, and the same numbers twice', async () => {
    const file = path.join(folder, 'tiny.json');
    const outcomes = [outcome, await studio(['train', file, '--seed', '3', '--json', ...runs()])];
    const results = outcomes.map(({ code, out }) => {
      expect(code).toBe(0);
      return JSON.parse(out) as RunResult;
    });
    const [result] = results;
    expect(result).toMatchObject({ seed: 3, epochs: 2, stopped: false, parameters: expect.any(Number) });
    expect(result?.secondsPerStep === null || (result?.secondsPerStep ?? 0) > 0).toBe(true);
    for (const scenario of ['complete', 'audioMissing', 'visualMissing'] as const) {
      const accuracy = result?.accuracy[scenario];
      expect(Object.keys(accuracy ?? {})).toEqual(
        expect.arrayContaining(['overall', 'audio', 'visual', 'audioVisual', 'audioCounting', 'audioVisualTemporal']),
      );
      expect(accuracy?.overall).toBeGreaterThanOrEqual(0);
      expect(accuracy?.overall).toBeLessThanOrEqual(100);
    }
    const timeless = results.map(({ run: _, secondsPerStep: __, samplesPerSecond: ___, ...rest }) => rest);
    expect(timeless[1]).toEqual(timeless[0]);
    const other = JSON.parse((await studio(['train', file, '--seed', '4', '--json', ...runs()])).out) as RunResult;
    expect(other.losses).not.toEqual(result?.losses);
  });

  it('writes a folder for every run that other tools can read', async () => {
    expect((await readdir(trained)).sort()).toEqual([
      'checkpoints',
      'events.out.tfevents.0.studio',
      'graph.json',
      'metrics.jsonl',
      'predictions.json',
      'run.json',
      'vocabulary.json',
    ]);
    const words = JSON.parse(await readFile(path.join(trained, 'vocabulary.json'), 'utf8')) as Record<string, string[]>;
    expect(words['vocabulary']?.slice(0, 2)).toEqual(['<pad>', '<unk>']);
    expect(words['answers']).toContain('simultaneously');
    const state = JSON.parse(await readFile(path.join(trained, 'run.json'), 'utf8')) as { state: string };
    expect(state.state).toBe('finished');
  });

  it('stops early on Ctrl-C, with a result', async () => {
    const file = await write('long.json', text(tiny({ epochs: 5000 })));
    let asked = false;
    const { code, out, err } = await studio(['train', file, '--json', ...runs()], (seen, interrupt) => {
      if (asked || !seen.includes('epoch 1 ')) return;
      asked = true;
      interrupt();
    });
    expect(code).toBe(0);
    expect(err).toContain('Stopping');
    const result = JSON.parse(out) as RunResult;
    expect(result.stopped).toBe(true);
    expect(result.epochs).toBeGreaterThanOrEqual(1);
    expect(result.accuracy.complete.overall).not.toBeNull();
  });

  it('prints the plan of the graph with --dry-run, without training', async () => {
    const file = await write('dry.json', text(tiny()));
    const { code, out } = await studio(['train', file, '--dry-run', '--json']);
    expect(code).toBe(0);
    const plan = JSON.parse(out) as { parameters: number; nodes: { id: string }[] };
    expect(plan.parameters).toBeGreaterThan(0);
    expect(plan.nodes.map(({ id }) => id)).toContain('rmm');
  });

  it('warns about settings that cannot learn, with the fix, and refuses a stage without trainable weights', async () => {
    const file = await write('cannot-learn.json', text(tiny({ epochs: 1 })));
    const settings = ['--set', 'trainer.warmUp=5000', '--set', 'trainer.batchSize=512'];
    const warnings = [
      'Node “Trainer” has a warm-up of 5000 steps and trains at most 1, so it never reaches its learning rate; use a shorter warm-up or more epochs.',
      'Node “Trainer” has batches of 512 questions, but the dataset has at most 126 training questions; use smaller batches.',
    ];
    const { code, err } = await studio(['train', file, ...settings, ...runs()]);
    expect(code).toBe(0);
    const { out } = await studio(['train', file, '--dry-run', ...settings]);
    for (const warning of warnings) {
      expect(err.split('\n')).toContain(`Warning: ${warning}`);
      expect(out.split('\n')).toContain(warning);
    }

    const frozen = ['audio', 'visual', 'question', 'rmm', 'avr', 'head'];
    const stages = [{ name: 'nothing', parameters: {}, frozen }];
    const refused = await studio(['train', await write('frozen.json', text(withStages(tiny(), stages))), ...runs()]);
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 2, out: '' });
    expect(refused.err).toMatch(/^Stage “nothing”: [^\n]*\n$/);
  });

  it('reads graphs and studies that start with a UTF-8 mark', async () => {
    const graph = await write('marked.json', `\uFEFF${text(tiny())}`);
    expect((await studio(['train', graph, '--dry-run'])).code).toBe(0);
    const study = await write('marked-study.json', `\uFEFF${formatStudy(tinyStudy())}`);
    expect((await studio(['study', study, '--dry-run', ...runs()])).code).toBe(0);
  });

  it('sets parameters with --set', async () => {
    const file = await write('set.json', text(tiny()));
    const plan = async (...extra: string[]) =>
      (JSON.parse((await studio(['train', file, '--dry-run', '--json', ...extra])).out) as { parameters: number })
        .parameters;
    expect(await plan('--set', 'rmm.slots=50')).toBeGreaterThan(await plan());
  });
});

describe('refused input', () => {
  const document = tiny();
  const wire = (from: [string, string], to: [string, string]) => ({
    from: { node: from[0], socket: from[1] },
    to: { node: to[0], socket: to[1] },
  });
  const withNode = (id: string, change: object) => ({
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
  });
  const withoutWiresInto = (node: string, socket: string) =>
    document.edges.filter(({ to }) => !(to.node === node && to.socket === socket));

  const cases: readonly [name: string, content: string, names: readonly string[]][] = [
    [
      'a cycle',
      text({ ...document, edges: [...withoutWiresInto('rmm', 'audio'), wire(['avr', 'audio'], ['rmm', 'audio'])] }),
      ['cycle', '“RMM generator”', '“AVR diffusion”'],
    ],
    [
      'a wrong wire',
      text({
        ...document,
        edges: [...withoutWiresInto('head', 'audio'), wire(['question', 'question'], ['head', 'audio'])],
      }),
      ['AVST QA head', 'audio', 'question features'],
    ],
    [
      'a NaN parameter',
      text(withNode('trainer', { parameters: { learningRate: 'NaN' } })).replace('"NaN"', 'NaN'),
      ['line', 'NaN'],
    ],
    [
      'a parameter that is text',
      text(withNode('trainer', { parameters: { learningRate: 'NaN' } })),
      ['Trainer', 'learningRate'],
    ],
    [
      'a parameter out of bounds',
      text(withNode('rmm', { parameters: { slots: -3 } })),
      ['RMM generator', 'slots', '-3'],
    ],
    ['a truncated file', text(document).slice(0, 700), ['line']],
    ['a file of a newer version', text({ ...document, version: 99 }), ['version 99', 'newer']],
    ['an empty file', '', []],
    ['another kind of JSON', '{"hello": 1}', ['format']],
    ['an unknown kind', text(withNode('rmm', { kind: 'time-machine' })), ['rmm', 'time-machine']],
  ];

  it.each(cases)('%s: exit code 2 and one sentence that names the place', async (name, content, names) => {
    const file = await write(`${name.replaceAll(' ', '-')}.json`, content);
    const { code, out, err } = await studio(['train', file, '--json', ...runs()]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).not.toMatch(/\bat .*\.(js|ts|mjs):\d+/);
    expect(err).not.toMatch(/Invalid (input|option)|Unrecognized|received|Too (small|big)/);
    for (const part of names) expect(err).toContain(part);
  });

  it.each([
    ['a missing file', ['train', 'nowhere.json'], 'there is no such file'],
    ['an unknown backend', ['train', 'presets/orchestra-rmm.json', '--backend', 'abacus'], 'abacus'],
    ['a --set without value', ['train', 'presets/orchestra-rmm.json', '--set', 'rmm.slots'], 'node.parameter=value'],
    ['a --set for an unknown node', ['train', 'presets/orchestra-rmm.json', '--set', 'ghost.slots=3'], 'ghost'],
    ['an epoch count that is not a number', ['train', 'presets/orchestra-rmm.json', '--epochs', 'many'], 'many'],
    [
      'a missing annotation file',
      ['train', 'presets/music-avqa-question-only.json', '--set', 'dataset.annotations=no.json'],
      'no.json',
    ],
    ['an unknown command', ['fly'], 'fly'],
  ])('%s: exit code 2', async (_, parameters, part) => {
    const { code, out, err } = await studio(parameters);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(part);
    expect(err).not.toMatch(/\bat .*\.(js|ts|mjs):\d+/);
  });
});

describe('studio export', () => {
  it('writes a run as files for other programs, and describes their content', async () => {
    const own = path.join(folder, 'exported-runs');
    const run = path.basename(trained);
    const runFolder = path.join(own, run);
    await cp(trained, runFolder, { recursive: true });
    const model = path.join(folder, 'made', 'tiny.onnx');
    const onnx = await studio(['export', runFolder, '--format', 'onnx', '--batch', '2', '--out', model, '--json']);
    expect(onnx.code).toBe(0);
    expect(JSON.parse(onnx.out)).toMatchObject({
      run,
      file: model,
      bytes: (await readFile(model)).length,
      inputs: [
        { name: 'audio', shape: [2, 3, 128] },
        { name: 'visual', shape: [2, 3, 2, 3, 8] },
        { name: 'question', shape: [2, 9] },
      ],
      outputs: ['complete', 'audioMissing', 'visualMissing'].map((scenario) => ({
        name: `logits_${scenario}`,
        shape: [2, 42],
      })),
    });
    expect((await studio(['export', runFolder, '--format', 'safetensors'])).code).toBe(0);
    expect(await readdir(runFolder)).toContain('model.safetensors');

    const checkpoint = path.join(runFolder, 'checkpoints', 'final.safetensors');
    await writeFile(checkpoint, (await readFile(checkpoint)).subarray(0, -1));
    const refusals: readonly [string[], string][] = [
      [[runFolder, '--format', 'onnx'], 'not a complete safetensors file'],
      [[path.join(own, 'nowhere'), '--format', 'onnx'], 'There is no run folder'],
      [
        [runFolder, '--format', 'gif'],
        'Allowed choices are onnx, tfjs, safetensors, pytorch, tensorboard, zip, card, html, page.',
      ],
      [[runFolder, '--format', 'onnx', '--batch', '0'], 'whole number'],
    ];
    for (const [parameters, part] of refusals) {
      const { code, out, err } = await studio(['export', ...parameters]);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.trim().split('\n')).toHaveLength(1);
      expect(err).toContain(part);
    }
  });
});

describe('studio doctor', () => {
  it('lists with --kernels the kernels of recorded steps', async () => {
    const { code, out } = await studio(['doctor', '--kernels', '--json']);
    expect(code).toBe(0);
    const { kernels } = JSON.parse(out) as { kernels: Record<string, string[]> };
    expect(kernels).toMatchObject({ products: expect.arrayContaining(['BatchMatMul']) });
    const table = (await studio(['doctor', '--kernels'])).out.trim().split('\n');
    expect(table.map((row) => row.split(/ +/))).toEqual(
      Object.entries(kernels).map(([family, names]) => [family, ...names]),
    );
  });

  it('names the backends of this machine', async () => {
    const { code, out } = await studio(['doctor', '--json']);
    expect(code).toBe(0);
    const { backends } = JSON.parse(out) as { backends: { name: string; available: boolean }[] };
    expect(backends.map(({ name }) => name)).toEqual(backendNames);
    expect(backends.find(({ name }) => name === 'wasm')?.available).toBe(true);
  });
});

describe('studio serve', () => {
  it('prints an address that is valid once on this machine, then the next one, and ends on Ctrl-C', async () => {
    const child = spawn(process.execPath, ['bin/studio.mjs', 'serve', '--no-open', ...runs()]);
    const nextLine = () =>
      new Promise<string>((resolve) => child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())));
    const address = await nextLine();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
    const next = nextLine();
    expect((await fetch(address)).status).toBe(200);
    expect((await fetch(address)).status).toBe(403);
    expect((await fetch(await next)).status).toBe(200);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    expect(await gone).toBe(0);
  });

  it('is the fallback of start without a display, with one line about it', async () => {
    if (process.platform !== 'linux') return;
    // This browser records its arguments, which every user of the machine can read.
    const [browser, opened] = [path.join(folder, 'browser'), path.join(folder, 'opened')];
    await writeFile(browser, `#!/bin/sh\necho "$@" > ${opened}.new && mv ${opened}.new ${opened}\n`, { mode: 0o755 });
    const environment = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', BROWSER: browser };
    const child = spawn(process.execPath, ['bin/studio.mjs', 'start', ...runs()], { env: environment });
    let err = '';
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
    });
    const address = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    );
    expect(address).toContain('127.0.0.1');
    const argument = (await vi.waitFor(() => readFile(opened, 'utf8'), { timeout: 60_000 })).trim();
    expect(argument).not.toContain('token');
    const file = argument.replace('file://', '');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const [, forwarded = ''] = /url=([^"]+)"/.exec(await readFile(file, 'utf8')) ?? [];
    expect(forwarded).not.toBe(address.trim());
    expect((await fetch(forwarded)).status).toBe(200);
    await vi.waitFor(() => expect(stat(file)).rejects.toThrow('ENOENT'), { timeout: 60_000 });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    expect(await gone).toBe(0);
    expect(err.trim().split('\n')).toEqual([
      'The window cannot open: there is no display. The studio is served as a local page instead.',
      expect.stringMatching(/^Open this address in a browser/),
    ]);
  });
});
