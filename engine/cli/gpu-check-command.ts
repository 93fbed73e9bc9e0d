import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { findBackends } from '../backends/find-backends';
import { readGpus } from '../backends/gpus';
import { findBackend } from '../backends/table';
import type { KernelComparison, KernelsCompared } from '../bench/compare-kernels';
import { apart, type FirstLosses } from '../bench/compare-losses';
import type { Measurement } from '../bench/measure';
import { atSize, smallest, type SizeName } from '../bench/sizes';
import { measureTorch } from '../bench/torch';
import type { BackendName } from '../contract/backends';
import { inEnglish } from '../contract/messages';
import { packageRoot } from '../platform/package-root';
import { standardSteps } from './bench-command';
import { ownProcess } from './bench-tasks';
import { CommandError } from './command-error';
import { plannedTimings } from './gpu-check-plan';

export interface GpuCheckOptions {
  readonly steps: number;
  readonly minutes: number;
  readonly python: string;
  readonly json: boolean;
}

/** The CPU backend that devices are compared with. */
const reference = 'onnx';

/** Tolerance of a loss over the compared steps. Rounding errors of gradients add up over the steps. */
const lossTolerance = 1e-2;

/**
 * Shares of the time limit for the kernels and the losses of all devices; the rest is for the sizes. A size stops
 * measuring after the share `steps` of its time.
 */
const shares = { kernels: 0.25, losses: 0.4, steps: 0.6 };

/** GPUs may round products to 10 bits (TF32), and such a difference would hide an error. */
const fullPrecision = { NVIDIA_TF32_OVERRIDE: '0' };

interface LossesCompared {
  readonly of: number;
  readonly steps: number;
  readonly difference: number;
  readonly tolerance: number;
  readonly where: string;
}

type OrError<Result> = Result | { readonly error: string };

interface DeviceCheck {
  readonly backend: BackendName;
  /** False for a device that computes more slowly than the CPU, such as a software driver. */
  readonly quick: boolean;
  readonly detail: string;
  readonly kernels: OrError<KernelsCompared>;
  readonly losses: OrError<LossesCompared>;
}

/** Seconds per training step of a size, or the reason why there is no measurement. */
interface Timing {
  readonly size: SizeName;
  readonly backend: string;
  readonly secondsPerStep?: number;
  readonly note?: string;
}

interface Report {
  readonly backends: readonly { readonly name: BackendName; readonly available: boolean; readonly detail: string }[];
  readonly gpus: readonly string[];
  readonly devices: readonly DeviceCheck[];
  readonly timings: readonly Timing[];
  readonly seconds: number;
  readonly passed: boolean;
}

/** Remaining time of the limit. */
class Budget {
  private readonly started = performance.now();
  constructor(private readonly seconds: number) {}
  used = (): number => (performance.now() - this.started) / 1000;
  left = (): number => Math.max(0, this.seconds - this.used());
  share = (share: number): number => this.seconds * share;
}

/**
 * `studio gpu-check`: compares every device of this machine with the CPU, kernel by kernel and over the first training
 * steps. It then measures the three sizes on each device, and in PyTorch on the same GPU if Python has it.
 * @returns true if all comparisons are within their tolerances
 * @throws {CommandError} if no device is found
 */
export async function gpuCheckCommand(options: GpuCheckOptions): Promise<boolean> {
  const budget = new Budget(60 * options.minutes);
  const found = await findBackends();
  const backends = found.map(({ name, available, detail }) => ({ name, available, detail: inEnglish(detail) }));
  const present = found.filter(({ name, available }) => available && findBackend(name)?.device);
  if (present.length === 0) {
    const reason = backends.find(({ name }) => name === 'onnx-webgpu')?.detail ?? 'no backend uses one.';
    throw new CommandError(`There is no GPU to check: ${reason}`, 'failed');
  }
  const preset = parseDocument(await readFile(path.join(packageRoot, 'presets/orchestra-rmm-avr.json'), 'utf8'));
  const gpus = (await readGpus()).map(({ name }) => name);
  const devices: DeviceCheck[] = [];
  for (const { name, quick, detail } of present) {
    process.stderr.write(`${name}: kernels …\n`);
    const kernels = await kernelsOn(name, budget.share(shares.kernels) / present.length);
    process.stderr.write(`${name}: losses …\n`);
    const graph = quick ? preset : smallest(preset);
    const losses = await lossesOn(graph, name, options.steps, budget.share(shares.losses) / present.length);
    devices.push({ backend: name, quick, detail: inEnglish(detail), kernels, losses });
  }
  const timings = await timeSizes(preset, present, options.python, budget);
  const report: Report = {
    backends,
    gpus,
    devices,
    timings,
    seconds: budget.used(),
    passed: devices.every(hasPassed),
  };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : format(report));
  return report.passed;
}

