import { z } from 'zod';
import { errorMessage } from '../contract/errors';
import { engineMessageSchema, verbatim } from '../contract/messages';
import { connectToParent, startChild, type ChildEnd } from '../platform/child-process';
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
  found ??= reportOfProcess().catch((error: unknown) => {
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

/** Time that the devices of a machine may take, in milliseconds. */
const limit = 60_000;

async function reportOfProcess(): Promise<DeviceReport> {
  const child = startChild('device-process', { quiet: true });
  const timer = setTimeout(() => child.kill(), limit);
  let report: unknown;
  child.onMessage((message) => (report = message));
  const end = await new Promise<ChildEnd>((resolve) => child.onEnd(resolve));
  clearTimeout(timer);
  if (report !== undefined) return reportSchema.parse(report);
  throw new Error(`the process that tries them ended: ${Object.entries(end).flat().join(' ')}`);
}

/** The other end of {@link findDevices}. */
export function serveDeviceReport(): void {
  const parent = connectToParent();
  void tryDevices().then((report) => parent.finish(report));
}
