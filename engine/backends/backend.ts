import * as tf from '@tensorflow/tfjs-core';
// tfjs-core alone knows no gradients; loading the layers package registers them all.
import '@tensorflow/tfjs-layers';
import type { BackendName, BackendReport } from '../contract/backends';
import { errorMessage } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { BackendError } from './backend-error';
import type { Backend } from './descriptor';
import { findDevices } from './devices';
import type { Provider } from './program';
import { backendNames, backends, findBackend } from './table';

// Without tfjs's greeting, which would stand between the studio's own lines.
tf.enableProdMode();

/**
 * Looks a backend up.
 * @throws {BackendError} if no backend has the name
 */
export function backendOf(name: BackendName): Backend {
  const backend = findBackend(name);
  if (backend) return backend;
  throw new BackendError({ code: 'backendUnknown', backend: name, known: ['auto', ...backendNames] });
}

/** Provider that runs recorded steps of a backend; undefined for backends that compute kernel by kernel only. */
export const providerOf = (name: BackendName): Provider | undefined => findBackend(name)?.program?.provider;

async function bringUp({ name, start, tfjs, ready }: Backend): Promise<EngineMessage> {
  let detail: EngineMessage;
  try {
    detail = await start();
  } catch (error) {
    throw new BackendError(errorMessage(error), { cause: error });
  }
  // ONNX Runtime's programs need a backend of tfjs only while steps are recorded.
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

let quick: Promise<readonly [BackendName, ...BackendName[]]> | undefined;

/**
 * Backends of this machine that `auto` tries, devices first, in the order of their ranks. Found once.
 * @throws {BackendError} if there is none
 */
export async function quickBackends(): Promise<readonly [BackendName, ...BackendName[]]> {
  quick ??= Promise.all([probeBackends(), findDevices()]).then(([reports, devices]) => {
    const available = reports.filter((report) => report.available).map(({ name }) => name);
    const present = backends.filter(({ name }) => available.includes(name));
    const [first, ...rest] = [
      ...present.filter(({ name, device }) => device && devices[name]?.quick),
      ...present.filter(({ device, tried }) => !device && (tried?.(available) ?? true)),
    ].map(({ name }) => name);
    if (first === undefined) throw new BackendError({ code: 'noBackend' });
    return [first, ...rest] as const;
  });
  return quick;
}

/** Reports every backend in the order of the ranks; tfjs’s current backend stays. */
export async function probeBackends(): Promise<BackendReport[]> {
  const engine = tf.engine();
  const before = engine.backendName;
  const reports: BackendReport[] = [];
  for (const backend of backends) reports.push(await probe(backend));
  if (before) await tf.setBackend(before);
  return reports;
}

async function probe(backend: Backend): Promise<BackendReport> {
  const { name } = backend;
  const device = backend.device && (await findDevices())[name];
  if (device) return { name, available: device.available, detail: device.detail };
  try {
    return { name, available: true, detail: await bringUp(backend) };
  } catch (error) {
    return { name, available: false, detail: errorMessage(error) };
  }
}
