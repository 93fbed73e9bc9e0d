import type { GraphDocument } from '../../graph-nodes/graph/document';
import { firstStage } from '../../graph-nodes/nodes/trainer/stages';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { BackendName } from '../contract/backends';
import type { Losses } from '../contract/metrics';
import type { BatchArrays } from '../data/batches';
import { openDataset } from '../runs/open-dataset';
import { createLearner } from '../training/create-learner';
import { negativesOf } from '../training/negatives';
import { fewBatches } from './measure';

/** Losses of the first steps of a graph on a backend. */
export interface FirstLosses {
  /** The backend in use; another one if the requested one cannot train the graph. */
  readonly backend: BackendName;
  readonly losses: readonly Losses[];
}

/**
 * Trains the first steps of a graph, or of its first stage, within a time limit. @param seconds until the start of the
 * last step
 */
export async function firstLosses(
  graph: GraphDocument,
  backend: BackendName,
  steps: number,
  seconds: number,
): Promise<FirstLosses> {
  const started = performance.now();
  const document = firstStage(graph);
  const parameters = trainerParametersOf(document);
  const opened = await openDataset(document);
  const { learner, ...created } = await createLearner(document, opened, parameters, backend);
  const negatives = negativesOf(learner.needsNegatives, parameters, 0);
  const list = await fewBatches(opened.dataset, parameters.batchSize, parameters.seed, negatives);
  const losses: Losses[] = [];
  for (let step = 0; step < steps && performance.now() - started < 1000 * seconds; step += 1) {
    losses.push(await learner.step(list[step % list.length] as BatchArrays, `train/${step}`, parameters.learningRate));
  }
  await learner.dispose();
  return { backend: created.backend, losses };
}

/** Largest difference of a loss, relative if the loss is above 1, with its name and values. */
export function apart(found: Losses, expected: Losses): { difference: number; where: string } {
  const names = Object.keys(expected) as (keyof Losses)[];
  const others = Object.keys(found).filter((name) => !(name in expected));
  if (others.length > 0 || Object.keys(found).length !== names.length) {
    throw new Error(`The losses are ${Object.keys(found).join(', ')}, not ${names.join(', ')}.`);
  }
  const differences = names.map((name) => {
    const [value = NaN, want = NaN] = [found[name], expected[name]];
    return { difference: Math.abs(value - want) / Math.max(1, want), where: `${name}: ${value}, expected ${want}` };
  });
  return differences.reduce((worst, one) => (one.difference <= worst.difference ? worst : one));
}
