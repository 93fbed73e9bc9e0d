import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
// tfjs-core alone knows no gradients; loading the layers package registers them all.
import '@tensorflow/tfjs-layers';
import { backendNames, type BackendName, type BackendReport } from '../api';
import { loadRuntime } from './onnx/runtime';
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
  async onnx() {
    try {
      const { env, listSupportedBackends } = loadRuntime();
      const providers = listSupportedBackends();
      return `ONNX Runtime ${env.versions.common} on the CPU; a training step is compiled to one graph${describeProviders(providers)}`;
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      throw new BackendError(
        `ONNX Runtime’s package does not load (${reason}); “npm install onnxruntime-node” brings it.`,
      );
    }
  },
  async tensorflow() {
    const reasons: string[] = [];
    for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']) {
      try {
        loadBinding(name);
        return `TensorFlow through ${name}`;
      } catch (error) {
        reasons.push(`${name}: ${explainBinding(error)}`);
      }
    }
    throw new BackendError(
      `TensorFlow’s native library is not there (${reasons.join('; ')}); “npm rebuild @tensorflow/tfjs-node-gpu” fetches it where its host can be reached, for a GPU beside CUDA 11.8 and cuDNN 8.`,
    );
  },
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

/** The execution providers of a build of ONNX Runtime, and what would bring CUDA where it could be had. */
export function describeProviders(
  providers: readonly { readonly name: string; readonly bundled: boolean }[],
  platform: string = `${process.platform} ${process.arch}`,
): string {
  const names = (bundled: boolean) => providers.filter((one) => one.bundled === bundled).map(({ name }) => name);
  const loads = names(false).length > 0 ? `, could load ${names(false).join(', ')}` : '';
  // npm does not run the package’s own install script here, which is what fetches the library.
  const cuda =
    platform === 'linux x64' && names(false).includes('cuda')
      ? '; “node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12” fetches the library for CUDA 12'
      : '';
  return `; this build has the providers ${names(true).join(', ')}${loads}${cuda}`;
}

async function bringUp(name: BackendName): Promise<string> {
  const detail = await loaders[name]();
  // Compiled steps need no backend of tfjs's but while they are recorded.
  if (name === 'onnx') return detail;
  if (!(await tf.setBackend(name))) {
    throw new BackendError(`The backend “${name}” is installed but does not start.`);
  }
  await tf.ready();
  if (name === 'wasm') mendWasmKernels();
  return detail;
}

/** Whether TensorFlow's library is there and computes on a GPU; on a CPU compiled steps are faster. */
async function hasGpu(): Promise<boolean> {
  try {
    await loaders.tensorflow();
  } catch {
    return false;
  }
  const backend = tf.findBackend('tensorflow') as { isUsingGpuDevice?: boolean } | null;
  return backend?.isUsingGpuDevice ?? false;
}

/**
 * Makes a backend the current one.
 * @param request a name, or `auto` for TensorFlow on a GPU, else the first of onnx, tensorflow, wasm and cpu that is there
 * @throws {BackendError} when the named one is not there
 */
export async function startBackend(request: BackendName | 'auto'): Promise<{ name: BackendName; detail: string }> {
  if (request !== 'auto') return { name: request, detail: await bringUp(request) };
  const order: readonly BackendName[] = (await hasGpu()) ? ['tensorflow', ...backendNames] : backendNames;
  for (const name of order) {
    try {
      return { name, detail: await bringUp(name) };
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
    }
  }
  throw new BackendError('This machine has no backend that starts.');
}

/** Which backends this machine has, in the order that `auto` prefers; the current one stays. */
export async function probeBackends(): Promise<BackendReport[]> {
  const engine = tf.engine();
  const before = engine.backendName;
  const reports: BackendReport[] = [];
  for (const name of backendNames) {
    try {
      reports.push({ name, available: true, detail: await bringUp(name) });
    } catch (error) {
      reports.push({ name, available: false, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  if (before) await tf.setBackend(before);
  return reports;
}

/**
 * Loads a native binding. Its greeting on standard output is kept away, since that belongs to results.
 */
function loadBinding(name: string): void {
  // Functions that Node 23 removed and the binding still calls.
  const old = util as unknown as Record<string, unknown>;
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  old['isArray'] ??= Array.isArray;
  const log = console.log;
  const warn = console.warn;
  console.log = console.warn = () => undefined;
  try {
    require(name);
  } finally {
    console.log = log;
    console.warn = warn;
  }
}

function explainBinding(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/Cannot find module '@tensorflow/.test(text)) return 'not installed';
  if (/tfjs_binding\.node|napi/.test(text)) return 'installed without its library';
  return text.split('\n')[0] ?? text;
}