async function kernelsOn(backend: BackendName, seconds: number): Promise<OrError<KernelsCompared>> {
  const limits = { environment: fullPrecision, seconds: 2 * seconds };
  return attempt(ownProcess<OrError<KernelsCompared>>({ task: 'kernels', backend, seconds }, limits));
}

async function lossesOn(
  document: GraphDocument,
  backend: BackendName,
  steps: number,
  seconds: number,
): Promise<OrError<LossesCompared>> {
  const onBackend = (name: BackendName) =>
    attempt(
      ownProcess<OrError<FirstLosses>>(
        { task: 'losses', document, backend: name, steps, seconds },
        { environment: fullPrecision, seconds: 2 * seconds },
      ),
    );
  const found = await onBackend(backend);
  if ('error' in found) return found;
  if (found.backend !== backend) return { error: `${backend} cannot train the graph; ${found.backend} trained it.` };
  const expected = await onBackend(reference);
  if ('error' in expected) return expected;
  let worst = { difference: 0, where: 'no difference' };
  const count = Math.min(found.losses.length, expected.losses.length);
  for (let step = 0; step < count; step += 1) {
    const [one, other] = [found.losses[step], expected.losses[step]];
    if (!one || !other) continue;
    const { difference, where } = apart(one, other);
    if (difference <= worst.difference) continue;
    worst = { difference: Number.isNaN(difference) ? Infinity : difference, where: `step ${step + 1}, ${where}` };
  }
  return { of: steps, steps: count, ...worst, tolerance: lossTolerance };
}

/** Returns the result of a process, or its failure as an error. */
const attempt = <Result>(result: Promise<OrError<Result>>): Promise<OrError<Result>> =>
  result.catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }));

async function timeSizes(
  preset: GraphDocument,
  devices: readonly { readonly name: BackendName; readonly quick: boolean }[],
  python: string,
  budget: Budget,
): Promise<Timing[]> {
  const timings: Timing[] = [];
  const script = path.join(packageRoot, 'test/bench/torch_step.py');
  let hasTorch = true;
  const planned = plannedTimings(devices, reference);
  let left = planned.filter(({ leftOut }) => leftOut === undefined).length;
  for (const { size, by, leftOut } of planned) {
    if (leftOut !== undefined) {
      timings.push({ size, backend: by, note: leftOut });
      continue;
    }
    // A slow device leaves time for the others.
    const seconds = budget.left() / left;
    left -= 1;
    const begun = budget.used();
    const isUp = () => budget.used() - begun >= seconds - 1;
    const document = atSize(preset, size);
    const steps = standardSteps[size];
    if (by !== 'PyTorch') {
      process.stderr.write(`${size} on ${by} …\n`);
      const task = {
        task: 'step',
        document,
        backend: by,
        steps,
        profile: false,
        seconds: shares.steps * seconds,
      } as const;
      const found = await attempt(ownProcess<OrError<Measurement>>(task, { seconds }));
      if ('error' in found) timings.push({ size, backend: by, note: isUp() ? 'time limit reached' : found.error });
      else if (found.backend !== by) timings.push({ size, backend: by, note: `${found.backend} trained it` });
      else timings.push({ size, backend: by, secondsPerStep: found.secondsPerStep });
      continue;
    }
    if (!hasTorch) continue;
    process.stderr.write(`${size} in PyTorch …\n`);
    const threads = os.availableParallelism();
    const torch = await measureTorch(document, { python, script, steps, threads, device: 'cuda', seconds });
    if ('missing' in torch) {
      hasTorch = isUp();
      timings.push({ size, backend: by, note: hasTorch ? 'time limit reached' : torch.missing });
    } else {
      const { version, device, secondsPerStep } = torch;
      timings.push({ size, backend: `PyTorch ${version} on ${device}`, secondsPerStep });
    }
  }
  return timings;
}

