import { fork } from 'node:child_process';
import path from 'node:path';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { providerOf, startBackend } from '../backends/backend';
import { compareKernels } from '../bench/compare-kernels';
import { firstLosses } from '../bench/compare-losses';
import { measure, measurePeak, measureWithProfile } from '../bench/measure';
import type { BackendName } from '../contract/backends';
import { builtNode } from '../platform/package-root';
import { CommandError } from './command-error';

type Task =
  | { readonly task: 'peak' }
  | {
      readonly task: 'step';
      readonly document: GraphDocument;
      readonly backend: BackendName;
      readonly steps: number;
      readonly profile: boolean;
      /** See {@link measure}; without a profile. */
      readonly seconds?: number;
    }
  | { readonly task: 'kernels'; readonly backend: BackendName; readonly seconds: number }
  | {
      readonly task: 'losses';
      readonly document: GraphDocument;
      readonly backend: BackendName;
      readonly steps: number;
      readonly seconds: number;
    };

export interface ProcessOptions {
  /** Environment variables of the process, in addition to those of this one. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Time limit of the process, in milliseconds. */
  readonly seconds?: number;
}

/** Runs a task in a separate process, so that the measured memory belongs to the task and no cache is warm. */
export function ownProcess<Result>(task: Task, { environment, seconds }: ProcessOptions = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(builtNode, 'bench-process.js'), {
      serialization: 'advanced',
      env: { ...process.env, ...environment },
    });
    const timer = seconds === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), 1000 * seconds);
    child.once('message', (result) => resolve(result as Result));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new CommandError(`The measuring process ended (${String(signal ?? code)}) without a result.`, 'failed'));
    });
    child.send(task);
  });
}

async function resultOf(task: Task): Promise<unknown> {
  switch (task.task) {
    case 'peak':
      return measurePeak();
    case 'step':
      return task.profile
        ? measureWithProfile(task.document, task.backend, task.steps)
        : measure(task.document, task.backend, task.steps, task.seconds);
    case 'kernels': {
      const provider = providerOf(task.backend);
      if (!provider) throw new Error(`${task.backend} runs no recorded steps.`);
      await startBackend('cpu');
      return compareKernels(provider, task.seconds);
    }
    case 'losses':
      return firstLosses(task.document, task.backend, task.steps, task.seconds);
  }
}

/** The child's side of {@link ownProcess}. */
export function serveBenchTasks(): void {
  process.once('message', (task: Task) => {
    const done = resultOf(task).catch((error: unknown) => ({ error: String(error) }));
    void done.then((result) => process.send?.(result, undefined, undefined, () => process.exit()));
  });
}
