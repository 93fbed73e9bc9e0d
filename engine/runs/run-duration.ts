import type { GraphDocument } from '../../graph-nodes/graph/document';
import { analyse } from '../../graph-nodes/graph/analyse';
import { hasRole, roleOf } from '../../graph-nodes/graph/roles';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { trainedStages } from '../../graph-nodes/nodes/trainer/stages';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { RunResult } from '../contract/runs';
import { planTraining } from '../model/plan';

/** Time of an evaluated batch in units of training steps; evaluation has no gradient. */
export const shareOfEvaluation = 1 / 3;

/** Length of a stage. */
export interface StageLength {
  readonly batchSize: number;
  /** Training steps. */
  readonly steps: number;
  /** Batches of the evaluations after each epoch and at the end. */
  readonly evaluated: number;
}

type QuestionCounts = RunResult['questions'];

function evaluatedBatches(
  { batchSize, noiseScenarios }: TrainerParameters,
  epochs: number,
  questions: QuestionCounts,
): number {
  const batches = (count: number) => Math.ceil(count / batchSize);
  // There are as many noise scenarios as others, and they are evaluated only at the end.
  return batches(questions.validation) * epochs + batches(questions.test) * (noiseScenarios ? 2 : 1);
}

/** Planned lengths of the stages of a training. */
export const plannedLengths = (document: GraphDocument, questions: QuestionCounts): StageLength[] =>
  trainedStages(document).map((stage) => {
    const parameters = trainerParametersOf(stage.document);
    const { batchSize, epochs } = parameters;
    const steps = Math.ceil(questions.train / batchSize) * epochs;
    return { batchSize, steps, evaluated: evaluatedBatches(parameters, epochs, questions) };
  });

/** Lengths of the trained stages of a run, which may have stopped early. */
const trainedLengths = (document: GraphDocument, { stages, epochs, steps, questions }: RunResult): StageLength[] => {
  const counts = stages ?? [{ epochs, steps }];
  return trainedStages(document).flatMap((stage, index) => {
    const count = counts[index];
    if (!count) return [];
    const parameters = trainerParametersOf(stage.document);
    const evaluated = evaluatedBatches(parameters, count.epochs, questions);
    return [{ batchSize: parameters.batchSize, steps: count.steps, evaluated }];
  });
};

/** Trainer settings that change the computation of a step. */
function timedSettings(document: GraphDocument): unknown {
  const parameters = trainerParametersOf(document);
  const { batchSize, optimiser, clipNorm, averageDecay } = parameters;
  const role = document.nodes.map(({ kind }) => roleOf(catalogue.find(kind), 'trainer')).find((found) => found);
  const weights = [
    ...(role?.scenarioWeights ?? []),
    ...Object.values(role?.lossWeights ?? {}).flatMap(({ complete, missing }) => [complete, missing]),
  ];
  // A weight of zero omits its term; any other value has no effect on the time.
  const signs = weights.map((name) => Math.sign(Number(parameters[name as keyof TrainerParameters])));
  return [batchSize, optimiser, clipNorm > 0, averageDecay > 0, signs];
}

/**
 * Key of all graphs with the same step time: the nodes before the Trainer with their parameters, and the wires between
 * them. For the dataset it contains the shapes of its batches, not its size.
 */
export function stepKey(document: GraphDocument): string {
  return JSON.stringify(
    trainedStages(document).map((stage) => {
      const { used, nodes } = analyse(stage.document, catalogue);
      const settingsOf = (id: string, kind: string): unknown => {
        if (hasRole(catalogue.find(kind), 'trainer')) return timedSettings(stage.document);
        const node = nodes.get(id);
        if (!hasRole(node?.kind, 'dataset')) return Object.entries(node?.parameters ?? {}).sort();
        return Object.values(node?.inference.outputs ?? {}).map(({ shape, batch }) => [shape, batch]);
      };
      return [
        stage.document.nodes
          .filter(({ id }) => used.has(id))
          .map(({ id, kind, bypassed, frozen = false }) => [id, kind, bypassed || [frozen, settingsOf(id, kind)]]),
        stage.document.edges
          .filter(({ from, to }) => used.has(from.node) && used.has(to.node))
          .map(({ from, to }) => [from.node, from.socket, to.node, to.socket]),
      ];
    }),
  );
}

/** Key of all graphs with the same questions: kind and parameters of the dataset. */
export function datasetKey(document: GraphDocument): string {
  const { used, nodes } = analyse(document, catalogue);
  return JSON.stringify(
    [...nodes].flatMap(([id, { kind, parameters }]) =>
      used.has(id) && hasRole(kind, 'dataset') ? [[kind.kind, Object.entries(parameters).sort()]] : [],
    ),
  );
}

/** A finished or stopped run and its duration. */
export interface TimedRun {
  readonly document: GraphDocument;
  readonly result: RunResult;
  /** Seconds of training and evaluation; undefined if they were not recorded. */
  readonly seconds: number | undefined;
}

/**
 * Memory of the weights and of a step's kept values, times the number of steps. For graphs of similar size, durations
 * are nearly proportional to it.
 */
function costOf(document: GraphDocument, lengths: readonly StageLength[]): number {
  const { stages, memoryMiB } = planTraining(document);
  return lengths.reduce(
    (sum, { steps, evaluated }, index) =>
      sum + (stages?.[index]?.memoryMiB ?? memoryMiB) * (steps + shareOfEvaluation * evaluated),
    0,
  );
}

/** Duration of a training, scaled from that of another graph; undefined if that was not recorded. */
export function scaledSeconds(
  { document, result, seconds }: TimedRun,
  planned: GraphDocument,
  questions: QuestionCounts,
): number | undefined {
  const cost = costOf(document, trainedLengths(document, result));
  if (seconds === undefined || cost === 0) return undefined;
  return (seconds * costOf(planned, plannedLengths(planned, questions))) / cost;
}

/**
 * Duration of a training with the same steps as a timed run: its steps take that run's median step time, and its
 * evaluated batches that run's batch time. With stages, of which only one has a measured step, the duration of the
 * whole run is scaled.
 *
 * @returns undefined if the run has no measured time
 */
export function repeatedSeconds(run: TimedRun, planned: GraphDocument, questions: QuestionCounts): number | undefined {
  const { document, result, seconds } = run;
  const { secondsPerStep } = result;
  const [length, ...others] = plannedLengths(planned, questions);
  if (!length || others.length > 0) return scaledSeconds(run, planned, questions);
  if (secondsPerStep === null) return scaledSeconds(run, planned, questions);
  const [trained] = trainedLengths(document, result);
  const rest = seconds === undefined || !trained ? undefined : seconds - trained.steps * secondsPerStep;
  const perEvaluated =
    rest === undefined || !trained || trained.evaluated === 0
      ? shareOfEvaluation * secondsPerStep
      : // Pauses are part of a run's duration, and no evaluated batch takes longer than a step.
        Math.min(Math.max(rest / trained.evaluated, 0), secondsPerStep);
  return length.steps * secondsPerStep + length.evaluated * perEvaluated;
}
