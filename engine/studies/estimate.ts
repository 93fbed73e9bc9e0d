import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { RunEstimate } from '../contract/estimate';
import { plannedEpochs } from '../../graph-nodes/nodes/trainer/stages';
import { planTraining } from '../model/plan';
import { median } from '../backends/median';
import { plannedLengths, shareOfEvaluation } from '../runs/run-duration';
import type { EstimateAlone } from '../runs/run-estimate';
import type { Probe } from './run-process';
import { slowdown, type Execution } from './workers';

/** A finished run, as a basis for the estimate of others. */
export interface TimedRun {
  readonly name: string;
  readonly seconds: number;
  readonly epochs: number;
  /** Estimate that Train shows for its graph, in seconds. */
  readonly single?: number;
}

/** A waiting or current run. */
export interface WaitingRun {
  readonly name: string;
  readonly document: GraphDocument;
  /** Completed share of the run, from 0 to 1. */
  readonly share: number;
  /** The run that must end before this one begins. */
  readonly after?: WaitingRun;
  /** Estimate that Train shows for its graph. */
  readonly single?: EstimateAlone;
}

/**
 * Estimated seconds of a run from a probe: a start, the steps, and the evaluations after each epoch and at the end of
 * each stage. The probe is of the first stage. The time per question of other stages is assumed to be equal.
 */
export function probedSeconds(
  { secondsPerStep, secondsToFirstPoint, questions }: Probe,
  document: GraphDocument,
): number {
  const stages = plannedLengths(document, questions);
  const probedSize = stages[0]?.batchSize ?? 1;
  const seconds = stages.map(
    ({ batchSize, steps, evaluated }) =>
      (steps + shareOfEvaluation * evaluated) * secondsPerStep * (batchSize / probedSize),
  );
  return secondsToFirstPoint + seconds.reduce((sum, ofStage) => sum + ofStage, 0);
}

/** Cost of a graph's training, for comparison: the memory of its weights and of a step's kept values. */
export const sizeOf = (document: GraphDocument): number => planTraining(document).memoryMiB;

/** A probed graph. */
export interface ProbedSize {
  readonly size: number;
  readonly secondsPerEpoch: number;
}

/** Seconds of an epoch by size, interpolated between the smallest and the largest probed graph; null without probes. */
export function interpolated(probes: readonly ProbedSize[], size: number): number | null {
  const [small, large] = [probes[0], probes.at(-1)];
  if (!small || !large) return null;
  if (large.size === small.size) return small.secondsPerEpoch;
  const place = Math.min(Math.max((size - small.size) / (large.size - small.size), 0), 1);
  return small.secondsPerEpoch + place * (large.secondsPerEpoch - small.secondsPerEpoch);
}

/**
 * Estimate of the time until all runs have ended, in seconds; null without a basis. A run has the first basis that exists:
 * finished runs of its name in the study, single runs of its graph, probed graphs of its size, the median epoch of the
 * study's other runs, single runs of other graphs. Single runs and probes were alone on the machine; their times are
 * multiplied by the measured ratio of the study's finished runs to their estimates, or by the expected slowdown before.
 * The ratio is 1 for a run that alone has as many threads as in the study, such as a small graph on one worker.
 *
 * @param waiting each run after the one that it waits for
 * @param known finished runs, with the single estimate of their graph
 * @param probes from the smallest to the largest
 */
export function secondsLeft(
  waiting: readonly WaitingRun[],
  known: readonly TimedRun[],
  execution: Execution,
  probes: readonly ProbedSize[],
): number | null {
  if (waiting.length === 0) return 0;
  const byName = new Map<string, number[]>();
  for (const { name, seconds, epochs } of known) byName.set(name, [...(byName.get(name) ?? []), seconds / epochs]);
  const ofOthers = median(known.map(({ seconds, epochs }) => seconds / epochs));
  const measured = median(known.flatMap(({ seconds, single }) => (single === undefined ? [] : [seconds / single])));
  /** Seconds after which each worker is free. */
  const free = Array.from({ length: Math.max(execution.workers, 1) }, () => 0);
  const ends = new Map<WaitingRun, number>();
  for (const run of waiting) {
    const { name, document, share, after, single } = run;
    const epochs = plannedEpochs(document);
    const asLongAs = (perEpoch: number | null) => (perEpoch === null ? null : perEpoch * epochs);
    const singly = (basis: RunEstimate['basis']) =>
      single !== undefined && single.estimate.basis !== 'none' && single.estimate.basis === basis
        ? single.estimate.seconds * (measured ?? slowdown(execution, single.threads))
        : null;
    const probed = probes.length > 0 ? asLongAs(interpolated(probes, sizeOf(document))) : null;
    const whole =
      asLongAs(median(byName.get(name) ?? [])) ??
      singly('sameGraph') ??
      (probed === null ? null : probed * slowdown(execution, execution.threads)) ??
      asLongAs(ofOthers) ??
      singly('otherGraphs');
    if (whole === null) return null;
    const worker = free.indexOf(Math.min(...free));
    const end = Math.max(free[worker] ?? 0, (after && ends.get(after)) ?? 0) + whole * (1 - share);
    free[worker] = end;
    ends.set(run, end);
  }
  return Math.max(...ends.values());
}
