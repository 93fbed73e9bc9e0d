import * as tf from '@tensorflow/tfjs-core';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { lossNames, type LossName } from '../../graph-nodes/graph/kind';
import { crossEntropy } from '../../graph-nodes/layers/basic';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { Losses } from '../contract/metrics';
import type { BatchInput, Model, Watch } from '../model/build';
import { trainableVariables } from './flat-parameters';

/** The loss of one batch: its gradients by variable name, and its terms summed over the scenarios. */
export interface BatchLoss {
  readonly gradients: tf.NamedTensorMap;
  /** The total and then the terms in {@link names}, [1 + names]. */
  readonly losses: tf.Tensor1D;
  readonly names: readonly LossName[];
}

/**
 * L = Σ_scenarios w_s · Σ_names w_n · L_n over the scenarios with a weight, and its gradients.
 * The reported terms are Σ_scenarios w_s · L_n, without the names' weights; the total has them.
 *
 * @param watch called with the node that is computed from now on
 */
export function batchLoss(
  model: Model,
  input: BatchInput,
  labels: tf.Tensor1D,
  weights: TrainerParameters,
  randomKey: string,
  watch?: Watch,
): BatchLoss {
  const terms = new Map<LossName, tf.Scalar>();
  const { value, grads } = tf.variableGrads(() => {
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
      }
    }
    for (const term of terms.values()) tf.keep(term);
    return [...terms]
      .map(([name, term]): tf.Scalar => tf.mul(term, weights[name]))
      .reduce<tf.Scalar>((a, b) => tf.add(a, b), tf.scalar(0));
  }, trainableVariables(model));
  watch?.(undefined);

  const names = lossNames.filter((name) => terms.has(name));
  const losses = tf.tidy(() => tf.stack([value, ...names.map((name) => terms.get(name) as tf.Scalar)])) as tf.Tensor1D;
  tf.dispose([value, ...terms.values()]);
  return { gradients: grads, losses, names };
}

/** Names the numbers of {@link BatchLoss.losses}. */
export function namedLosses(names: readonly LossName[], [total = NaN, ...values]: Iterable<number>): Losses {
  return { total, ...Object.fromEntries(names.map((name, index) => [name, values[index]])) };
}
