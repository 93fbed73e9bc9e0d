import os from 'node:os';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { planTraining } from '../model/plan';

/** What a run's process takes beside its graph, and how much more than the estimate a graph takes, as measured. */
const processMiB = 200;
const memoryFactor = 1.5;
/** Of the memory that is free, what runs may take together. */
const shareOfMemory = 0.8;

export interface Machine {
  readonly cores: number;
  readonly freeMiB: number;
}

const thisMachine = (): Machine => ({ cores: os.availableParallelism(), freeMiB: os.freemem() / 2 ** 20 });

/**
 * As many runs at a time as the machine bears: a core for every thread, and fewer where the largest graph leaves no room for
 * so many.
 */
export function defaultWorkers(graphs: readonly GraphDocument[], threads: number, machine = thisMachine()): number {
  const largest = graphs.reduce((most, graph) => Math.max(most, planTraining(graph).memoryMiB), 0);
  const fitting = Math.floor((machine.freeMiB * shareOfMemory) / (largest * memoryFactor + processMiB));
  return Math.max(1, Math.min(Math.floor(machine.cores / threads), fitting));
}
