import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup, Pass } from './layer';

/** A setup that lists the trainable variables that were created through it. */
export function listing(setup: LayerSetup): { setup: LayerSetup; variables: tf.Variable[] } {
  const variables: tf.Variable[] = [];
  const variable: LayerSetup['variable'] = (...made) => {
    const added = setup.variable(...made);
    variables.push(added);
    return added;
  };
  return { setup: { ...setup, variable }, variables };
}

/**
 * y = f(x, given) that keeps only x for the backward pass and computes f again there (Chen et al., “Training Deep Nets with
 * Sublinear Memory Cost”, 2016). The values and gradients are those of f itself.
 *
 * @param given further inputs of f, which have no gradient
 * @param variables all variables of f; the trainable ones get gradients
 */
export function recomputed<X extends tf.Tensor, Given extends tf.Tensor, Y extends tf.Tensor>(
  f: (x: X, given: Given) => Y,
  x: X,
  given: Given,
  variables: readonly tf.Variable[],
  pass: Pass,
): Y {
  // tfjs computes all gradients of a customGrad at once, also those that are not used.
  const trained = variables.filter(({ trainable }) => trainable);
  const compute = tf.customGrad((...parameters) => {
    const save = parameters.at(-1) as (tensors: tf.Tensor[]) => void;
    save([x, given]);
    const gradFunc = (dy: tf.Tensor, [keptX, keptGiven]: tf.Tensor[]): tf.Tensor[] => {
      const again = notBefore(keptX as X, dy, pass);
      const inputs = [again, ...trained];
      const gradients = gradientsWithin(() => f(again, keptGiven as Given), inputs, dy);
      return inputs.map((input, index) => gradients[index] ?? tf.zerosLike(input));
    };
    return { value: f(x, given), gradFunc };
  });
  return compute(x, ...trained) as Y;
}

/**
 * The values of x as a tensor that depends on dy. A recorded graph merges equal computations, so a second computation from x
 * itself would be replaced by the kept values of the first. The graph cannot fold this zero, so the two stay separate.
 */
function notBefore<X extends tf.Tensor>(x: X, dy: tf.Tensor, pass: Pass): X {
  const zero = pass.draw([1], (_, length) => new Float32Array(length));
  const some = tf.slice(tf.reshape(dy, [-1]), [0], [1]);
  return tf.add(x, tf.mul(zero, some)) as X;
}

/** Gradients that are requested during a backward pass. tfjs would lose the tape of that pass. */
function gradientsWithin(f: () => tf.Tensor, inputs: tf.Tensor[], dy: tf.Tensor): readonly (tf.Tensor | undefined)[] {
  const { state } = tf.engine();
  const { activeTape } = state;
  const { grads } = tf.engine().gradients(f, inputs, dy, true);
  state.activeTape = activeTape;
  return grads;
}
