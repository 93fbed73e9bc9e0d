import * as tf from '@tensorflow/tfjs-core';

/** Maximum rows and columns of a drawing on a node. */
const most = { rows: 8, columns: 64 };

/**
 * Shares as a heat map with the size of a drawing on a node: the first rows of [R, L], with sums of neighbouring columns, [≤ 8,
 * ≤ 64].
 */
export function drawable(shares: tf.Tensor): tf.Tensor2D {
  const [rows, length] = shares.shape as [number, number];
  const shown = Math.min(rows, most.rows);
  const each = Math.ceil(length / most.columns);
  const columns = Math.ceil(length / each);
  const first = tf.slice(shares, [0, 0], [shown, length]) as tf.Tensor2D;
  const filled = tf.pad(first, [
    [0, 0],
    [0, columns * each - length],
  ]);
  return tf.sum(tf.reshape(filled, [shown, columns, each]), -1);
}

/** At most `most` integers from 0 to below `count`, at equal distances, with the first and the last. */
export function evenly(count: number, atMost: number): number[] {
  if (count <= atMost) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: atMost }, (_, index) => Math.round((index * (count - 1)) / (atMost - 1)));
}
