import * as tf from '@tensorflow/tfjs-core';
import type { LossName } from '../../graph-nodes/graph/kind';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { withRecorder } from '../backends/onnx-runtime';
import type { Model, Watch } from '../model/build';
import type { BatchForm } from './batch-form';
import { flatGradient, stateVariables, trainableVariables } from './flat-parameters';
import { predictedClasses, sampleLosses, type EvaluationPass } from './logits';
import { batchOf, keptName, placeKept, planFeatures, type FeaturePlan } from './feature-plan';
import type { OptimizerAlgorithm } from './optimizer-algorithms';
import { shownBy, type Shown } from './previews';
import { recallStatistics } from './recall';
import type { RandomInput } from './random-inputs';
import { recordBatch, recordEvaluation, recordPasses, type RecordedPasses } from './recording';
import { momentInputs, placeInputs, stepOutputs } from './state-inputs';
import { batchLoss } from './step';

/** A model that was built with the recorder as tfjs's backend, and its training. */
export interface RecordedModel {
  readonly model: Model;
  readonly spec: BatchSpec;
  readonly datasetNode: string;
  readonly parameters: TrainerParameters;
  readonly algorithm: OptimizerAlgorithm;
}

/**
 * Records a training step: flat state, batch, random draws and rates → next flat state and the losses before the step.
 * The gradient is not an output, because it would cost some percent of a small step; see {@link
 * OptimizerAlgorithm.gradientOf}.
 */
export interface RecordedStep extends RecordedPasses {
  /** Names of the loss terms after the total in the output `losses`. */
  readonly lossNames: readonly LossName[];
}

/**
 * @param plan of the outputs that the step takes as inputs instead of computing them
 * @throws {RecordingError} if a layer cannot be recorded
 */
export function recordTrainingStep(
  { model, spec, datasetNode, parameters, algorithm }: RecordedModel,
  form: BatchForm,
  plan?: FeaturePlan,
): RecordedStep {
  const randomInputs: RandomInput[] = [];
  let lossNames: readonly LossName[] = [];
  const graph = withRecorder((recorder) =>
    recorder.record('training step', () => {
      const watch: Watch = (node) => {
        recorder.graph.part = node;
      };
      const weights = placeInputs(recorder, model);
      const { input, labels } = recordBatch(recorder, spec, datasetNode, form, randomInputs);
      const known = plan && placeKept(recorder, plan, form, batchOf(input, datasetNode));
      const loss = batchLoss(model, { ...input, ...(known && { known }) }, labels, parameters, '', watch);
      lossNames = loss.names;
      const states = stateVariables(model).map((state) => tf.clone(state));
      const { losses } = loss;
      if (!weights) return { losses, ...stepOutputs({ states }) };
      const moments = momentInputs(recorder, algorithm, weights.size);
      const rates = recorder.input('rates', [algorithm.rates(1, 0).length], 'float32') as tf.Tensor1D;
      const gradient = flatGradient(trainableVariables(model), loss.gradients);
      const updated = algorithm.update(weights, gradient, moments, rates);
      return { losses, ...stepOutputs({ ...updated, states }) };
    }),
  );
  return { graph, randomInputs, lossNames };
}

/** Graph from a batch to its kept features, named by {@link keptName}. */
export interface RecordedFeatures extends RecordedPasses {
  readonly plan: FeaturePlan;
}

/** @throws {RecordingError} if a layer cannot be recorded */
export function recordFeatures(
  { model, spec, datasetNode, parameters }: RecordedModel,
  form: BatchForm,
): RecordedFeatures {
  let plan: FeaturePlan = { shapes: [], outputs: new Map() };
  const recorded = recordPasses(
    { name: 'features', spec, datasetNode, form, place: (recorder) => placeInputs(recorder, model) },
    (input, _randomKey, labels) => {
      const planned = planFeatures(model, input, batchOf(input, datasetNode), (scenario) => parameters[scenario] > 0);
      plan = planned.plan;
      const named = planned.tensors.map((tensor, index) => [keptName(index), tensor] as const);
      // A graph needs at least one output, even if nothing is kept.
      return named.length > 0 ? Object.fromEntries(named) : { labels: tf.clone(labels) };
    },
  );
  return { ...recorded, plan };
}

/** Evaluation graph: predicted classes and sample losses, both [S, B] over the passes in order. */
export const recordScenarios = (
  { model, spec, datasetNode }: RecordedModel,
  form: BatchForm,
  passes: readonly EvaluationPass[],
): RecordedPasses =>
  recordEvaluation(model, {
    name: 'evaluation',
    spec,
    datasetNode,
    form,
    passes,
    place: (recorder) => placeInputs(recorder, model),
    outputs: (logits, labels) => ({
      classes: tf.stack(logits.map(predictedClasses)),
      losses: tf.stack(logits.map((ofScenario) => sampleLosses(ofScenario, labels))),
    }),
  });

/** Statistics of recalled features, one output each; see {@link recallStatistics}. */
export const recordRecall = ({ model, spec, datasetNode }: RecordedModel, form: BatchForm): RecordedPasses =>
  recordPasses(
    { name: 'recall', spec, datasetNode, form, place: (recorder) => placeInputs(recorder, model) },
    (input, randomKey, labels) => ({
      ...recallStatistics(model, input, randomKey),
      // A graph needs at least one output, even if nothing is recalled.
      asked: tf.cast(labels, 'float32'),
    }),
  );

/** Previews of the nodes, one output each. Nodes without influence on a preview are left out of the graph. */
export interface RecordedPreviews extends RecordedPasses {
  readonly shown: readonly Pick<Shown, 'node' | 'name'>[];
}

export function recordPreviews({ model, spec, datasetNode }: RecordedModel, form: BatchForm): RecordedPreviews {
  let shown: Shown[] = [];
  const recorded = recordPasses(
    { name: 'preview', spec, datasetNode, form, place: (recorder) => placeInputs(recorder, model) },
    (input, randomKey) => {
      shown = shownBy(model, input, randomKey);
      return Object.fromEntries(shown.map(({ values }, index) => [`shown${index}`, values]));
    },
  );
  return { ...recorded, shown };
}
