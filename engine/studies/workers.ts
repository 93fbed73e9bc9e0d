import os from 'node:os';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { planTraining } from '../model/plan';

/** Measured memory of a run's process beside its graph, and ratio of the memory of a graph to its estimate. */
const processMiB = 200;
const memoryFactor = 1.5;
/** Share of the free memory that runs may use together. */
const shareOfMemory = 0.8;

export interface Machine {
  readonly cores: number;
  readonly freeMiB: number;
}

const thisMachine = (): Machine => ({ cores: os.availableParallelism(), freeMiB: os.freemem() / 2 ** 20 });

/**
 * Default number of concurrent runs: one core per thread, and fewer if memory is too small for that many of the largest
 * graph.
 */
export function defaultWorkers(graphs: readonly GraphDocument[], threads: number, machine = thisMachine()): number {
  const largest = graphs.reduce((most, graph) => Math.max(most, planTraining(graph).memoryMiB), 0);
  const fitting = Math.floor((machine.freeMiB * shareOfMemory) / (largest * memoryFactor + processMiB));
  return Math.max(1, Math.min(Math.floor(machine.cores / threads), fitting));
}

/** Conditions of a study's runs. */
export interface Execution {
  /** Number of runs at a time. */
  readonly workers: number;
  /** Threads of each run. */
  readonly threads: number;
  /** Cores that the runs share. */
  readonly cores: number;
}

/**
 * Expected ratio of a run's duration in a study to its duration alone: concurrent runs share the cores, so each may have
 * fewer than it had alone. This assumes that a run keeps the cores of its threads busy.
 * @param alone threads of the run alone
 */
export function slowdown({ workers, threads, cores }: Execution, alone: number): number {
  return Math.max(1, Math.min(alone, cores) / Math.min(threads, cores / Math.max(workers, 1)));
}
