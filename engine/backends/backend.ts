import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients; tfjs-core alone has none.
import '@tensorflow/tfjs-layers';
import type { BackendName, BackendReport } from '../contract/backends';
import { errorMessage } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { BackendError } from './backend-error';
import type { Backend } from './descriptor';
import type { Provider } from './program';
import { backendNames, findBackend } from './table';

// Without tfjs's greeting in the studio's output.
tf.enableProdMode();

/**
 * Finds a backend by name.
 * @throws {BackendError} if no backend has the name
 */
export function backendOf(name: BackendName): Backend {
  const backend = findBackend(name);
  if (backend) return backend;
  throw new BackendError({ code: 'backendUnknown', backend: name, known: ['auto', ...backendNames] });
}

/** Provider that runs recorded steps of a backend; undefined for backends that compute kernel by kernel only. */
export const providerOf = (name: BackendName): Provider | undefined => findBackend(name)?.program?.provider;

/** Cores that a training step keeps busy on a backend; see {@link Backend}. */
export const threadsOf = (name: BackendName, operations: number | undefined, chosen: number | undefined): number =>
  findBackend(name)?.threads?.(operations, chosen) ?? 1;

async function bringUp({ name, start, tfjs, ready }: Backend): Promise<EngineMessage> {
  let detail: EngineMessage;
  try {
    detail = await start();
  } catch (error) {
    throw new BackendError(errorMessage(error), { cause: error });
  }
  // ONNX Runtime's programs need a tfjs backend only for recording.
  if (tfjs === undefined) return detail;
  if (!(await tf.setBackend(tfjs))) {
    throw new BackendError({ code: 'backendDoesNotStart', backend: name });
  }
  await tf.ready();
  ready?.();
  return detail;
}

/**
 * Makes a backend the current one.
 * @throws {BackendError} if it is missing
 */
export async function startBackend(name: BackendName): Promise<{ name: BackendName; detail: EngineMessage }> {
  return { name, detail: await bringUp(backendOf(name)) };
}

/** Starts a backend to report on it. */
export async function probeBackend(backend: Backend): Promise<BackendReport> {
  const { name } = backend;
  try {
    return { name, available: true, detail: await bringUp(backend) };
  } catch (error) {
    return { name, available: false, detail: errorMessage(error) };
  }
}
