import * as tf from '@tensorflow/tfjs-core';

/** Sinusoidal embedding (Vaswani et al., 2017) of the steps 0 … K−1: [K, width] */
export function timeEmbedding(steps: number, width: number): tf.Tensor2D {
  const half = Math.max(1, Math.floor(width / 2));
  const values = new Float32Array(steps * width);
  for (let step = 0; step < steps; step += 1) {
    for (let index = 0; index < width; index += 1) {
      const frequency = Math.exp((-Math.log(10_000) * (index % half)) / Math.max(1, half - 1));
      values[step * width + index] = index < half ? Math.sin(step * frequency) : Math.cos(step * frequency);
    }
  }
  return tf.tensor2d(values, [steps, width]);
}
