import * as tf from '@tensorflow/tfjs-core';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { Losses } from '../contract/metrics';
import type { Preview, StepShares } from '../contract/runs';
import type { BatchInput, Model } from '../model/build';
import { toTensors, type BatchArrays } from '../data/batches';
import type { NamedArray } from '../files/safetensors';
import { assignRow, createOptimiser, rowOf } from './optimiser';
import { previewOf, shownBy } from './previews';
import { StepClock } from './step-shares';
import { batchLoss, namedLosses, trainableOf } from './step';

/** A model with its optimiser, however their arithmetic is done. */
export interface Learner {
  /**
   * One optimiser step.
   * @param randomKey names the step's random draws
   * @returns the losses before the step
   */
  step(arrays: BatchArrays, randomKey: string, learningRate: number): Promise<Losses>;
  /** How the time of a step divides among the nodes; undefined until it is known. */
  stepShares(): StepShares | undefined;
  /** What the model says of a batch, in every scenario in their order. */
  answer(arrays: BatchArrays, randomKey: string): Promise<readonly Answers[]>;
  /** What the nodes show of themselves on a batch; nothing where none does. */
  preview(arrays: BatchArrays, randomKey: string): Promise<readonly Preview[]>;
  /** Every variable of the model as it answers with it, by `<node id>/<variable>`: of averaged weights, the average. */
  weights(): Promise<ReadonlyMap<string, NamedArray>>;
  /** Puts values into variables (and into the average), by the same names; the others stay as they are. */
  load(arrays: ReadonlyMap<string, NamedArray>): Promise<void>;
  /** All that the next step depends on. */
  snapshot(): Promise<LearnerState>;
  /** Puts a snapshot of the same graph back, whatever backend it was made on. */
  restore(state: LearnerState): Promise<void>;
  dispose(): Promise<void>;
}

/** Counted from 0. */
const measuredStep = 4;

/** The backends whose kernels are done when they return. */
const finishing: ReadonlySet<string> = new Set(['wasm', 'cpu']);
/** What a model says of a batch in one scenario. */
export interface Answers {
  /** Class ids, [B]. */
  readonly classes: Int32Array;
  /** Cross-entropy of the right answers, [B]; of no meaning where the right answer is no class. */
  readonly losses: Float32Array;
}

