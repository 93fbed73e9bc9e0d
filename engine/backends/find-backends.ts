import { z } from 'zod';
import { backendReportSchema, type BackendName } from '../contract/backends';
import { errorMessage } from '../contract/errors';
import { verbatim } from '../contract/messages';
import { connectToParent, startChild, type ChildEnd } from '../platform/child-process';
import { probeBackend } from './backend';
import { BackendError } from './backend-error';
import type { Backend } from './descriptor';
import { tryProvider } from './onnx-runtime/runtime';
import { backends } from './table';

/** Report on one backend of this machine. */
const foundSchema = backendReportSchema.extend({
  /** True for a device that multiplies matrices faster than the CPU. Drivers that compute on the CPU do not. */
  quick: z.boolean(),
});
export type FoundBackend = z.infer<typeof foundSchema>;

const gigaflops = (rate: number): string => (rate / 1e9).toPrecision(2);

/** Compares a device with the CPU. @param cpu operations per second of the CPU */
async function tryDevice(
  name: BackendName,
  device: NonNullable<Backend['device']>,
  cpu: number,
): Promise<FoundBackend> {
  try {
    const rate = await device.measure();
    const quick = rate > cpu;
    const detail = device.describe();
    return {
      name,
      available: true,
      quick,
      detail: quick ? detail : { code: 'backendSlow', detail, rate: gigaflops(rate), cpu: gigaflops(cpu) },
    };
  } catch (error) {
    return { name, available: false, quick: false, detail: errorMessage(error) };
  }
}

/**
 * Tries every backend in this process in order, devices last. Each trial makes its backend the current one of tfjs, so
 * no run may be active here.
 */
async function* tryBackends(): AsyncGenerator<FoundBackend> {
  for (const backend of backends) {
    if (!backend.device) yield { ...(await probeBackend(backend)), quick: false };
  }
  const cpu = await tryProvider('cpu');
  for (const { name, device } of backends) {
    if (device) yield await tryDevice(name, device, cpu);
  }
}

let found: Promise<readonly FoundBackend[]> | undefined;

/**
 * Finds the backends of this machine in the order of their ranks, once, in a separate process. There, drivers can write
 * to standard error, a crash ends only that process, and an active run here keeps its backend. A backend that the
 * process did not reach is reported as unavailable, with the reason.
 */
export function findBackends(): Promise<readonly FoundBackend[]> {
  found ??= reportsOfProcess();
  return found;
}

/** Timeout of all trials of a machine, in milliseconds. */
const limit = 60_000;

async function reportsOfProcess(): Promise<FoundBackend[]> {
  const child = startChild('backend-process', { quiet: true });
  const timer = setTimeout(() => child.kill(), limit);
  const reports = new Map<BackendName, FoundBackend>();
  child.onMessage((message) => {
    for (const report of z.array(foundSchema).parse(message)) reports.set(report.name, report);
  });
  const end = await new Promise<ChildEnd>((resolve) => child.onEnd(resolve));
  clearTimeout(timer);
  const reason = verbatim(`the process that tries them ended: ${Object.entries(end).flat().join(' ')}`);
  return backends.map(
    ({ name }) =>
      reports.get(name) ?? { name, available: false, quick: false, detail: { code: 'devicesNotFound', reason } },
  );
}

/** The child's side of {@link findBackends}. It sends each report at once, so that a crash loses only later ones. */
export async function serveBackendReports(): Promise<void> {
  const parent = connectToParent();
  for await (const report of tryBackends()) parent.send([report]);
  parent.finish([]);
}

/**
 * Backends of this machine that `auto` tries, devices first, in the order of their ranks.
 * @throws {BackendError} if there is none
 */
export async function quickBackends(): Promise<readonly [BackendName, ...BackendName[]]> {
  const reports = await findBackends();
  const available = reports.filter((report) => report.available).map(({ name }) => name);
  const quick = reports.filter((report) => report.quick).map(({ name }) => name);
  const onCpu = backends.filter(
    ({ name, device, tried }) => available.includes(name) && !device && (tried?.(available) ?? true),
  );
  const [first, ...rest] = [...quick, ...onCpu.map(({ name }) => name)];
  if (first === undefined) throw new BackendError({ code: 'noBackend' });
  return [first, ...rest];
}
