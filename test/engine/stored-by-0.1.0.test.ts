import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, type NamedArray } from '../../engine/files/safetensors';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { studio } from '../fixtures/terminal';

/**
 * Files of version 0.1.0; see test/fixtures/stored/README.md. All access is through the command line, so that the test
 * depends on the stored formats and not on the source. Later versions compute other numbers: the head grounds
 * normalised cells, an LSTM has a second bias, and training matches real seconds of other videos. Stored files still
 * open, their weights load, and stored results stay unchanged.
 */
const stored = 'test/fixtures/stored/0.1.0';

const text = (name: string): string => readFileSync(path.join(stored, 'expected', name), 'utf8');
const sha256 = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

type Texts = Readonly<Record<string, string>>;

/** A writable copy of the fixtures. Runs are in `runs`, the study is in `runs/studies`. */
let folder: string;
let runs: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-stored-'));
  runs = path.join(folder, 'runs');
  await cp(path.join(stored, 'runs'), runs, { recursive: true });
  await cp(path.join(stored, 'studies'), path.join(runs, 'studies'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command that must succeed and returns its standard output. */
async function output(...parameters: string[]): Promise<string> {
  const { code, out, err } = await studio(parameters).ended;
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return out;
}

/** The weights of a safetensors file by name. */
const weightsIn = async (file: string): Promise<ReadonlyMap<string, NamedArray>> =>
  readSafetensors(await readFile(file));

/** Shapes and parameter counts by node id, as `train --dry-run --json` prints them. */
interface GraphSummary {
  readonly parameters: number;
  readonly nodes: Readonly<Record<string, NodeSummary>>;
}
interface NodeSummary {
  readonly kind: string;
  readonly parameters: number;
  readonly outputShapes: Texts;
}
interface DryRun {
  readonly parameters: number;
  readonly nodes: readonly (NodeSummary & { readonly id: string })[];
}

describe('a graph document stored by version 0.1.0', () => {
  const graphs = path.join(stored, 'graphs');
  const expected = JSON.parse(text('graphs.json')) as Readonly<Record<string, GraphSummary>>;

  /** Number of parameters of the second LSTM bias, for a graph whose question encoder has one. */
  const addedTo = ({ kind, outputShapes }: NodeSummary, document: GraphDocument, id: string): number => {
    const cell = document.nodes.find((node) => node.id === id)?.parameters['cell'] ?? 'lstm';
    const width = Number(/C (\d+)/u.exec(outputShapes['question'] ?? '')?.[1]);
    return kind === 'question-encoder' && cell === 'lstm' ? 4 * width : 0;
  };

  it.each(readdirSync(graphs))(
    '%s opens with the same shapes, and parameter counts except for the LSTM',
    async (name) => {
      const { parameters, nodes } = JSON.parse(
        await output('train', path.join(graphs, name), '--dry-run', '--json'),
      ) as DryRun;
      const found: GraphSummary = {
        parameters,
        nodes: Object.fromEntries(
          nodes.map(({ id, kind, parameters: count, outputShapes }) => [id, { kind, parameters: count, outputShapes }]),
        ),
      };
      const document = JSON.parse(readFileSync(path.join(graphs, name), 'utf8')) as GraphDocument;
      const { parameters: before = NaN, nodes: nodesBefore = {} } = expected[name] ?? {};
      const added = Object.entries(nodesBefore).map(([id, node]) => [id, addedTo(node, document, id)] as const);
      const later = new Map(added);
      expect(found).toEqual({
        parameters: added.reduce((sum, [, count]) => sum + count, before),
        nodes: Object.fromEntries(
          Object.entries(nodesBefore).map(([id, node]) => [
            id,
            { ...node, parameters: node.parameters + (later.get(id) ?? 0) },
          ]),
        ),
      });
    },
  );

  // Format 3 added a second temperature of the RMM generator. The three formats of the small graph describe the same
  // model.
  it('trains to the same weights in each format', async () => {
    const names = readdirSync(graphs).filter((name) => name.startsWith('small'));
    expect(names).toHaveLength(3);
    const trained = new Set<string>();
    for (const name of names) {
      const own = path.join(folder, `trained-${name}`);
      await output('train', path.join(graphs, name), '--backend', 'cpu', '--epochs', '1', '--runs', own);
      const [run = ''] = await readdir(own);
      trained.add(await sha256(path.join(own, run, 'checkpoints/final.safetensors')));
    }
    expect(trained.size).toBe(1);
  });
});

/**
 * A table without marks of trivial results and of byte order, and without the notes of CSV, which version 0.1.0 did not
 * write. All tables of the fixtures contain such results.
 */
function withoutMarks(table: string, format: string): string {
  switch (format) {
    case 'markdown':
      return table.replaceAll(/(\d)\\\*/g, '$1').replace(/\\\* Not above .*\n\n?/, '');
    case 'csv': {
      const last = /,(?:"(?:[^"]|"")*"|[^",]*)\r\n/g;
      const named = /^.*,notes\r\n/.test(table) ? table.replaceAll(last, '\r\n') : table;
      return named.replace(/^\ufeff/, '').replaceAll(last, '\r\n');
    }
    default:
      return table
        .replaceAll(/,\s*"trivial": true/g, '')
        .replaceAll(/,\s*"values": \[[^\]]*\]/g, '')
        .replace(/,\s*"footnote": ".*"/, '');
  }
}

