import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { builtNode } from '../platform/package-root';
import { loadRuntime, tryProvider, type OnnxProvider } from './onnx-runtime/runtime';

/** The providers of ONNX Runtime beside the CPU, and what they compute on. */
const devices = {
  cuda: 'an NVIDIA GPU',
  dml: 'a GPU through DirectX 12, on Windows',
  coreml: 'Apple’s GPU and Neural Engine',
  webgpu: 'a GPU through Vulkan, Metal or DirectX 12',
} as const satisfies Partial<Record<OnnxProvider, string>>;
export type Device = keyof typeof devices;
const names = Object.keys(devices) as Device[];
export const isDevice = (provider: string): provider is Device => provider in devices;

const reportSchema = z.record(
  z.enum(names),
  z.strictObject({
    available: z.boolean(),
    /** Whether it multiplies matrices faster than the CPU: a driver that computes on the CPU, say, does not. */
    quick: z.boolean(),
    detail: z.string(),
  }),
);
export type DeviceReport = z.infer<typeof reportSchema>;

const require = createRequire(import.meta.url);

/**
 * Computes something on a provider, since nothing less shows that its device is there.
 * @returns operations a second in a product of matrices
 * @throws {DeviceError} a sentence, where it is not there
 */
export async function startDevice(device: Device): Promise<number> {
  const runtime = loadRuntime();
  if (!runtime.listSupportedBackends().some(({ name }) => name === device)) {
    throw new DeviceError(
      `ONNX Runtime has none for ${process.platform} ${process.arch}; it would be for ${devices[device]}.`,
    );
  }
  // npm does not run the package’s own install script here, which is what fetches this library.
  if (device === 'cuda' && process.platform === 'linux' && !existsSync(cudaLibrary())) {
    throw new DeviceError(
      `The library for ${devices.cuda} is not there; “node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12” fetches it, for CUDA 12 and cuDNN 9.`,
    );
  }
  try {
    return await tryProvider(device);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new DeviceError(
      `ONNX Runtime finds no device: ${devices[device]} (${reason.split(/\n|\. /).at(-1) ?? reason}).`,
      { cause: error },
    );
  }
}

class DeviceError extends Error {}

export const describeDevice = (device: Device): string =>
  `ONNX Runtime ${loadRuntime().env.versions.common} on ${devices[device]}; a training step is compiled to one graph`;

const cudaLibrary = () =>
  path.join(
    path.dirname(require.resolve('onnxruntime-node/package.json')),
    `bin/napi-v6/linux/${process.arch}/libonnxruntime_providers_cuda.so`,
  );

/** {@link startDevice} of every device, one after the other. */
export async function tryDevices(): Promise<DeviceReport> {
  const report: Partial<DeviceReport> = {};
  const cpu = await tryProvider('cpu');
  for (const device of names) {
    try {
      const rate = await startDevice(device);
      const quick = rate > cpu;
      const slow = `; it multiplies matrices at ${(rate / 1e9).toPrecision(2)} GFLOP/s, the CPU at ${(cpu / 1e9).toPrecision(2)}, so that auto leaves it out`;
      report[device] = { available: true, quick, detail: `${describeDevice(device)}${quick ? '' : slow}` };
    } catch (error) {
      report[device] = {
        available: false,
        quick: false,
        detail: error instanceof Error ? error.message : String(error),
      };
    }
  }
  return report as DeviceReport;
}

let found: Promise<DeviceReport> | undefined;

/**
 * The devices of this machine, looked for once, in a process of its own: drivers write what they like to standard error, and
 * one that breaks takes nothing with it.
 */
export function findDevices(): Promise<DeviceReport> {
  found ??= promisify(execFile)(process.execPath, [path.join(builtNode, 'device-process.js')], {
    // Within Electron the executable is Electron's own, which is to be Node here.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: 60_000,
  })
    .then(({ stdout }) => reportSchema.parse(JSON.parse(stdout)))
    .catch((error: unknown) => {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      const none = { available: false, quick: false, detail: `Looking for it broke off: ${reason}` };
      return Object.fromEntries(names.map((name) => [name, none])) as DeviceReport;
    });
  return found;
}
