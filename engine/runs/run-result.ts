import { isNoiseScenario, noiseScenarios } from '../../graph-nodes/datasets/dataset';
import type { Recall, ScenarioAccuracies } from '../contract/metrics';
import type { RunResult } from '../contract/runs';
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
import type { NamedArray } from '../files/safetensors';
import type { StartedFrom } from './start-from';
import { AnswerLog, formatPredictions, predictionsFile } from './stored-predictions';

/** The final weights of a run, measured on held-out videos. */
export interface Evaluation {
  readonly accuracy: ScenarioAccuracies;
  readonly recall: Recall;
  readonly predictions: PredictionLog;
  readonly answers: AnswerLog;
  /** True if the final weights are those of the best epoch. */
  readonly ofBestEpoch: boolean;
}

/**
 * Loads the final weights into the learner and evaluates them on held-out videos.
 * @param bestWeights those of the best epoch, if there is one
 */
export async function evaluateFinalWeights(
  { opened: { dataset }, created: { learner }, parameters }: PreparedRun,
  bestWeights: ReadonlyMap<string, NamedArray> | undefined,
): Promise<Evaluation> {
  // Without validation questions no epoch is better than another.
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

export function resultOf(
  run: string,
  { document, opened, created, parameters: trainer }: PreparedRun,
  startedFrom: StartedFrom | undefined,
  summary: TrainingSummary,
  { accuracy, recall, ofBestEpoch }: Evaluation,
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
    epochs,
    steps,
    ...(ofBestEpoch && best && { bestEpoch: best.epoch }),
    stopped,
    secondsPerStep,
    samplesPerSecond: secondsPerStep === null ? null : trainer.batchSize / secondsPerStep,
    losses,
    accuracy,
    recall,
    baseline: majorityBaselines(train, test),
    questions: { train: train.length, validation: validation.length, test: test.length },
  };
}
