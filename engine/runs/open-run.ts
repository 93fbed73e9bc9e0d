import type { Dataset } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { lastStage } from '../../graph-nodes/nodes/trainer/stages';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { BackendName } from '../contract/backends';
import { createLearner } from '../training/create-learner';
import type { Learner } from '../training/learner';
import { openDataset } from './open-dataset';
import { RequestError } from '../contract/errors';
import { checkpointFile, readRun, requireWords, type StoredRun } from './stored-run';

/** An ended run that is ready for inference. */
export interface OpenedRun {
  readonly stored: StoredRun;
  readonly dataset: Dataset;
  readonly learner: Learner;
  readonly backend: BackendName;
}

/**
 * Opens an ended run with its data and its final weights.
 * @param backend absent: the run's own, which reproduces its predictions to the last bit
 * @param change of the document; it must need the same weights
 * @throws {RequestError} if the run has not ended, or its files or data are invalid
 */
export async function openRun(
  folder: string,
  backend?: BackendName | 'auto',
  change: (document: GraphDocument) => GraphDocument = (document) => document,
): Promise<OpenedRun> {
  const stored = await readRun(folder);
  // The settings are those under which the final weights were evaluated.
  const document = lastStage(change(stored.document));
  const opened = await openDataset(document);
  requireWords(folder, stored, opened.dataset);
  const parameters = trainerParametersOf(document);
  const created = await createLearner(document, opened, parameters, backend ?? stored.status.backend ?? 'auto');
  const { learner } = created;
  for (const [name, { shape }] of await learner.weights()) {
    if (stored.weights.get(name)?.shape.join() === shape.join()) continue;
    await learner.dispose();
    throw new RequestError('refused', { code: 'weightMissing', file: checkpointFile(folder), name, shape });
  }
  await learner.load(stored.weights);
  return { stored, dataset: opened.dataset, learner, backend: created.backend };
}
