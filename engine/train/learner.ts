import * as tf from '@tensorflow/tfjs-core';
import { scenarios } from '../../graph-nodes/dataset';
import { node as trainerNode, type TrainerParameters } from '../../graph-nodes/trainer/node';
import type { BatchSpec } from '../../graph-nodes/shapes';
import type { Losses, Preview, StepShares } from '../api';
import type { BatchInput, Model } from '../compile/compile';
import { toTensors, type BatchArrays } from '../data/batches';
import type { NamedArray } from '../runs/safetensors';
import { createOptimiser } from './optimiser';
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
  /** The answers of a batch as class ids [B], one list for each scenario in their order. */
  answer(arrays: BatchArrays, randomKey: string): Promise<readonly Int32Array[]>;
  /** What the nodes show of themselves on a batch; nothing where none does. */
  preview(arrays: BatchArrays, randomKey: string): Promise<readonly Preview[]>;
  /** Every variable of the model, by `<node id>/<variable>`. */
  weights(): Promise<ReadonlyMap<string, NamedArray>>;
  /** Puts values into variables, by the same names; the others stay as they are. */
  load(arrays: ReadonlyMap<string, NamedArray>): Promise<void>;
  dispose(): Promise<void>;
}

/** Counted from 0. */
const measuredStep = 4;

/** The backends whose kernels are done when they return. */
const finishing: ReadonlySet<string> = new Set(['wasm', 'cpu']);

/** Computes kernel by kernel on tfjs's current backend. */
export function eagerLearner(
  model: Model,
  spec: BatchSpec,
  datasetNode: string,
  parameters: TrainerParameters,
): Learner {
  const optimiser = createOptimiser(parameters, trainableOf(model));
  const trainer = model.nodes.find(({ kind }) => kind === trainerNode.kind)?.id ?? '';
  let steps = 0;
  let shares: StepShares | undefined;
  return {
    stepShares: () => shares,
    async step(arrays, randomKey, learningRate) {
      const { batch, labels, negativeFrames, tensors } = toTensors(arrays, spec);
      const input = { sources: { [datasetNode]: { batch, labels } }, ...(negativeFrames && { negativeFrames }) };
      // The first steps fill caches; one of the later ones is measured.
      const clock = steps === measuredStep ? new StepClock() : undefined;
      steps += 1;
      const { gradients, losses, names } = batchLoss(model, input, labels, parameters, randomKey, clock?.watch);
      optimiser.update(gradients, learningRate);
      const values = await losses.data();
      shares = clock?.end(trainer, !finishing.has(tf.getBackend())) ?? shares;
      tf.dispose([gradients, losses, ...tensors]);
      return namedLosses(names, values);
    },
    async answer(arrays, randomKey) {
      const guesses = tf.tidy(() => {
        const { batch, labels } = toTensors(arrays, spec);
        return logitsOf(model, { sources: { [datasetNode]: { batch, labels } } }, randomKey).map(answersOf);
      });
      const answers = await Promise.all(guesses.map((guess) => guess.data() as Promise<Int32Array>));
      tf.dispose(guesses);
      return answers;
    },
    async preview(arrays, randomKey) {
      if (!model.hasPreviews) return [];
      const shown = tf.tidy(() => {
        const { batch, labels } = toTensors(arrays, spec);
        return shownBy(model, { sources: { [datasetNode]: { batch, labels } } }, randomKey);
      });
      const previews = await Promise.all(
        shown.map(async (one) => previewOf(one, one.values.shape, await one.values.data())),
      );
      tf.dispose(shown.map(({ values }) => values));
      return previews;
    },
    async weights() {
      const weights = new Map<string, NamedArray>();
      for (const [name, variable] of model.variables) {
        weights.set(name, { shape: variable.shape, values: (await variable.data()) as Float32Array });
      }
      return weights;
    },
    async load(arrays) {
      for (const [name, { values }] of arrays) {
        const variable = model.variables.get(name);
        if (variable) tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, 'float32')));
      }
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
