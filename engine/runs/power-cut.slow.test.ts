import { cpSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ablations } from '../../test/fixtures/graphs';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { EngineEvent } from '../contract/protocol';
import { RequestError } from '../contract/errors';
import { listRuns } from './list';
import { createRun } from './create-run';
import { inEnglish, type EngineMessage } from '../contract/messages';
import { resumeRun } from './resume-run';

const base = ablations['question alone'] as GraphDocument;
const document: GraphDocument = {
  ...base,
  nodes: base.nodes.map((node) => ({
    ...node,
    parameters: {
      ...node.parameters,
      ...(node.id === 'dataset' && { scenes: 12 }),
      ...(node.id === 'trainer' && { epochs: 3, batchSize: 8, checkpointEvery: 0 }),
    },
  })),
};

let runs: string;
/** A finished run, and its folder in the middle of the training, as a power failure leaves it. */
let whole: string;
let middle: string;
let files: string[];

beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-cut-'));
  middle = path.join(runs, 'middle');
  const run = await createRun(document, 'cpu', path.join(runs, 'made'), (event: EngineEvent) => {
    if (event.event === 'epoch' && event.record.epoch === 2) cpSync(whole, middle, { recursive: true });
  });
  whole = path.join(runs, 'made', run.id);
  await run.run();
  expect(run.status.state).toBe('finished');
  await rm(path.join(middle, '.lock'), { recursive: true });
  files = readdirSync(middle, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [path.join(path.relative(middle, entry.parentPath), entry.name)] : [],
  );
});
afterAll(() => rm(runs, { recursive: true }));

let copies = 0;
async function copyOfMiddle(): Promise<string> {
  copies += 1;
  const folder = path.join(runs, 'copies', String(copies));
  await cp(middle, folder, { recursive: true });
  return folder;
}

/** Resumes a run to its end. @returns its first message */
async function goOn(folder: string): Promise<string> {
  let message: EngineMessage | undefined;
  const run = await resumeRun(folder, (event) => {
    if (event.event === 'status' && event.status.state === 'training') message ??= event.status.message;
  });
  await run.run();
  expect(run.status).toMatchObject({ state: 'finished' });
  return message ? inEnglish(message) : '';
}

async function expectAsIfUndisturbed(folder: string): Promise<void> {
  for (const name of ['metrics.jsonl', path.join('checkpoints', 'final.safetensors')]) {
    const [found, expected] = await Promise.all([folder, whole].map((of) => readFile(path.join(of, name))));
    expect(found?.equals(expected as Buffer), name).toBe(true);
  }
}

const inCheckpoints = (name: string) => path.join('checkpoints', name);

describe('a run folder after a power failure', () => {
  it('contains all possible data', () => {
    expect(files.sort()).toEqual([
      inCheckpoints('before-last.safetensors'),
      inCheckpoints('best.safetensors'),
      inCheckpoints('last.safetensors'),
      'graph.json',
      'metrics.jsonl',
      'run.json',
      'vocabulary.json',
    ]);
  });

  it('with any one file truncated anywhere resumes to the same numbers, or is refused with the name of that file', async () => {
    let goneOn = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), async (pick, share) => {
        const name = files[pick % files.length] as string;
        const folder = await copyOfMiddle();
        const { size } = await stat(path.join(folder, name));
        await truncate(path.join(folder, name), Math.min(Math.floor(share * size), size - 1));
        try {
          await goOn(folder);
          await expectAsIfUndisturbed(folder);
          goneOn += 1;
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          expect(error.code).toBe('refused');
          expect(error.message).toContain(path.basename(name));
          expect(error.message).not.toContain('\n');
          // A lost checkpoint alone never prevents the resumption.
          expect(name).not.toContain('checkpoints');
        }
        await rm(folder, { recursive: true });
      }),
      { numRuns: 40, seed: 7 },
    );
    expect(goneOn).toBeGreaterThan(10);
  }, 300_000);

  it('uses the checkpoint before the last if that is broken, with a message', async () => {
    const last = inCheckpoints('last.safetensors');
    const changes: readonly [change: (bytes: Buffer) => Buffer, part: string][] = [
      [(bytes) => bytes.subarray(0, bytes.length - 5), 'is not a complete checkpoint'],
      [(bytes) => Buffer.concat([bytes.subarray(0, -1), Buffer.of(0x55)]), 'its content does not match its digest'],
      [
        (bytes) => Buffer.from(bytes.toString('latin1').replace('\\"version\\":2', '\\"version\\":9'), 'latin1'),
        'newer',
      ],
    ];
    for (const [change, part] of changes) {
      const folder = await copyOfMiddle();
      await writeFile(path.join(folder, last), change(await readFile(path.join(folder, last))));
      const message = await goOn(folder);
      expect(message).toContain(part);
      expect(message).toContain('last.safetensors');
      expect(message).toContain('The checkpoint before it is used.');
      await expectAsIfUndisturbed(folder);
    }
  });

  it('is refused if all checkpoints are broken, and starts from the beginning without them', async () => {
    const folder = await copyOfMiddle();
    for (const name of ['last', 'before-last']) {
      await truncate(path.join(folder, inCheckpoints(`${name}.safetensors`)), 100);
    }
    await expect(goOn(folder)).rejects.toThrow(/last\.safetensors.*Delete the folder “checkpoints”/);
    await rm(path.join(folder, 'checkpoints'), { recursive: true });
    await goOn(folder);
    await expectAsIfUndisturbed(folder);
  });

  it('drops lines of the metrics that are not repeated, and a truncated one', async () => {
    for (const tail of ['{"type":"step","st', '{"type":"step","step":999,"epoch":0,"losses":{"total":1}}\n']) {
      const folder = await copyOfMiddle();
      const metrics = path.join(folder, 'metrics.jsonl');
      await writeFile(metrics, `${await readFile(metrics, 'utf8')}${tail}`);
      await goOn(folder);
      await expectAsIfUndisturbed(folder);
    }
  });

  it('ends with the metrics of its completed steps if it is stopped before all are repeated', async () => {
    const folder = await copyOfMiddle();
    const metrics = path.join(folder, 'metrics.jsonl');
    await writeFile(metrics, await readFile(path.join(whole, 'metrics.jsonl')));
    const run = await resumeRun(folder, (event) => {
      if (event.event === 'step') run.stop();
    });
    await run.run();
    expect(run.status).toMatchObject({ state: 'stopped' });
    const lines = (await readFile(metrics, 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject({ type: 'step', step: run.steps.at(-1)?.step });
    expect(lines).toHaveLength(run.steps.length + run.epochs.length);
  });
});

describe('the list of runs', () => {
  it('distinguishes interrupted, finished and broken ones, and those that can be resumed', async () => {
    const folder = path.join(runs, 'listed');
    await cp(middle, path.join(folder, 'a'), { recursive: true });
    await cp(whole, path.join(folder, 'b'), { recursive: true });
    await cp(middle, path.join(folder, 'c'), { recursive: true });
    await truncate(path.join(folder, 'c', 'run.json'), 30);
    expect(await listRuns(folder)).toMatchObject([
      { run: 'a', title: 'Test', state: 'interrupted', resumable: true, epochs: 3 },
      { run: 'b', title: 'Test', state: 'finished', resumable: false, epoch: 3 },
      {
        run: 'c',
        state: 'broken',
        resumable: false,
        message: { code: 'wrongJson', file: expect.stringContaining('run.json') as unknown },
      },
    ]);
    expect(await listRuns(path.join(runs, 'nowhere'))).toEqual([]);
    expect(await readdir(path.join(folder, 'a'))).not.toContain('.lock');
  });
});
