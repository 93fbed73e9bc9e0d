import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { BackendName } from '../contract/backends';
import type { EngineEvent } from '../contract/protocol';
import type { RunStatus } from '../contract/runs';
import { BackendError } from '../backends/backend-error';
import { runtimeSettings } from '../backends/onnx-runtime';
import { measure } from '../bench/measure';
import { RequestError } from '../contract/errors';
import { storedMessageSchema, verbatim, type EngineMessage } from '../contract/messages';
import { connectToParent, startChild, type ChildEnd, type Parent } from '../platform/child-process';
import { ensureFolder, explained, WriteError, writeWhole } from '../files/atomic';
import { isHeld } from '../runs/lock';
import { createRun } from '../runs/create-run';
import { openDataset } from '../runs/open-dataset';
import { resumeRun } from '../runs/resume-run';
import type { Run } from '../runs/run';
import { readRunState } from '../runs/run-state';
import { runPath, studyFiles, type PlannedFolder } from './study-folder';

/** A run to be done, as it is handed to whoever does it. */
export interface RunTask extends PlannedFolder {
  readonly document: GraphDocument;
  readonly backend: BackendName | 'auto';
  /** That share an operator; see `studio train --threads`. */
  readonly threads: number;
}

/**
 * The end of a run, for the queue.
 * - `crashed`: its process ended, or the run failed; another try may succeed.
 * - `refused`: its input cannot be trained; another try would be refused again.
 * - `unwritable`: the study's folder cannot be written; the run can be continued from its last checkpoint.
 */
export const outcomeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('done') }),
  z.object({ state: z.enum(['crashed', 'refused', 'unwritable']), message: storedMessageSchema }),
]);
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>;

/** How far a run is, from 0 to 1. */
export type Progress = (share: number) => void;

interface TrainOrder {
  readonly order: 'train';
  readonly folder: string;
  readonly name: string;
  /** The folder of the run whose final weights this one starts from. */
  readonly base: string | undefined;
}

type Order = Pick<RunTask, 'document' | 'backend' | 'threads'> & (TrainOrder | { readonly order: 'probe' });
type Report = { readonly progress: number } | { readonly outcome: Outcome } | { readonly probe: Probe };

/** What a short try of a graph says of a whole run of it. */
export interface Probe {
  readonly secondsPerStep: number;
  /** From the graph to the end of the first step. */
  readonly secondsToFirstPoint: number;
  readonly questions: { readonly train: number; readonly validation: number; readonly test: number };
}

/**
 * Does an order in a process of its own, so that runs have their memory to themselves and one that breaks takes nothing
 * with it. The process ends when this one does, however that ends.
 * @returns how it ended
 */
async function inOwnProcess(order: Order, signal: AbortSignal, hear: (report: Report) => void): Promise<EngineMessage> {
  const child = startChild('study-process');
  const abort = () => child.kill();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  child.onMessage((report) => hear(report as Report));
  child.send(order);
  const end = await new Promise<ChildEnd>((resolve) => child.onEnd(resolve));
  signal.removeEventListener('abort', abort);
  if ('failure' in end) return { code: 'runProcessFailed', reason: verbatim(end.failure) };
  if ('signal' in end) return { code: 'runProcessKilled', signal: end.signal };
  return { code: 'runProcessExited', exitCode: end.exitCode };
}

/** Names this process among all that work at a study, on whatever machine. */
export const workerName = `${os.hostname()}-${process.pid}`;

export interface WorkOptions {
  readonly signal: AbortSignal;
  readonly onProgress: Progress;
}

/**
 * Trains one run of a study in a process of its own and moves its folder to where done runs are. A run that was interrupted
 * goes on from its last checkpoint, to the same numbers. Where the same run was moved there first, by another worker, this
 * one is thrown away: a run counts once.
 */
export async function doRun(study: string, task: RunTask, options: WorkOptions): Promise<Outcome> {
  try {
    return await trainAndSettle(study, task, options);
  } catch (error) {
    if (error instanceof WriteError) return { state: 'unwritable', message: error.reason };
    throw error;
  }
}

