import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { trainerOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { BackendName } from '../contract/backends';
import { analyseForTraining } from '../model/build';
import { createLearner, type CreatedLearner } from '../training/create-learner';
import { codeVersion } from './code-version';
import { DataVersions } from './data-versions';
import { openDataset, questionsDigest, type OpenedDataset } from './open-dataset';
import type { RunOrigin } from './run-file';
import { plannedStages, type PlannedStage } from './run-stages';
import { unwatched } from './starting';
import { besideRun, fittingWeights, readWeights, weightsFile, type StartedFrom } from './start-from';

/** A graph with its opened data. */
export interface OpenedTraining {
  readonly document: GraphDocument;
  readonly opened: OpenedDataset;
  /** Node id of the Trainer. */
  readonly trainer: string | undefined;
  /** One stage for a graph without stages. */
  readonly stages: readonly PlannedStage[];
  /** Digest of the questions. */
  readonly questions: string;
  /** Code version and current data versions. */
  readonly origin: RunOrigin;
}

/** A training with the learner of one of its stages, before it starts or resumes. */
export interface PreparedRun extends OpenedTraining {
  readonly stage: PlannedStage;
  /** Parameters of the stage. */
  readonly parameters: TrainerParameters;
  readonly created: CreatedLearner;
}

/**
 * Checks the graph and opens its data.
 * @throws {RequestError}
 */
export async function openTraining(document: GraphDocument, starting = unwatched): Promise<OpenedTraining> {
  analyseForTraining(document);
  await starting.enter('data');
  const opened = await openDataset(document);
  const questions = questionsDigest(opened.dataset);
  return {
    document,
    opened,
    trainer: trainerOf(document)?.id,
    stages: plannedStages(document, opened.dataset),
    questions,
    origin: { builds: [codeVersion], questions, files: await versionOfFiles(document) },
  };
}

/** Version of the files that a graph names. For a base run only its weights are included, not its notes and exports. */
async function versionOfFiles(document: GraphDocument): Promise<string> {
  const trainer = trainerOf(document);
  const startFrom = trainer?.parameters?.startFrom ?? '';
  if (startFrom === '') return new DataVersions().of(document);
  const file = await weightsFile(startFrom);
  const nodes = document.nodes.map((node) =>
    node.id === trainer?.id ? { ...node, parameters: { ...node.parameters, startFrom: file } } : node,
  );
  return new DataVersions().of({ ...document, nodes });
}

/**
 * Starts the backend and creates the learner of a stage, with new weights.
 * @param index of the stage, from 0
 * @throws {RequestError}
 */
export async function prepareStage(
  { document, opened, trainer, stages, questions, origin }: OpenedTraining,
  index: number,
  backend: BackendName | 'auto',
): Promise<PreparedRun> {
  const stage = stages[index];
  if (!stage) throw new Error(`The graph has ${stages.length} stages and none with index ${index}.`);
  const { parameters } = stage;
  const created = await createLearner(stage.document, opened, parameters, backend);
  return { document, opened, trainer, stages, questions, origin, stage, parameters, created };
}

/**
 * Checks the graph, opens its data, starts the backend and creates the learner of the first stage.
 * @throws {RequestError}
 */
export async function prepareRun(
  document: GraphDocument,
  backend: BackendName | 'auto',
  starting = unwatched,
): Promise<PreparedRun> {
  const training = await openTraining(document, starting);
  await starting.enter('step');
  return prepareStage(training, 0, backend);
}

/**
 * Loads the final weights of a base run, or those of the Trainer's “startFrom”, if there are any.
 * @param base folder of the base run
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
