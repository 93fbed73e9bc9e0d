import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseDocument } from '../../graph-nodes/graph/document';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { BackendName } from '../contract/backends';
import { findBackends } from '../backends/find-backends';
import type { Measurement } from '../bench/measure';
import type { OperatorShare } from '../bench/profile';
import { atSize, type SizeName } from '../bench/sizes';
import { measureTorch } from '../bench/torch';
import { writeWhole } from '../files/atomic';
import { packageRoot } from '../platform/package-root';
import { ownProcess } from './bench-tasks';

export interface BenchOptions {
  readonly sizes: readonly SizeName[];
  readonly backends?: readonly BackendName[];
  readonly steps?: number;
  readonly python: string;
  readonly out: string;
  readonly profile: boolean;
  readonly json: boolean;
}

/** One row of `bench.json`. */
interface Row {
  readonly size: SizeName;
  readonly backend: string;
  readonly secondsPerStep: number;
  readonly samplesPerSecond: number;
  /** Throughput of matrix products and convolutions, over the whole time of a step. */
  readonly gflops: number | null;
  /** Share of the peak: the throughput of a product of 1024 × 1024 matrices on this machine. */
  readonly shareOfPeak: number | null;
  readonly peakMemoryMiB: number | null;
  readonly secondsToFirstPoint: number | null;
  /** Milliseconds of a recorded step by kind of operator; absent unless requested. */
  readonly profile?: readonly OperatorShare[];
}

/** Number of measured steps of a size: enough for a median within a minute on a slow backend. */
export const standardSteps: Readonly<Record<SizeName, number>> = { preset: 40, middle: 8, full: 2 };

/**
 * `studio bench`: measures training steps of three sizes on every backend of this machine, and in eager PyTorch if
 * Python has it. Each measurement has a separate process.
 */
export async function benchCommand(options: BenchOptions): Promise<void> {
  const present = (await findBackends()).filter(({ available }) => available).map(({ name }) => name);
  const backends = options.backends ?? present.filter((name) => name !== 'cpu');
  const preset = parseDocument(await readFile(path.join(packageRoot, 'presets/orchestra-rmm-avr.json'), 'utf8'));
  const peak = await ownProcess<number>({ task: 'peak' });
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const size of options.sizes) {
    const document = atSize(preset, size);
    const steps = options.steps ?? standardSteps[size];
    let operations: number | null = null;
    for (const backend of backends) {
      process.stderr.write(`${size} on ${backend} …\n`);
      const found = await ownProcess<Measurement | { error: string }>({
        task: 'step',
        document,
        backend,
        steps,
        profile: options.profile,
      });
      if ('error' in found) {
        notes.push(`${size} on ${backend}: ${found.error}`);
        continue;
      }
      if (found.backend !== backend) notes.push(`${size} on ${backend}: fell back to ${found.backend}.`);
      operations ??= found.operationsPerStep;
      const { secondsPerStep, secondsToFirstPoint, peakMemoryMiB, batchSize } = found;
      const row = rowOf(size, backend, secondsPerStep, batchSize, operations, peak, peakMemoryMiB, secondsToFirstPoint);
      rows.push({ ...row, ...(found.profile && { profile: found.profile }) });
    }
    process.stderr.write(`${size} in PyTorch …\n`);
    const script = path.join(packageRoot, 'test/bench/torch_step.py');
    const threads = os.availableParallelism();
    const torch = await measureTorch(document, { python: options.python, script, steps, threads });
    if ('missing' in torch) notes.push(`${size} in PyTorch: ${torch.missing}.`);
    else {
      const batchSize = trainerParametersOf(document).batchSize;
      const name = `pytorch ${torch.version}`;
      rows.push(rowOf(size, name, torch.secondsPerStep, batchSize, operations, peak, torch.peakMemoryMiB, null));
    }
  }
  const machine = { processor: os.cpus()[0]?.model ?? 'unknown', cores: os.availableParallelism(), peakGflops: peak };
  const report = { machine, node: process.versions.node, rows, notes };
  await writeWhole(options.out, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : tableOf(report));
}

function rowOf(
  size: SizeName,
  backend: string,
  secondsPerStep: number,
  batchSize: number,
  operations: number | null,
  peak: number,
  peakMemoryMiB: number | null,
  secondsToFirstPoint: number | null,
): Row {
  const gflops = operations === null ? null : operations / secondsPerStep / 1e9;
  return {
    size,
    backend,
    secondsPerStep,
    samplesPerSecond: batchSize / secondsPerStep,
    gflops,
    shareOfPeak: gflops === null ? null : gflops / peak,
    peakMemoryMiB,
    secondsToFirstPoint,
  };
}

function tableOf(report: {
  machine: { processor: string; cores: number; peakGflops: number };
  rows: readonly Row[];
  notes: readonly string[];
}): string {
  const { machine, rows, notes } = report;
  const number = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits));
  const lines = rows.map((row) =>
    [
      row.size,
      row.backend,
      number(row.secondsPerStep * 1000, 1),
      number(row.samplesPerSecond, 1),
      number(row.gflops, 1),
      row.shareOfPeak === null ? '–' : `${(100 * row.shareOfPeak).toFixed(1)} %`,
      number(row.peakMemoryMiB, 0),
      number(row.secondsToFirstPoint, 2),
    ].join(' | '),
  );
  return [
    `${machine.processor}, ${machine.cores} cores; a 1024³ product reaches ${machine.peakGflops.toFixed(0)} GFLOP/s`,
    '',
    '| size | backend | ms per step | samples per second | GFLOP/s | share of peak | peak memory, MiB | s to first loss |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line} |`),
    ...rows.flatMap(({ size, profile }) => (profile ? [profileLine(size, profile)] : [])),
    ...notes.map((note) => `\n${note}`),
    '',
  ].join('\n');
}

/** The most expensive operators of a recorded step. */
function profileLine(size: SizeName, profile: readonly OperatorShare[]): string {
  const total = profile.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const parts = profile
    .slice(0, 8)
    .map(
      ({ operator, calls, milliseconds }) => `${operator} ${milliseconds.toFixed(1)} ms (${calls.toFixed(0)} calls)`,
    );
  return `\n${size}, profiled: ${total.toFixed(1)} ms within operators: ${parts.join(', ')}.`;
}