describe('a run finished by version 0.1.0', () => {
  const run = () => path.join(runs, 'finished');

  it.each([
    ['markdown', 'finished-table.md'],
    ['csv', 'finished-table.csv'],
    ['json', 'finished-table.json'],
  ])('gives the same table as %s', async (format, name) => {
    const out = await output('table', run(), '--format', format, '--caption', 'Finished run');
    // Only the JSON table names the folder.
    expect(withoutMarks(out.replaceAll(runs, '<runs>'), format).trimEnd()).toBe(text(name).trimEnd());
  });

  it.each([
    ['on the test split', [], 'finished-evaluation.json'],
    [
      'on noisy features with half of the seconds missing',
      '--split train --missing-rate 0.5 --missing-per second --feature-noise 0.5 --seed 2'.split(' '),
      'finished-noisy-evaluation.json',
    ],
  ])('is evaluated %s, in the same layout', async (_, options, name) => {
    const found = JSON.parse(await output('evaluate', run(), '--json', ...options)) as object;
    const before = JSON.parse(text(name)) as object;
    const places = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, places(part)]))
        : typeof value;
    expect(places(found)).toEqual(places(before));
    expect(found).toMatchObject({ run: 'finished-run-seed3-1', backend: 'cpu' });
  });

  it('exports the stored weights, and zeros for the new bias', async () => {
    const file = path.join(folder, 'model.safetensors');
    await output('export', run(), '--format', 'safetensors', '--out', file);
    const before = await weightsIn(path.join(run(), 'checkpoints/final.safetensors'));
    const added = { shape: [32], values: new Float32Array(32) };
    expect(await weightsIn(file)).toEqual(new Map([...before, ['question/lstm/hiddenBias', added]]));
  });
});

