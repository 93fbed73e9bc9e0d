import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
// tfjs-core alone knows no gradients; loading the layers package registers them all.
import '@tensorflow/tfjs-layers';
import { backendNames, type BackendName, type BackendReport } from '../contract/backends';
import { describeDevice, findDevices, isDevice, startDevice, type Device } from './devices';
import { loadRuntime, loadWasmRuntime } from './onnx-runtime/runtime';
import type { Provider } from './program';
import { loadTensorflow } from './tensorflow';
import { mendWasmKernels } from './wasm';

/** A backend that was asked for is not there. One sentence, for people. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}

const require = createRequire(import.meta.url);

// Without tfjs's greeting, which would stand between the studio's own lines.
tf.enableProdMode();

/** Makes a backend usable and says what it runs on; throws a sentence where it is not to be had. */
const loaders: Readonly<Record<BackendName, () => Promise<string>>> = {
  onnx: async () => `${describeRuntime()} on the CPU; a training step is compiled to one graph`,
  'onnx-cuda': () => onDevice('cuda'),
  'onnx-dml': () => onDevice('dml'),
  'onnx-coreml': () => onDevice('coreml'),
  'onnx-webgpu': () => onDevice('webgpu'),
  'onnx-wasm': async () => `${describeRuntime('wasm')} as WebAssembly; a training step is compiled to one graph`,
  tensorflow: () => loadTensorflow().catch(refuse),
  async wasm() {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    await import('@tensorflow/tfjs-backend-cpu');
    wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    await tf.ready();
    return 'WebAssembly with SIMD, one thread, on every machine';
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    return 'plain JavaScript, the slow reference';
  },
};

/** What a compiled step runs on, by the backend's name; undefined for the backends that compute kernel by kernel alone. */
export function providerOf(name: BackendName): Provider | undefined {
  if (name === 'onnx') return 'cpu';
  if (name === 'tensorflow') return name;
  return name.startsWith('onnx-') ? (name.slice('onnx-'.length) as Provider) : undefined;
}

/** The device beside the CPU that ONNX Runtime computes on, by the backend's name. */
function deviceOf(name: BackendName): Device | undefined {
  const provider = providerOf(name);
  return provider && isDevice(provider) ? provider : undefined;
}

function describeRuntime(provider?: 'wasm'): string {
  try {
    return `ONNX Runtime ${(provider ? loadWasmRuntime() : loadRuntime()).env.versions.common}`;
  } catch (error) {
    throw new BackendError(
      `ONNX Runtime’s package does not load (${firstLine(error)}); “npm install onnxruntime-${provider ? 'web' : 'node'}” brings it.`,
    );
  }
}

async function onDevice(device: Device): Promise<string> {
  describeRuntime();
  await startDevice(device).catch(refuse);
  return describeDevice(device);
}

/** Passes a sentence on as that of a backend that is not there. */
function refuse(error: unknown): never {
  throw new BackendError(error instanceof Error ? error.message : String(error));
}

async function bringUp(name: BackendName): Promise<string> {
  const detail = await loaders[name]();
  // ONNX Runtime's compiled steps need no backend of tfjs's but while they are recorded.
  if (providerOf(name) && name !== 'tensorflow') return detail;
  if (!(await tf.setBackend(name))) {
    throw new BackendError(`The backend “${name}” is installed but does not start.`);
  }
  await tf.ready();
  if (name === 'wasm') mendWasmKernels();
  return detail;
}

/**
 * Makes a backend the current one.
 * @throws {BackendError} when it is not there
 */
export async function startBackend(name: BackendName): Promise<{ name: BackendName; detail: string }> {
  return { name, detail: await bringUp(name) };
}

let quick: Promise<readonly [BackendName, ...BackendName[]]> | undefined;

/**
 * The backends that are there and worth trying, the one that is expected to be fastest first: GPUs, ONNX Runtime on the CPU,
 * TensorFlow, wasm. The same runtime as WebAssembly is for machines without the native one. Looked for once.
 * @throws {BackendError} when there is none
 */
export async function quickBackends(): Promise<readonly [BackendName, ...BackendName[]]> {
  quick ??= Promise.all([probeBackends(), findDevices()]).then(([reports, devices]) => {
    const there = reports.filter(({ available }) => available).map(({ name }) => name);
    const device = (name: BackendName) => {
      const found = deviceOf(name);
      return found && devices[found];
    };
    const [first, ...rest] = [
      ...there.filter((name) => device(name)?.quick),
      ...there.filter(
        (name) =>
          !device(name) && (name !== 'cpu' || there.length === 1) && (name !== 'onnx-wasm' || !there.includes('onnx')),
      ),
    ];
    if (!first) throw new BackendError('This machine has no backend that starts.');
    return [first, ...rest] as const;
  });
  return quick;
}

/** Which backends this machine has, in the order that `auto` prefers; the current one stays. */
export async function probeBackends(): Promise<BackendReport[]> {
  const engine = tf.engine();
  const before = engine.backendName;
  const reports: BackendReport[] = [];
  for (const name of backendNames) {
    const device = deviceOf(name);
    if (device) {
      const { available, detail } = (await findDevices())[device];
      reports.push({ name, available, detail });
      continue;
    }
    try {
      reports.push({ name, available: true, detail: await bringUp(name) });
    } catch (error) {
      reports.push({ name, available: false, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  if (before) await tf.setBackend(before);
  return reports;
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
