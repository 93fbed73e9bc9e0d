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
import { patchTensorflowKernels, type NodeBackend } from './kernels';

/** Packages with TensorFlow's binding. The one that was built here comes first, since the user built it on purpose. */
const packages = [builtHere, '@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

const require = createRequire(import.meta.url);

const patched = new WeakSet<NodeBackend>();

/**
 * Loads TensorFlow from the first package with a native library, and registers it as the tfjs backend `tensorflow`.
 * @returns its hardware
 * @throws {BackendError} with the missing parts and their installation
 */
export async function loadTensorflow(): Promise<EngineMessage> {
  const folder = tensorflowFolder();
  const reasons: EngineMessage[] = [];
  patchUtil();
  setEnvironment();
  for (const name of packages) {
    try {
      quietly(() => {
        if (name === builtHere) createRequire(path.join(folder, 'package.json'))('@tensorflow/tfjs-node');
        else require(name);
      });
      const backend = tf.findBackend('tensorflow') as NodeBackend;
      if (!patched.has(backend)) patchTensorflowKernels(backend, { signalsWait: name === builtHere });
      patched.add(backend);
      const { binding, isUsingGpuDevice: gpu } = backend;
      const built = name === builtHere ? await readBuilt(folder) : undefined;
      const threads = runtimeSettings.threads ?? os.availableParallelism();
      return describeLoaded({ version: binding.TF_Version, name, gpu, threads, built });
    } catch (error) {
      // A partial registration of a failed package would block the next one.
      if (tf.findBackendFactory('tensorflow')) tf.removeBackend('tensorflow');
      reasons.push(explainFailure(name, error));
    }
  }
  throw new BackendError(explainMissing(reasons));
}

/** Two functions that the packages of 4.22 call. Node and Electron deprecate them from 22 and lack them from 23. */
export function patchUtil(): void {
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
}

/** Environment variables that TensorFlow's library reads at its start. */
function setEnvironment(): void {
  // Only fatal errors are logged: greetings and recoverable errors would be mixed with the studio's output. Relevant
  // errors are exceptions.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  if (runtimeSettings.threads !== undefined) {
    // Threads of one operator, and threads that compute operators of a graph in parallel.
    process.env['TF_NUM_INTRAOP_THREADS'] = process.env['TF_NUM_INTEROP_THREADS'] = String(runtimeSettings.threads);
  }
}

/** Keeps greetings off standard output, which belongs to results. */
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
