import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { FeatureFileError, type FeatureProblem } from './feature-file-error';
import type { DatasetMessage } from '../words';
import { readSeconds, type FrameSizes } from './feature-files';

export interface Asked {
  readonly id: number;
  readonly file: string;
  readonly frame: FrameSizes;
  readonly kept: number;
  /** Index of a single second to read among the kept ones. */
  readonly only: number | undefined;
}

export type Answered =
  | { readonly id: number; readonly values: Values }
  | { readonly id: number; readonly problem: FeatureProblem; readonly reason: DatasetMessage }
  | { readonly id: number; readonly message: string };

type Values = Float32Array<ArrayBuffer>;

interface Waiting {
  readonly asked: Asked;
  readonly resolve: (values: Values | Promise<Values>) => void;
  readonly reject: (error: Error) => void;
}

/** Path of the thread's script, which `npm run build` creates. */
const built = path.join(path.dirname(fileURLToPath(import.meta.url)), 'feature-thread.js');

/** The thread; null if there is none (sources run without a build) or if it failed. Files are then read in this thread. */
let thread: Worker | null | undefined = existsSync(built) ? undefined : null;
const waiting = new Map<number, Waiting>();
let count = 0;

function start(): Worker {
  const started = new Worker(built);
  started.on('message', (answered: Answered) => {
    const found = waiting.get(answered.id);
    waiting.delete(answered.id);
    if (waiting.size === 0) started.unref();
    if ('values' in answered) found?.resolve(answered.values);
    else if ('problem' in answered) found?.reject(new FeatureFileError(answered.problem, answered.reason));
    else found?.reject(new Error(answered.message));
  });
  started.on('error', () => {
    thread = null;
    for (const { asked: left, resolve } of waiting.values())
      resolve(readSeconds(left.file, left.frame, left.kept, left.only));
    waiting.clear();
  });
  return started;
}

/**
 * {@link readSeconds} in a separate thread. A step blocks this thread, so without the other one the next batch would be read
 * after the step and not during it. The process does not wait for the thread if no request is open.
 */
export function readFeatures(file: string, frame: FrameSizes, kept: number, only?: number): Promise<Values> {
  if (thread === null) return readSeconds(file, frame, kept, only);
  thread ??= start();
  const to = thread;
  const own = { id: (count += 1), file, frame, kept, only };
  return new Promise((resolve, reject) => {
    waiting.set(own.id, { asked: own, resolve, reject });
    to.ref();
    to.postMessage(own);
  });
}
