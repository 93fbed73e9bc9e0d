import * as tf from '@tensorflow/tfjs-core';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { lossNames, type LossName } from '../../graph-nodes/graph/kind';
import { crossEntropy } from '../../graph-nodes/layers/basic';
import { lossWeight } from '../../graph-nodes/nodes/trainer/loss-weights';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { RequestError } from '../contract/errors';
import type { Losses } from '../contract/metrics';
import type { BatchInput, Model, Watch } from '../model/build';
import { stateVariables, trainableVariables } from './flat-parameters';

/** Loss of one batch: its gradients by variable name, and its terms summed over the scenarios. */
export interface BatchLoss {
  readonly gradients: tf.NamedTensorMap;
  /** The total and then the terms in {@link names}, [1 + names]. */
  readonly losses: tf.Tensor1D;
  readonly names: readonly LossName[];
}

/**
 * L = Σ_scenarios w_s · Σ_names w_n,s · L_n over the scenarios with a weight, and its gradients. The reported terms are
 * Σ_scenarios w_s · L_n, without the losses' weights; the total includes them.
 *
 * @param watch called with each node before its computation
 * @throws {RequestError} if no weighted loss depends on a trained variable, unless the model learns by states alone
 */
export function batchLoss(
  model: Model,
  input: BatchInput,
  labels: tf.Tensor1D,
  weights: TrainerParameters,
  randomKey: string,
  watch?: Watch,
): BatchLoss {
  let terms: ReadonlyMap<LossName, tf.Scalar> = new Map();
  const { value, gradients } = gradientsOf(model, () => {
    const loss = weightedLoss(model, input, labels, weights, randomKey, watch);
    terms = loss.terms;
    for (const term of terms.values()) tf.keep(term);
    return loss.total;
  });
  watch?.(undefined);

  const names = lossNames.filter((name) => terms.has(name));
  const losses = tf.tidy(() => tf.stack([value, ...names.map((name) => terms.get(name) as tf.Scalar)])) as tf.Tensor1D;
  tf.dispose([value, ...terms.values()]);
  return { gradients, losses, names };
}

/** The total of {@link batchLoss} and its terms, without gradients. The caller disposes of the tensors. */
export function weightedLoss(
  model: Model,
  input: BatchInput,
  labels: tf.Tensor1D,
  weights: TrainerParameters,
  randomKey: string,
  watch?: Watch,
): { readonly total: tf.Scalar; readonly terms: ReadonlyMap<LossName, tf.Scalar> } {
  const terms = new Map<LossName, tf.Scalar>();
  /** The weighted terms, summed by name and weight, because losses of missing passes can have other weights. */
  const weightedTerms = new Map<string, { readonly weight: number; readonly sum: tf.Scalar }>();
  const pass = model.open(input);
  let oneHot: tf.Tensor | undefined;
  for (const scenario of scenarios) {
    if (weights[scenario] === 0) continue;
    const { logits, losses } = pass({ scenario, training: true, randomKey, ...(watch && { watch }) });
    oneHot ??= tf.oneHot(labels, logits.shape[1], 1, 0, 'float32');
    for (const [name, loss] of [...losses, ['qa', crossEntropy(logits, oneHot)] as const]) {
      const weighted: tf.Scalar = tf.mul(loss, weights[scenario]);
      const sum = terms.get(name);
      terms.set(name, sum ? tf.add(sum, weighted) : weighted);
      const weight = lossWeight(weights, name, scenario);
      if (weight === 0) continue;
      const key = `${name} ${weight}`;
      const before = weightedTerms.get(key)?.sum;
      weightedTerms.set(key, { weight, sum: before ? tf.add(before, weighted) : weighted });
    }
  }
  const total = [...weightedTerms.values()]
    .map(({ weight, sum }): tf.Scalar => tf.mul(sum, weight))
    .reduce<tf.Scalar>((a, b) => tf.add(a, b), tf.scalar(0));
  return { total, terms };
}

/**
 * A scalar and its gradients by variable name. A variable without influence has none. A model of states alone, such as
 * a bank of training features, is computed without gradients.
 */
function gradientsOf(model: Model, compute: () => tf.Scalar): { value: tf.Scalar; gradients: tf.NamedTensorMap } {
  const variables = trainableVariables(model);
  if (variables.length === 0 && stateVariables(model).length > 0) return { value: tf.tidy(compute), gradients: {} };
  const { value, grads } = tf.engine().gradients(compute, [...variables], undefined, true);
  const named = variables.map(({ name }, index) => [name, grads[index] as tf.Tensor | undefined] as const);
  const gradients = Object.fromEntries(named.flatMap(([name, gradient]) => (gradient ? [[name, gradient]] : [])));
  if (Object.keys(gradients).length === 0) throw new RequestError('refused', { code: 'noLossReaches' });
  return { value: value as tf.Scalar, gradients };
}

/** Names the numbers of {@link BatchLoss.losses}. */
export function namedLosses(names: readonly LossName[], [total = NaN, ...values]: Iterable<number>): Losses {
  return { total, ...Object.fromEntries(names.map((name, index) => [name, values[index]])) };
}
