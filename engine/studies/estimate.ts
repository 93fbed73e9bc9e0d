import type { GraphDocument } from '../../graph-nodes/graph/document';
import { plannedEpochs } from '../../graph-nodes/nodes/trainer/stages';
import { planTraining } from '../model/plan';
import { median } from '../backends/median';
import { plannedLengths, shareOfEvaluation } from '../runs/run-duration';
import type { Probe } from './run-process';

/** A run that is done, for what it tells of those that are not. */
export interface TimedRun {
  readonly name: string;
  readonly seconds: number;
  readonly epochs: number;
}

/** A run that is waiting or under way. */
export interface WaitingRun {
  readonly name: string;
  readonly document: GraphDocument;
  /** How much of it is done, from 0 to 1. */
  readonly share: number;
  /** The run that ends before this one begins. */
  readonly after?: WaitingRun;
}

/**
 * The seconds that a probe makes of a run: a start, the steps, and the evaluations after each epoch and at the end of each
 * stage. The probe is of the first stage; a step of another takes as long for each question.
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

/** What a graph's training takes, to be compared with others': the memory of its weights and of what a step keeps. */
export const sizeOf = (document: GraphDocument): number => planTraining(document).memoryMiB;

/** A graph that was tried. */
export interface ProbedSize {
  readonly size: number;
  readonly secondsPerEpoch: number;
}

/** The seconds of an epoch by size, between the smallest and the largest graph that were tried; null where none was. */
export function interpolated(probes: readonly ProbedSize[], size: number): number | null {
  const [small, large] = [probes[0], probes.at(-1)];
  if (!small || !large) return null;
  if (large.size === small.size) return small.secondsPerEpoch;
  const place = Math.min(Math.max((size - small.size) / (large.size - small.size), 0), 1);
  return small.secondsPerEpoch + place * (large.secondsPerEpoch - small.secondsPerEpoch);
}

/**
 * An estimate of the time that runs still take, in seconds; null where nothing is known. A run takes as long as those of its
 * name did, or else as long an epoch as graphs of its size that were tried, or else as the others (their median).
 *
 * @param waiting each after the run that it waits for
 * @param probes from the smallest to the largest
 */
export function secondsLeft(
  waiting: readonly WaitingRun[],
  known: readonly TimedRun[],
  workers: number,
  probes: readonly ProbedSize[],
): number | null {
  if (waiting.length === 0) return 0;
  const byName = new Map<string, number[]>();
  for (const { name, seconds, epochs } of known) byName.set(name, [...(byName.get(name) ?? []), seconds / epochs]);
  const ofOthers = median(known.map(({ seconds, epochs }) => seconds / epochs));
  let sum = 0;
  /** Seconds until the end of each run, with a worker for every run. */
  const ends = new Map<WaitingRun, number>();
  for (const run of waiting) {
    const { name, document, share, after } = run;
    const tried = probes.length > 0 ? interpolated(probes, sizeOf(document)) : null;
    const perEpoch = median(byName.get(name) ?? []) ?? tried ?? ofOthers;
    if (perEpoch === null) return null;
    const seconds = perEpoch * plannedEpochs(document) * (1 - share);
    sum += seconds;
    ends.set(run, seconds + ((after && ends.get(after)) ?? 0));
  }
  // No shorter than the longest chain of runs that wait for each other, however many workers there are.
  return Math.max(sum / Math.max(workers, 1), ...ends.values());
}
