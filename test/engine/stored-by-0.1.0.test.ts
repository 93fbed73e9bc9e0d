import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studio } from '../fixtures/terminal';

/**
 * Files that version 0.1.0 wrote; see test/fixtures/stored/README.md. Everything here goes through the command line, so that
 * the test depends on the stored formats and not on the layout of the source.
 */
const stored = 'test/fixtures/stored/0.1.0';

const text = (name: string): string => readFileSync(path.join(stored, 'expected', name), 'utf8');
const sha256 = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

/** Digests by file name, relative to a run folder. */
type Digests = Readonly<Record<string, string>>;
interface StudyRunDigests {
  readonly name: string;
  readonly seed: number;
  readonly files: Digests;
}
const digests = JSON.parse(text('sha256.json')) as {
  /** Final weights by graph file, after training with the backend cpu. */
  readonly graphs: Digests;
  readonly finished: { readonly safetensors: string };
  readonly interrupted: Digests;
  readonly study: readonly StudyRunDigests[];
};

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

/** Runs a command that has to succeed and returns its standard output. */
async function output(...parameters: string[]): Promise<string> {
  const { code, out, err } = await studio(parameters).ended;
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return out;
}

const digestsOf = async (run: string, names: readonly string[]): Promise<Digests> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await sha256(path.join(run, name))] as const)));

/** Shapes and parameter counts by node id, as `train --dry-run --json` prints them. */
interface GraphSummary {
  readonly parameters: number;
  readonly nodes: Readonly<Record<string, NodeSummary>>;
}
interface NodeSummary {
  readonly kind: string;
  readonly parameters: number;
  readonly outputShapes: Digests;
}
interface DryRun {
  readonly parameters: number;
  readonly nodes: readonly (NodeSummary & { readonly id: string })[];
}

describe('a graph document stored by version 0.1.0', () => {
  const graphs = path.join(stored, 'graphs');
  const expected = JSON.parse(text('graphs.json')) as Readonly<Record<string, GraphSummary>>;

  it.each(readdirSync(graphs))('%s opens with the same shapes and parameter counts', async (name) => {
    const { parameters, nodes } = JSON.parse(
      await output('train', path.join(graphs, name), '--dry-run', '--json'),
    ) as DryRun;
    const found: GraphSummary = {
      parameters,
      nodes: Object.fromEntries(
        nodes.map(({ id, kind, parameters: count, outputShapes }) => [id, { kind, parameters: count, outputShapes }]),
      ),
    };
    expect(found).toEqual(expected[name]);
  });

  // Format 3 gave the RMM generator a second temperature. The three formats of the small graph describe the same model.
  it.each(Object.entries(digests.graphs))('%s trains to the same weights', async (name, digest) => {
    const own = path.join(folder, `trained-${name}`);
    await output('train', path.join(graphs, name), '--backend', 'cpu', '--runs', own);
    const [run = ''] = await readdir(own);
    expect(await sha256(path.join(own, run, 'checkpoints/final.safetensors'))).toBe(digest);
  });
});

describe('a run finished by version 0.1.0', () => {
  const run = () => path.join(runs, 'finished');

  it.each([
    ['markdown', 'finished-table.md'],
    ['csv', 'finished-table.csv'],
    ['json', 'finished-table.json'],
  ])('gives the same table as %s', async (format, name) => {
    const out = await output('table', run(), '--format', format, '--caption', 'Finished run');
    // Only the JSON table names the folder.
    expect(out.replaceAll(runs, '<runs>')).toBe(text(name));
  });

  it('gives the same accuracies on the test split', async () => {
    expect(await output('evaluate', run(), '--json')).toBe(text('finished-evaluation.json'));
  });

  it('gives the same accuracies on noisy features with half of the seconds missing', async () => {
    const options = [
      '--split',
      'train',
      '--missing-rate',
      '0.5',
      '--missing-per',
      'second',
      '--feature-noise',
      '0.5',
      '--seed',
      '2',
    ];
    expect(await output('evaluate', run(), '--json', ...options)).toBe(text('finished-noisy-evaluation.json'));
  });

  it('exports the same safetensors file', async () => {
    const file = path.join(folder, 'model.safetensors');
    await output('export', run(), '--format', 'safetensors', '--out', file);
    expect(await sha256(file)).toBe(digests.finished.safetensors);
  });
});

describe('a run interrupted in version 0.1.0', () => {
  it('resumes to the same weights, metrics and predictions', async () => {
    const run = path.join(runs, 'interrupted');
    await output('resume', run);
    expect(await digestsOf(run, Object.keys(digests.interrupted))).toEqual(digests.interrupted);
  });
});

describe('a study that version 0.1.0 left unfinished', () => {
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

  // The code string in plan.json, and with it every run identity, is that of the 0.1.0 build. A build that computes the same
  // numbers has to accept it: training these runs again would give nothing new.
  it('counts the finished runs as done', async () => {
    const plan = JSON.parse(await output('study', document(), '--dry-run', '--json', '--runs', runs)) as {
      done: number;
      runs: { name: string; seed: number; state: string }[];
    };
    expect(plan.done).toBe(2);
    expect(plan.runs.map(({ name, seed, state }) => [name, seed, state])).toEqual([
      ['with the generator', 1, 'done'],
      ['with the generator', 2, 'done'],
      ['bag of words, no generator', 1, 'waiting'],
      ['bag of words, no generator', 2, 'waiting'],
    ]);
  });

  it('trains only the missing runs, to the same weights and table', async () => {
    const before = await runFolders();
    const states = new Map(
      await Promise.all([...before.values()].map(async (name) => [name, await fileStates(name)] as const)),
    );
    expect([...before.keys()].sort()).toEqual(['with the generator, seed 1', 'with the generator, seed 2']);

    const ended = JSON.parse(await output('study', document(), '--json', '--workers', '1', '--runs', runs)) as {
      status: object;
    };
    expect(ended.status).toMatchObject({ state: 'finished', runs: 4, done: 4, failed: 0 });

    const after = await runFolders();
    expect(await readdir(path.join(study(), 'runs'))).toHaveLength(4);
    for (const [run, name] of before) {
      expect(after.get(run)).toBe(name);
      expect(await fileStates(name)).toEqual(states.get(name));
    }
    for (const { name, seed, files } of digests.study) {
      const run = path.join(study(), 'runs', after.get(`${name}, seed ${seed}`) ?? 'missing');
      expect({ name, seed, files: await digestsOf(run, Object.keys(files)) }).toEqual({ name, seed, files });
    }
    // A run that continues from a checkpoint has no training time; one that starts at step 0 has.
    const seconds = async (run: string) => (await studyRun(after.get(run) ?? 'missing')).seconds;
    expect(await seconds('bag of words, no generator, seed 1')).toBeNull();
    expect(await seconds('bag of words, no generator, seed 2')).toBeGreaterThan(0);

    for (const [format, name] of [
      ['markdown', 'study-table.md'],
      ['csv', 'study-table.csv'],
    ] as const) {
      expect(await output('table', study(), '--format', format, '--caption', 'Stored study')).toBe(text(name));
    }
  });
});