async function trainAndSettle(study: string, task: RunTask, { signal, onProgress }: WorkOptions): Promise<Outcome> {
  const done = runPath(study, task);
  if (await isThere(done)) return { state: 'done' };
  const workshop = path.join(study, studyFiles.partial, workerName);
  const partial = path.join(workshop, task.folder);
  const found = await takeOver(study, task, partial);
  const { document, backend, threads, folder: name } = task;
  const base = task.base === undefined ? undefined : runPath(study, { folder: task.base });
  const order = { order: 'train', document, backend, threads, folder: workshop, name, base } as const;
  const started = performance.now();
  // One that came to its end and could not be moved to its place needs no more than that.
  if (found !== 'finished') {
    let outcome: Outcome | undefined;
    const end = await inOwnProcess(order, signal, (report) => {
      if ('progress' in report) onProgress(report.progress);
      if ('outcome' in report) outcome = report.outcome;
    });
    signal.throwIfAborted();
    if (outcome?.state === 'unwritable') return outcome;
    if (outcome?.state !== 'done') {
      await rm(partial, { recursive: true, force: true });
      return outcome ?? { state: 'crashed', message: end };
    }
  }
  if (!(await isThere(path.join(partial, 'run.json')))) {
    if (await isThere(done)) return { state: 'done' };
    return { state: 'crashed', message: { code: 'runFolderRemoved' } };
  }
  const { identity, seed } = task;
  // Part of a run tells nothing of the time that a run takes.
  const seconds = found !== undefined ? null : (performance.now() - started) / 1000;
  const note = { name: task.name, seed, identity, seconds, ...(task.base !== undefined && { base: task.base }) };
  await writeWhole(path.join(partial, 'study-run.json'), `${JSON.stringify(note, null, 2)}\n`);
  await explained(done, () => ensureFolder(path.dirname(done)));
  try {
    await explained(done, () => rename(partial, done));
  } catch (error) {
    if (!(await isThere(done))) throw error;
    await rm(partial, { recursive: true, force: true });
  }
  return { state: 'done' };
}

/**
 * Moves the folder of the same run, left by a worker that is gone, to where this worker goes on with it.
 * @returns the state of the run; undefined where there was none
 */
async function takeOver(
  study: string,
  { folder: name }: RunTask,
  partial: string,
): Promise<RunStatus['state'] | undefined> {
  const left = path.join(study, studyFiles.partial);
  for (const worker of await readdir(left).catch(() => [])) {
    const folder = path.join(left, worker, name);
    try {
      const { process: owner, state } = await readRunState(folder);
      if (await isHeld(folder, owner)) continue;
      await mkdir(path.dirname(partial), { recursive: true });
      if (folder !== partial) await rename(folder, partial);
      return state;
    } catch {
      // None there, one that was broken off before it began, or one that another worker took: the run begins anew.
    }
  }
  return undefined;
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Tries a graph for a few steps in a process of its own; undefined where that does not go well. */
export async function probeGraph({ document, backend, threads }: RunTask): Promise<Probe | undefined> {
  let found: Probe | undefined;
  const { signal } = new AbortController();
  await inOwnProcess({ order: 'probe', document, backend, threads }, signal, (report) => {
    if ('probe' in report) found = report.probe;
  });
  return found;
}

/** Steps that a probe measures. */
const probedSteps = 5;

/** The other end of {@link inOwnProcess}. */
export function serveStudyOrders(): void {
  const parent = connectToParent();
  parent.onMessage((message) => {
    const order = message as Order;
    runtimeSettings.threads = order.threads;
    // Whatever is thrown ends the process with a trace, which is a crash.
    void (order.order === 'train' ? trainRun(order, parent) : probe(order)).then((report) => parent.finish(report));
  });
}

async function trainRun(order: Extract<Order, { order: 'train' }>, parent: Parent): Promise<Report> {
  const { document, backend, folder, name, base } = order;
  const emit = (event: EngineEvent) => {
    if (event.event !== 'status' || event.status.steps === 0) return;
    const progress = event.status.step / event.status.steps;
    parent.send({ progress } satisfies Report);
  };
  try {
    const run =
      (await resumed(path.join(folder, name), emit, base)) ??
      (await createRun(document, backend, folder, emit, { name, base }));
    await run.run();
    const { state, message } = run.status;
    if (run.unwritable) return { outcome: { state: 'unwritable', message } };
    return { outcome: state === 'finished' ? { state: 'done' } : { state: 'crashed', message } };
  } catch (error) {
    if (error instanceof WriteError) return { outcome: { state: 'unwritable', message: error.reason } };
    if (!(error instanceof RequestError)) throw error;
    return { outcome: { state: 'refused', message: error.reason } };
  }
}

/** Resumes the run of a folder that was left unfinished; undefined where it must start from the beginning. */
async function resumed(
  folder: string,
  emit: (event: EngineEvent) => void,
  base: string | undefined,
): Promise<Run | undefined> {
  try {
    return await resumeRun(folder, emit, base);
  } catch (error) {
    // Without its backend the run cannot start from the beginning either.
    const keeps = error instanceof WriteError || error instanceof BackendError;
    if (!(error instanceof RequestError) || keeps) throw error;
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}

async function probe({ document, backend }: Extract<Order, { order: 'probe' }>): Promise<Report> {
  const { questions } = (await openDataset(document)).dataset;
  const { secondsPerStep, secondsToFirstPoint } = await measure(document, backend, probedSteps);
  const { train, validation, test } = questions;
  const count = { train: train.length, validation: validation.length, test: test.length };
  return { probe: { secondsPerStep, secondsToFirstPoint, questions: count } };
}
