import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup, Pass } from './layer';

/** A setup that lists the trainable variables made through it. */
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
 * y = f(x, given), of which nothing but x is kept for the backward pass: f is computed again there (Chen et al., “Training
 * Deep Nets with Sublinear Memory Cost”, 2016). The values and gradients are those of f itself.
 *
 * @param given what f depends on besides, and has no gradient by
 * @param variables all that f has; the trainable ones get their gradients
 */
export function recomputed<X extends tf.Tensor, Given extends tf.Tensor, Y extends tf.Tensor>(
  f: (x: X, given: Given) => Y,
  x: X,
  given: Given,
  variables: readonly tf.Variable[],
  pass: Pass,
): Y {
  // tfjs computes every gradient of a customGrad at once, also those of inputs that have no use for theirs.
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
 * The values of x, as something that is not there before dy is. In a graph that is recorded once, what is computed again
 * from x itself would be taken for what was computed before, and be kept; a zero that the graph does not know tells them apart.
 */
function notBefore<X extends tf.Tensor>(x: X, dy: tf.Tensor, pass: Pass): X {
  const zero = pass.draw([1], (_, length) => new Float32Array(length));
  const some = tf.slice(tf.reshape(dy, [-1]), [0], [1]);
  return tf.add(x, tf.mul(zero, some)) as X;
}

/** Gradients asked for in the middle of a backward pass, whose own record tfjs would lose. */
function gradientsWithin(f: () => tf.Tensor, inputs: tf.Tensor[], dy: tf.Tensor): readonly (tf.Tensor | undefined)[] {
  const { state } = tf.engine();
  const { activeTape } = state;
  const { grads } = tf.engine().gradients(f, inputs, dy, true);
  state.activeTape = activeTape;
  return grads;
}
