import { isNoiseScenario, noiseScenarios } from '../../graph-nodes/datasets/dataset';
import type { Recall, ScenarioAccuracies } from '../contract/metrics';
import type { RunResult, RunStage, StageResult } from '../contract/runs';
import { eventsFile, tensorBoardEvents } from '../files/tensorboard/events';
import { evaluate } from '../training/evaluate';
import { majorityBaselines } from '../training/metrics';
import { PredictionLog } from '../training/predictions';
import { measureRecall } from '../training/measure-recall';
import { endsWithBestEpoch, type TrainingSummary } from '../training/train';
import { nextTurn } from './pause-switch';
import type { PreparedRun } from './prepared-run';
import type { Metrics } from './run-file';
import type { RunFolder } from './run-folder';
import type { RunStages } from './run-stages';
import { writeSafetensors, type NamedArray } from '../files/safetensors';
import type { StartedFrom } from './start-from';
import { AnswerLog, formatPredictions, predictionsFile } from './stored-predictions';

/** Final weights of a stage, evaluated on held-out videos. */
export interface Evaluation {
  readonly accuracy: ScenarioAccuracies;
  readonly recall: Recall;
  readonly predictions: PredictionLog;
  readonly answers: AnswerLog;
  /** True if the final weights are those of the best epoch. */
  readonly ofBestEpoch: boolean;
}

/**
 * Loads the final weights of a stage into the learner and evaluates them on held-out videos.
 * @param bestWeights those of the best epoch, if there is one
 */
export async function evaluateFinalWeights(
  { opened: { dataset }, created: { learner }, parameters }: PreparedRun,
  bestWeights: ReadonlyMap<string, NamedArray> | undefined,
): Promise<Evaluation> {
  // Without validation questions no epoch is the best.
  const takesBest = endsWithBestEpoch(parameters) && dataset.questions.validation.length > 0;
  const best = takesBest ? bestWeights : undefined;
  if (best) await learner.load(best);
  const predictions = new PredictionLog(dataset);
  const answers = new AnswerLog();
  const { accuracy } = await evaluate(
    learner,
    dataset,
    'test',
    nextTurn,
    (scenario, question, answer) => {
      if (!isNoiseScenario(scenario)) predictions.add(scenario, question, answer);
      answers.add(scenario, question, answer);
    },
    parameters.noiseScenarios ? noiseScenarios.map((scenario) => ({ scenario })) : [],
  );
  const recall = await measureRecall(learner, dataset, 'test', nextTurn);
  return { accuracy, recall, predictions, answers, ofBestEpoch: best !== undefined };
}

/** Writes the final weights, the predictions and the curves for TensorBoard. */
export async function writeEvaluation(
  folder: RunFolder,
  { created: { learner } }: PreparedRun,
  metrics: Metrics,
  { answers, accuracy }: Evaluation,
): Promise<void> {
  await folder.writeCheckpoint('final', await learner.weights());
  await folder.write(predictionsFile, formatPredictions(answers.questions()));
  await folder.write(eventsFile, tensorBoardEvents(metrics, accuracy));
}

/** File of the final weights of a stage in the run's folder. @param index of the stage, from 1 */
const stageWeights = (index: number): string => `checkpoints/stage-${index}.safetensors`;

/** Writes the final weights of a stage that was trained to its end. */
export async function writeStageWeights(
  folder: RunFolder,
  { created: { learner } }: PreparedRun,
  { index }: RunStage,
): Promise<void> {
  await folder.write(stageWeights(index), writeSafetensors(await learner.weights()));
}

/** @param stage undefined for a graph without stages */
export const stageResultOf = (
  stage: RunStage | undefined,
  { epochs, steps, losses, stopped }: TrainingSummary,
  { accuracy }: Evaluation,
): StageResult | undefined =>
  stage && {
    name: stage.name,
    epochs,
    steps,
    losses,
    accuracy,
    ...(!stopped && { weights: stageWeights(stage.index) }),
  };

/**
 * Result of a run after its last stage, or after the stage in which it was stopped.
 * @param stages including the ended stages before
 * @param stage result of this stage; undefined for a graph without stages
 */
export function resultOf(
  run: string,
  { document, opened, created, parameters: trainer }: PreparedRun,
  startedFrom: StartedFrom | undefined,
  { before, ended }: RunStages,
  summary: TrainingSummary,
  { accuracy, recall, ofBestEpoch }: Evaluation,
  stage: StageResult | undefined,
): RunResult {
  const { backend, nodes, parameters } = created;
  const { epochs, steps, best, stopped, secondsPerStep, losses } = summary;
  const { train, validation, test } = opened.dataset.questions;
  return {
    run,
    title: document.title,
    backend,
    seed: trainer.seed,
    parameters,
    nodes: nodes.map((node) => ({ ...node, outputShapes: { ...node.outputShapes } })),
    ...(startedFrom && { startedFrom }),
    epochs: before.epochs + epochs,
    steps: before.steps + steps,
    ...(ofBestEpoch && best && { bestEpoch: before.epochs + best.epoch }),
    stopped,
    secondsPerStep,
    samplesPerSecond: secondsPerStep === null ? null : trainer.batchSize / secondsPerStep,
    losses,
    accuracy,
    ...(stage && { stages: [...ended, stage] }),
    recall,
    baseline: majorityBaselines(train, test),
    questions: { train: train.length, validation: validation.length, test: test.length },
  };
}
