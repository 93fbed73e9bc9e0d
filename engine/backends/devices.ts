import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { errorMessage } from '../contract/errors';
import { engineMessageSchema, verbatim } from '../contract/messages';
import { builtNode } from '../platform/package-root';
import { tryProvider } from './onnx-runtime/runtime';
import { backends } from './table';

const deviceSchema = z.strictObject({
  available: z.boolean(),
  /** True if it multiplies matrices faster than the CPU; a driver that computes on the CPU does not. */
  quick: z.boolean(),
  detail: engineMessageSchema,
});
/** Devices of this machine, by the names of their backends. */
const reportSchema = z.record(z.string(), deviceSchema);
export type DeviceReport = z.infer<typeof reportSchema>;

const named = backends.flatMap(({ name, device }) => (device ? [{ name, device }] : []));

const gigaflops = (rate: number): string => (rate / 1e9).toPrecision(2);

/** Measures every device, one after the other. */
export async function tryDevices(): Promise<DeviceReport> {
  const report: DeviceReport = {};
  const cpu = await tryProvider('cpu');
  for (const { name, device } of named) {
    try {
      const rate = await device.measure();
      const quick = rate > cpu;
      const detail = device.describe();
      report[name] = {
        available: true,
        quick,
        detail: quick ? detail : { code: 'backendSlow', detail, rate: gigaflops(rate), cpu: gigaflops(cpu) },
      };
    } catch (error) {
      report[name] = { available: false, quick: false, detail: errorMessage(error) };
    }
  }
  return report;
}

let found: Promise<DeviceReport> | undefined;

/**
 * Finds the devices of this machine, once, in a separate process: drivers write to standard error as they please, and a
 * crash of one ends that process only.
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
      const none = {
        available: false,
        quick: false,
        detail: { code: 'devicesNotFound', reason: verbatim(reason) },
      } as const;
      return Object.fromEntries(named.map(({ name }) => [name, none]));
    });
  return found;
}
