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

/** Order of a run for a process or worker. */
export interface RunTask extends PlannedFolder {
  readonly document: GraphDocument;
  readonly backend: BackendName | 'auto';
  /** Threads per operator; see `studio train --threads`. */
  readonly threads: number;
}

/**
 * The end of a run, for the queue.
 * - `crashed`: its process ended, or the run failed; a retry can succeed.
 * - `refused`: its input cannot be trained; a retry would be refused again.
 * - `unwritable`: the study's folder is not writable; the run can be resumed from its last checkpoint.
 */
export const outcomeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('done') }),
  z.object({ state: z.enum(['crashed', 'refused', 'unwritable']), message: storedMessageSchema }),
]);
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>;

/** Completed share of the run, from 0 to 1. */
export type Progress = (share: number) => void;

interface TrainOrder {
  readonly order: 'train';
  readonly folder: string;
  readonly name: string;
  /** Folder of the run whose final weights this one starts from. */
  readonly base: string | undefined;
}

type Order = Pick<RunTask, 'document' | 'backend' | 'threads'> & (TrainOrder | { readonly order: 'probe' });
type Report = { readonly progress: number } | { readonly outcome: Outcome } | { readonly probe: Probe };

/** Times measured in a probe of a graph. */
export interface Probe {
  readonly secondsPerStep: number;
  /** Time from the graph to the end of the first step. */
  readonly secondsToFirstPoint: number;
  readonly questions: { readonly train: number; readonly validation: number; readonly test: number };
}

/**
 * Runs an order in a separate process, which isolates its memory and its crashes. The process ends with this one.
 * @returns the end of the run
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

/** Unique name of this process among all workers of a study, on all machines. */
export const workerName = `${os.hostname()}-${process.pid}`;

export interface WorkOptions {
  readonly signal: AbortSignal;
  readonly onProgress: Progress;
}

/**
 * Trains one run of a study in a separate process and moves its folder to the finished runs. An interrupted run resumes
 * from its last checkpoint, to the same numbers. If another worker has already finished the same run, this result is
 * deleted, so that every run exists once.
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
  // A finished run that was not yet moved only has to be moved.
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
  // The time of a resumed run is not that of a whole run.
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
 * Moves the unfinished folder of the same run from an ended worker to this worker.
 * @returns the state of the run; undefined if there was none
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
      // There is none, it had not begun, or another worker took it: the run starts from the beginning.
    }
  }
  return undefined;
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Probes a graph for a few steps in a separate process; undefined if the probe fails. */
export async function probeGraph({ document, backend, threads }: RunTask): Promise<Probe | undefined> {
  let found: Probe | undefined;
  const { signal } = new AbortController();
  await inOwnProcess({ order: 'probe', document, backend, threads }, signal, (report) => {
    if ('probe' in report) found = report.probe;
  });
  return found;
}

/** Number of measured steps of a probe. */
const probedSteps = 5;

/** The child's side of {@link inOwnProcess}. */
export function serveStudyOrders(): void {
  const parent = connectToParent();
  parent.onMessage((message) => {
    const order = message as Order;
    runtimeSettings.threads = order.threads;
    // An exception ends the process with a stack trace, and is treated as a crash.
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

/** Resumes the run of an unfinished folder; undefined if it must start from the beginning. */
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