describe('a run interrupted in version 0.1.0', () => {
  it('resumes from its checkpoint to its end, and keeps its records', async () => {
    const run = path.join(runs, 'interrupted');
    const linesOf = async () => (await readFile(path.join(run, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const before = await linesOf();
    await output('resume', run);
    const lines = await linesOf();
    // The checkpoint is from step 6; nothing is lost of the run's 48 steps and 3 epochs.
    expect(lines.slice(0, 6)).toEqual(before.slice(0, 6));
    const records = lines.map((line) => JSON.parse(line) as { type: string; step?: number });
    const steps = records.flatMap(({ type, step }) => (type === 'step' ? [step] : []));
    expect(steps).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
    expect(records.filter(({ type }) => type === 'epoch')).toHaveLength(3);
    const weights = await weightsIn(path.join(run, 'checkpoints/final.safetensors'));
    expect(weights.get('question/lstm/hiddenBias')?.values.some((value) => value !== 0)).toBe(true);
    await output('table', run);
  });
});

describe('an unfinished study of version 0.1.0', () => {
  const study = () => path.join(runs, 'studies/stored-study');
  const document = () => path.join(study(), 'study.json');

  /** Run folders by method name and seed. */
  async function runFolders(): Promise<Map<string, string>> {
    const names = await readdir(path.join(study(), 'runs'));
    return new Map(
      await Promise.all(
        names.map(async (folderName) => {
          const { name, seed } = await studyRun(folderName);
          return [`${name}, seed ${seed}`, folderName] as const;
        }),
      ),
    );
  }
  async function studyRun(name: string): Promise<{ name: string; seed: number; seconds: number | null }> {
    const file = path.join(study(), 'runs', name, 'study-run.json');
    return JSON.parse(await readFile(file, 'utf8')) as Awaited<ReturnType<typeof studyRun>>;
  }

  /** Digest, modification time and inode of every file in a run folder: any write changes one of them. */
  async function fileStates(name: string): Promise<Record<string, unknown>> {
    const run = path.join(study(), 'runs', name);
    const entries = await readdir(run, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    return Object.fromEntries(
      await Promise.all(
        files.map(async (file) => {
          const { mtimeNs, ino } = await stat(file, { bigint: true });
          return [path.relative(run, file), { digest: await sha256(file), mtimeNs, ino }] as const;
        }),
      ),
    );
  }

  it('has the table of its finished runs', async () => {
    const table = await output('table', study(), '--format', 'csv', '--caption', 'Stored study');
    const lines = withoutMarks(table, 'csv').split('\n');
    const before = text('study-table.csv').split('\n');
    const ofMethod = (list: readonly string[]) => list.filter((line) => line.includes('with the generator'));
    expect(lines[0]).toBe(before[0]);
    expect(ofMethod(lines).length).toBeGreaterThan(0);
    expect(ofMethod(lines)).toEqual(ofMethod(before));
  });

  // The study's head has not changed since.
  it('has weights that give the same answers', async () => {
    const name = (await runFolders()).get('with the generator, seed 1') ?? 'missing';
    const run = path.join(study(), 'runs', name);
    const state = JSON.parse(await readFile(path.join(run, 'run.json'), 'utf8')) as {
      result: { accuracy: object; split: string };
    };
    const found = JSON.parse(await output('evaluate', run, '--json')) as { accuracy: object };
    expect(found.accuracy).toEqual(state.result.accuracy);
  });

  // A run's identity includes the version of the code, because runs of one study must be comparable.
  it('trains all runs again with code that computes other numbers, and keeps the earlier ones unchanged', async () => {
    const plan = JSON.parse(await output('study', document(), '--dry-run', '--json', '--runs', runs)) as {
      done: number;
      runs: { name: string; seed: number; state: string }[];
    };
    expect(plan.done).toBe(0);
    expect(plan.runs.map(({ name, seed, state }) => [name, seed, state])).toEqual([
      ['with the generator', 1, 'waiting'],
      ['with the generator', 2, 'waiting'],
      ['bag of words, no generator', 1, 'waiting'],
      ['bag of words, no generator', 2, 'waiting'],
    ]);

    const before = await readdir(path.join(study(), 'runs'));
    const states = await Promise.all(before.map(fileStates));
    const ended = JSON.parse(await output('study', document(), '--json', '--workers', '1', '--runs', runs)) as {
      status: object;
    };
    expect(ended.status).toMatchObject({ state: 'finished', runs: 4, done: 4, failed: 0 });
    expect(await readdir(path.join(study(), 'runs'))).toHaveLength(6);
    expect(await Promise.all(before.map(fileStates))).toEqual(states);
    const table = await output('table', study(), '--format', 'csv', '--caption', 'Stored study');
    const methods = (csv: string) => csv.split('\n').map((line) => line.split(',')[0]);
    expect(methods(withoutMarks(table, 'csv'))).toEqual(methods(text('study-table.csv')));
  });
});