const failedKernels = ({ compared }: KernelsCompared): readonly KernelComparison[] =>
  compared.filter(({ difference, tolerance }) => difference >= tolerance);

const hasPassed = ({ kernels, losses }: DeviceCheck): boolean =>
  'compared' in kernels &&
  kernels.compared.length > 0 &&
  failedKernels(kernels).length === 0 &&
  'steps' in losses &&
  losses.steps > 0 &&
  losses.difference < losses.tolerance;

function format({ backends, gpus, devices, timings, seconds, passed }: Report): string {
  return [
    ...backends.map(({ name, available, detail }) => `${available ? '✓' : '✗'} ${name.padEnd(11)} ${detail}`),
    ...gpus.map((name) => `GPU: ${name}`),
    '',
    '| device | kernels equal to the CPU | largest difference / tolerance | steps | largest difference of a loss |',
    '| --- | --- | --- | --- | --- |',
    ...devices.map(deviceRow),
    ...devices.flatMap(remarks),
    '',
    '| size | backend | ms per step |',
    '| --- | --- | --- |',
    ...timings.map(({ size, backend, secondsPerStep, note }) => {
      const figure = secondsPerStep === undefined ? (note ?? '–') : (1000 * secondsPerStep).toFixed(1);
      return `| ${size} | ${backend} | ${figure} |`;
    }),
    '',
    `${verdict(passed, devices)} after ${seconds.toFixed(0)} s.`,
    '',
  ].join('\n');
}

const isWhole = ({ kernels, losses }: DeviceCheck): boolean =>
  'of' in kernels && kernels.compared.length === kernels.of && 'of' in losses && losses.steps === losses.of;

const verdict = (passed: boolean, devices: readonly DeviceCheck[]): string =>
  passed ? (devices.every(isWhole) ? 'Passed' : 'Passed, incomplete because of the time limit,') : 'Failed';

function deviceRow({ backend, kernels, losses }: DeviceCheck): string {
  const cells = [backend];
  if ('error' in kernels) cells.push('failed', '–');
  else {
    const good = kernels.compared.length - failedKernels(kernels).length;
    const shares = kernels.compared.map(({ difference, tolerance }) => difference / tolerance);
    cells.push(`${good} of ${kernels.of}`, Math.max(0, ...shares).toFixed(2));
  }
  if ('error' in losses) cells.push('failed', '–');
  else cells.push(`${losses.steps} of ${losses.of}`, losses.difference.toExponential(1));
  return `| ${cells.join(' | ')} |`;
}

/** Sentences about failed comparisons and about omitted parts. */
function remarks({ backend, quick, kernels, losses }: DeviceCheck): string[] {
  const lines: string[] = [];
  if (!quick) {
    lines.push(
      `${backend} multiplies matrices more slowly than the CPU, so it is a software driver or a small GPU. Losses are compared on a small graph.`,
    );
  }
  if ('error' in kernels) lines.push(`${backend}, kernels: ${kernels.error}`);
  else {
    const rest = kernels.of - kernels.compared.length;
    if (rest > 0) lines.push(`${backend}: ${rest} kernels were left out because of the time limit.`);
    for (const { kernel, difference, tolerance, where } of failedKernels(kernels)) {
      lines.push(`${backend}, ${kernel}: ${difference.toExponential(1)}, tolerance ${tolerance}; ${where}`);
    }
  }
  if ('error' in losses) lines.push(`${backend}, losses: ${losses.error}`);
  else {
    const { steps, of, difference, tolerance, where } = losses;
    if (steps < of) lines.push(`${backend}: ${of - steps} steps were left out because of the time limit.`);
    if (difference >= tolerance) lines.push(`${backend}, ${where}; tolerance ${tolerance}`);
  }
  return lines.map((line) => `\n${line}`);
}
