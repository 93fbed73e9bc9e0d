import type { GraphDocument } from '../../graph-nodes/graph/document';
import { plannedEpochs } from '../../graph-nodes/nodes/trainer/stages';

/** Maximum number of epochs whose weights a run keeps. */
export const mostKeptEpochs = 50;

/**
 * Number of epochs between kept checkpoints; 0: none is kept. It is a multiple of the Trainer's `keepEpochs`, so that a
 * training of the planned length keeps at most {@link mostKeptEpochs}.
 */
export function epochsBetweenKept(keepEpochs: number, planned: number): number {
  const wanted = keepEpochs === 0 ? 0 : Math.floor(planned / keepEpochs);
  return keepEpochs * Math.max(1, Math.ceil(wanted / mostKeptEpochs));
}

/**
 * True if the weights after an epoch are kept.
 * @param epoch counted through all stages, from 1
 */
export function isKeptEpoch(document: GraphDocument, keepEpochs: number, epoch: number): boolean {
  const between = epochsBetweenKept(keepEpochs, plannedEpochs(document));
  return between > 0 && epoch % between === 0;
}

/** Name of the checkpoint of an epoch. */
export const epochCheckpoint = (epoch: number): string => `epoch-${epoch}`;

/** Epoch of a file of {@link epochCheckpoint}; undefined for any other file. */
export function epochOfFile(file: string): number | undefined {
  const found = /^epoch-([1-9]\d{0,8})\.safetensors$/u.exec(file)?.[1];
  return found === undefined ? undefined : Number(found);
}
