import * as tf from '@tensorflow/tfjs-core';
import type { Initializer, LayerSetup } from './layer';
import { uniformByFan } from './initializers';

/**
 * One-layer LSTM (Hochreiter and Schmidhuber, 1997), gates in the order input, forget, cell, output as in PyTorch: i, f, o =
 * σ(x W + b + h U + d), g = tanh(x W + b + h U + d), c = f ⊙ c + i ⊙ g, h = o ⊙ tanh(c).
 * Two biases b and d are equivalent to one, but the optimizer updates each of them.
 *
 * @param forgetBias added to the initial bias of the forget gate: 1 keeps memories from the start (Jozefowicz et al., 2015)
 * @returns from x [N, B, C] (time first) to the last hidden and cell state, [B, C] each
 */
export function lstm(
  setup: LayerSetup,
  name: string,
  width: number,
  forgetBias: number,
): (x: tf.Tensor3D) => [tf.Tensor2D, tf.Tensor2D] {
  const start = uniformByFan(width);
  /** Adds the forget bias to the second of the four gates. */
  const startBias: Initializer = (shape, random) =>
    start(shape, random).map((value, index) => (Math.floor(index / width) === 1 ? value + forgetBias : value));
  const inputWeight = setup.variable(`${name}/inputWeight`, [width, 4 * width], start) as tf.Tensor2D;
  const hiddenWeight = setup.variable(`${name}/hiddenWeight`, [width, 4 * width], start) as tf.Tensor2D;
  const bias = setup.variable(`${name}/bias`, [4 * width], startBias);
  const hiddenBias = setup.variable(`${name}/hiddenBias`, [4 * width], start);
  return (x) => {
    const [length, batch] = x.shape;
    // The products with the inputs are independent of each other: one product for all N words.
    const biases = tf.add(bias, hiddenBias);
    const fromInputs = tf.split(tf.add(tf.matMul(tf.reshape(x, [length * batch, width]), inputWeight), biases), length);
    let hidden = tf.zeros([batch, width]) as tf.Tensor2D;
    let cell = tf.zeros([batch, width]) as tf.Tensor2D;
    for (const fromInput of fromInputs) {
      const [input, forget, candidate, output] = tf.split(tf.add(fromInput, tf.matMul(hidden, hiddenWeight)), 4, 1) as [
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      cell = tf.add(tf.mul(tf.sigmoid(forget), cell), tf.mul(tf.sigmoid(input), tf.tanh(candidate)));
      hidden = tf.mul(tf.sigmoid(output), tf.tanh(cell));
    }
    return [hidden, cell];
  };
}

/**
 * One-layer GRU (Cho et al., 2014), gates in the order reset, update, new as in PyTorch:
 * r, z = σ(x W + b + h U + d), n = tanh(x W + b + r ⊙ (h U + d)), h = (1 − z) ⊙ n + z ⊙ h.
 *
 * @returns from x [N, B, C] (time first) to the last hidden state [B, C]
 */
export function gru(setup: LayerSetup, name: string, width: number): (x: tf.Tensor3D) => tf.Tensor2D {
  const start = uniformByFan(width);
  const inputWeight = setup.variable(`${name}/inputWeight`, [width, 3 * width], start) as tf.Tensor2D;
  const hiddenWeight = setup.variable(`${name}/hiddenWeight`, [width, 3 * width], start) as tf.Tensor2D;
  const inputBias = setup.variable(`${name}/inputBias`, [3 * width], start);
  const hiddenBias = setup.variable(`${name}/hiddenBias`, [3 * width], start);
  return (x) => {
    const [length, batch] = x.shape;
    const fromInputs = tf.split(
      tf.add(tf.matMul(tf.reshape(x, [length * batch, width]), inputWeight), inputBias),
      length,
    );
    let hidden = tf.zeros([batch, width]) as tf.Tensor2D;
    for (const fromInput of fromInputs) {
      type Gates = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const [inputReset, inputUpdate, inputNew] = tf.split(fromInput, 3, 1) as Gates;
      const fromHidden = tf.add(tf.matMul(hidden, hiddenWeight), hiddenBias);
      const [hiddenReset, hiddenUpdate, hiddenNew] = tf.split(fromHidden, 3, 1) as Gates;
      const reset = tf.sigmoid(tf.add(inputReset, hiddenReset));
      const update = tf.sigmoid(tf.add(inputUpdate, hiddenUpdate));
      const candidate = tf.tanh(tf.add(inputNew, tf.mul(reset, hiddenNew)));
      // (1 − z) ⊙ n + z ⊙ h = n + z ⊙ (h − n)
      hidden = tf.add(candidate, tf.mul(update, tf.sub(hidden, candidate)));
    }
    return hidden;
  };
}
