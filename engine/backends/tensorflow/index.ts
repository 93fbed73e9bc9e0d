import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { EngineMessage } from '../../contract/messages';
import { tensorflowFolder } from '../../platform/machine-folders';
import { runtimeSettings } from '../onnx-runtime';
import { BackendError } from '../backend-error';
import { readBuilt } from './built';
import { builtHere, describeLoaded, explainFailure, explainMissing } from './explain';
import { mendTensorflowKernels, type NodeBackend } from './kernels';

/** The packages with TensorFlow's binding. The one that was built here comes first, since somebody wished for it. */
const packages = [builtHere, '@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

const require = createRequire(import.meta.url);

const mended = new WeakSet<NodeBackend>();

/**
 * Loads TensorFlow from the first package that has its native library, and registers it as tfjs's backend `tensorflow`.
 * @returns what it runs on
 * @throws {BackendError} what is missing, and what brings it
 */
export async function loadTensorflow(): Promise<EngineMessage> {
  const folder = tensorflowFolder();
  const reasons: EngineMessage[] = [];
  mendUtil();
  setEnvironment();
  for (const name of packages) {
    try {
      quietly(() => {
        if (name === builtHere) createRequire(path.join(folder, 'package.json'))('@tensorflow/tfjs-node');
        else require(name);
      });
      const backend = tf.findBackend('tensorflow') as NodeBackend;
      if (!mended.has(backend)) mendTensorflowKernels(backend, { signalsWait: name === builtHere });
      mended.add(backend);
      const { binding, isUsingGpuDevice: gpu } = backend;
      const built = name === builtHere ? await readBuilt(folder) : undefined;
      const threads = runtimeSettings.threads ?? os.availableParallelism();
      return describeLoaded({ version: binding.TF_Version, name, gpu, threads, built });
    } catch (error) {
      // What registered itself before it failed would keep the next one away.
      if (tf.findBackendFactory('tensorflow')) tf.removeBackend('tensorflow');
      reasons.push(explainFailure(name, error));
    }
  }
  throw new BackendError(explainMissing(reasons));
}

/** Two functions that the packages of 4.22 call, which Node and Electron warn of from 22 on and lack from 23 on. */
export function mendUtil(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

/** Settings that TensorFlow's library reads when it starts. */
function setEnvironment(): void {
  // Nothing but what ends the process: its greetings, and errors that it goes on after, would stand between the studio's own
  // lines. Errors that matter come as exceptions.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  if (runtimeSettings.threads !== undefined) {
    // Those that share an operator, and those that compute operators of a graph side by side.
    process.env['TF_NUM_INTRAOP_THREADS'] = process.env['TF_NUM_INTEROP_THREADS'] = String(runtimeSettings.threads);
  }
}

/** Keeps greetings away from standard output, which belongs to results. */
function quietly(work: () => void): void {
  const { log, warn } = console;
  console.log = console.warn = () => undefined;
  try {
    work();
  } finally {
    console.log = log;
    console.warn = warn;
  }
}