/** A learner between two steps. */
export interface LearnerState {
  /** Steps taken. */
  readonly steps: number;
  /** Every variable as it is trained, by name, and the optimiser's rows [P] under {@link momentName}. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
}

/** Where a snapshot has a row of the optimiser; no variable has such a name. */
export const momentName = (index: number): string => `optimiser:${index}`;

/** Computes kernel by kernel on tfjs's current backend. */
export function eagerLearner(
  model: Model,
  spec: BatchSpec,
  datasetNode: string,
  parameters: TrainerParameters,
): Learner {
  const trainable = trainableOf(model);
  const optimiser = createOptimiser(parameters, trainable);
  /** Does something with the weights that answer in the variables. */
  const withAverage = <Value>(work: () => Value): Value => {
    const average = optimiser.average();
    if (!average) return work();
    const trained = tf.tidy(() => rowOf(trainable));
    tf.tidy(() => assignRow(trainable, average));
    const result = work();
    tf.tidy(() => assignRow(trainable, trained));
    trained.dispose();
    return result;
  };
  const read = (): Map<string, tf.Tensor> =>
    new Map([...model.variables].map(([name, variable]) => [name, tf.clone(variable)]));
  const arraysOf = async (tensors: ReadonlyMap<string, tf.Tensor>): Promise<Map<string, NamedArray>> => {
    const arrays = new Map<string, NamedArray>();
    for (const [name, tensor] of tensors) {
      arrays.set(name, { shape: tensor.shape, values: Float32Array.from(await tensor.data<'float32'>()) });
      tensor.dispose();
    }
    return arrays;
  };
  const assign = (arrays: ReadonlyMap<string, NamedArray>) => {
    for (const [name, { values }] of arrays) {
      const variable = model.variables.get(name);
      if (variable) tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, 'float32')));
    }
  };
  const trainer = model.trainer;
  let shares: StepShares | undefined;
  return {
    stepShares: () => shares,
    async step(arrays, randomKey, learningRate) {
      const { batch, labels, negativeFrames, tensors } = toTensors(arrays, spec);
      const input = { sources: { [datasetNode]: { batch, labels } }, ...(negativeFrames && { negativeFrames }) };
      // The first steps fill caches; one of the later ones is measured. Watching may round otherwise, so that it is the same
      // step of a run whether that was interrupted or not.
      const clock = optimiser.steps === measuredStep ? new StepClock() : undefined;
      const { gradients, losses, names } = batchLoss(model, input, labels, parameters, randomKey, clock?.watch);
      const named = namedLosses(names, await losses.data());
      if (isFinite(named.total)) optimiser.update(gradients, learningRate);
      shares = clock?.end(trainer, !finishing.has(tf.getBackend())) ?? shares;
      tf.dispose([gradients, losses, ...tensors]);
      return named;
    },
    async answer(arrays, randomKey) {
      const said = withAverage(() =>
        tf.tidy(() => {
          const { batch, labels } = toTensors(arrays, spec);
          return logitsOf(model, { sources: { [datasetNode]: { batch, labels } } }, randomKey).map((logits) => ({
            classes: answersOf(logits),
            losses: lossesOf(logits, labels),
          }));
        }),
      );
      const answers: Answers[] = [];
      for (const { classes, losses } of said) {
        answers.push({ classes: await classes.data<'int32'>(), losses: await losses.data<'float32'>() });
        tf.dispose([classes, losses]);
      }
      return answers;
    },
    async preview(arrays, randomKey) {
      if (!model.hasPreviews) return [];
      const shown = withAverage(() =>
        tf.tidy(() => {
          const { batch, labels } = toTensors(arrays, spec);
          return shownBy(model, { sources: { [datasetNode]: { batch, labels } } }, randomKey);
        }),
      );
      const previews = await Promise.all(
        shown.map(async (one) => previewOf(one, one.values.shape, await one.values.data())),
      );
      tf.dispose(shown.map(({ values }) => values));
      return previews;
    },
    weights: () => arraysOf(withAverage(read)),
    async load(arrays) {
      assign(arrays);
      const average = optimiser.average();
      if (average) tf.tidy(() => average.assign(rowOf(trainable)));
    },
    async snapshot() {
      const moments = optimiser.moments.map((moment, index) => [momentName(index), tf.clone(moment)] as const);
      return { steps: optimiser.steps, arrays: await arraysOf(new Map([...read(), ...moments])) };
    },
    async restore({ steps, arrays }) {
      optimiser.steps = steps;
      assign(arrays);
      optimiser.moments.forEach((moment, index) => {
        const values = arrays.get(momentName(index))?.values;
        if (values) tf.tidy(() => moment.assign(tf.tensor1d(values)));
      });
    },
    async dispose() {
      optimiser.dispose();
      model.dispose();
    },
  };
}

/** The logits of a batch, [B, A] for each scenario in their order. */
export function logitsOf(model: Model, input: BatchInput, randomKey: string): tf.Tensor2D[] {
  const pass = model.open(input);
  return scenarios.map((scenario) => pass({ scenario, training: false, randomKey }).logits);
}

/** The class with the largest logit, [B] int32. */
export const answersOf = (logits: tf.Tensor2D): tf.Tensor1D => tf.argMax(logits, 1);

/** The cross-entropy of logits [B, A] against class ids [B], sample by sample; of no meaning where an id is no class. */
export function lossesOf(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  const oneHot = tf.oneHot(labels, logits.shape[1], 1, 0, 'float32');
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), -1));
}
