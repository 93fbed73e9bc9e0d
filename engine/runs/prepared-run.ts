import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { trainerOf, trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { BackendName } from '../contract/backends';
import { analyseForTraining } from '../model/build';
import { createLearner, type CreatedLearner } from '../training/create-learner';
import { openDataset, questionsDigest, type OpenedDataset } from './open-dataset';
import { besideRun, fittingWeights, readWeights, type StartedFrom } from './start-from';

/** A graph with its opened data and its learner, before its run starts or resumes. */
export interface PreparedRun {
  readonly document: GraphDocument;
  readonly opened: OpenedDataset;
  readonly parameters: TrainerParameters;
  /** Node id of the Trainer. */
  readonly trainer: string | undefined;
  readonly created: CreatedLearner;
  /** A digest of the questions. */
  readonly questions: string;
}

/**
 * Checks the graph, opens its data, starts the backend and creates the learner.
 * @throws {RequestError}
 */
export async function prepareRun(document: GraphDocument, backend: BackendName | 'auto'): Promise<PreparedRun> {
  analyseForTraining(document);
  const opened = await openDataset(document);
  const parameters = trainerParametersOf(document);
  const created = await createLearner(document, opened, parameters, backend);
  return {
    document,
    opened,
    parameters,
    trainer: trainerOf(document)?.id,
    created,
    questions: questionsDigest(opened.dataset),
  };
}

/**
 * Loads the final weights of a base, or else those that the Trainer's “startFrom” names, if any.
 * @param base the folder of a run that lies, or will lie, beside this one
 * @throws {RequestError}
 */
export async function loadInitialWeights(
  { parameters, trainer, created: { learner } }: PreparedRun,
  base?: string,
): Promise<StartedFrom | undefined> {
  const place = base ?? parameters.startFrom;
  if (place === '') return undefined;
  const stored = await readWeights(place, trainer);
  const { arrays, startedFrom } = fittingWeights(await learner.weights(), stored, trainer);
  await learner.load(arrays);
  return base === undefined ? startedFrom : { ...startedFrom, file: besideRun(base) };
}
