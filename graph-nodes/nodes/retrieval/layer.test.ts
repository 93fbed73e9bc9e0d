import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import type { Pass, Signal } from '../../layers/layer';
import { audioShape, visualShape } from '../../graph/shapes';
import type { VisualAddress } from '../../layers/grid';
import { createLayer } from './layer';

/** Three seconds of two-valued sounds and pictures of one cell. */
const seconds = 3;
const sounds = [
  [1, 0],
  [0, 1],
  [-1, 0],
];
const pictures = [
  [5, 0],
  [0, 6],
  [-7, 0],
];
const audioOf = (rows: number[][]) => tf.tensor(rows.flat(), [1, rows.length, 2]);
const visualOf = (rows: number[][]) => tf.tensor(rows.flat(), [1, rows.length, 1, 1, 2]);
const real = (values: tf.Tensor): Signal => ({ values, state: 'real' });
const missing = (values: tf.Tensor): Signal => ({ values: tf.zerosLike(values), state: 'missing' });

function retrieval(
  bank: number,
  visualAddress: VisualAddress = 'whole map',
  [length, gridWidth, channels]: readonly [number, number, number] = [seconds, 1, 2],
) {
  const inputs = {
    audio: { shape: audioShape(length, 2) },
    visual: { shape: visualShape(length, 1, gridWidth, channels) },
  };
  const make = (_: string, shape: readonly number[]) => tf.variable(tf.zeros([...shape]), false);
  const apply = createLayer({ inputs, variable: make, state: make }, { bank, visualAddress });
  return (audio: Signal, visual: Signal, training: boolean, frozen = false) => {
    const pass: Pass = {
      scenario: 'complete',
      training,
      frozen,
      draw: () => expect.fail('retrieval draws nothing'),
      addLoss: () => undefined,
      shared: (_, compute) => compute(),
    };
    const outputs = apply({ audio, visual }, pass);
    return { audio: outputs['audio'] as Signal, visual: outputs['visual'] as Signal };
  };
}
const numbers = (signal: Signal) => [...signal.values.dataSync()];

describe('retrieval', () => {
  it('replaces the missing modality by the most similar training second', () => {
    const run = retrieval(8);
    run(real(audioOf(sounds)), real(visualOf(pictures)), true);
    const heard = audioOf([
      [0.1, 2],
      [-3, 0.2],
      [4, 1],
    ]);
    const { visual } = run(real(heard), missing(visualOf(pictures)), false);
    expect(visual.state).toBe('recalled');
    expect(numbers(visual)).toEqual([0, 6, -7, 0, 5, 0]);
    const { audio } = run(missing(audioOf(sounds)), real(visualOf([...pictures].reverse())), false);
    expect(numbers(audio)).toEqual([-1, 0, 0, 1, 1, 0]);
  });

  it('never takes an empty place if there is a written one, and gives zeros before any training', () => {
    const run = retrieval(8);
    expect(numbers(run(real(audioOf(sounds)), missing(visualOf(pictures)), false).visual)).toEqual([0, 0, 0, 0, 0, 0]);
    run(real(audioOf(sounds)), real(visualOf(pictures)), true);
    // The cosine with all three is negative; the 0 of an empty place would be larger.
    const against = audioOf([
      [0, -1],
      [0.1, -1],
      [-0.1, -1],
    ]);
    expect(numbers(run(real(against), missing(visualOf(pictures)), false).visual).slice(2)).toEqual([5, 0, -7, 0]);
  });

  it('forgets the oldest seconds beyond M', () => {
    const run = retrieval(3);
    run(real(audioOf(sounds)), real(visualOf(pictures)), true);
    const newer = visualOf([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    run(real(audioOf(sounds)), real(newer), true);
    expect(numbers(run(real(audioOf(sounds)), missing(newer), false).visual)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('compares pictures by their mean over the grid with that option, independent of positions', () => {
    const twoCells = (rows: number[][]) => tf.tensor(rows.flat(), [1, rows.length, 1, 2, 1]);
    const found = (visualAddress: VisualAddress) => {
      const run = retrieval(2, visualAddress, [2, 2, 1]);
      const twoSounds = audioOf(sounds.slice(0, 2));
      const stored = [
        [4, 0],
        [-5, 1],
      ];
      const seen = [
        [0, 1],
        [-1, 0],
      ];
      run(real(twoSounds), real(twoCells(stored)), true);
      return numbers(run(missing(twoSounds), real(twoCells(seen)), false).audio);
    };
    // Cosines of the whole maps: 0 and 0.2, then −1 and 0.98. The means are 2 and −2, those of the stored maps 0.5 and −0.5.
    expect(found('whole map')).toEqual([0, 1, 0, 1]);
    expect(found('mean of the grid')).toEqual([1, 0, 0, 1]);
  });

  it('searches a frozen bank without writing to it', () => {
    const run = retrieval(8);
    run(real(audioOf(sounds)), real(visualOf(pictures)), true, true);
    expect(numbers(run(real(audioOf(sounds)), missing(visualOf(pictures)), false).visual)).toEqual([0, 0, 0, 0, 0, 0]);
    run(real(audioOf(sounds)), real(visualOf(pictures)), true);
    run(real(audioOf([...sounds].reverse())), real(visualOf(pictures)), true, true);
    const { visual } = run(real(audioOf(sounds)), missing(visualOf(pictures)), false);
    expect(numbers(visual)).toEqual([5, 0, 0, 6, -7, 0]);
    // The second itself is excluded, also in a frozen node.
    const found = numbers(run(real(audioOf(sounds)), missing(visualOf(pictures)), true, true).visual);
    expect(found.slice(0, 2)).not.toEqual([5, 0]);
  });

  it('does not find the queried second itself in training', () => {
    const run = retrieval(8);
    run(real(audioOf(sounds)), real(visualOf(pictures)), true);
    const target = visualOf(pictures);
    const { visual } = run(real(audioOf(sounds)), { ...missing(target), target }, true);
    const found = numbers(visual);
    expect(found.slice(0, 2)).not.toEqual([5, 0]);
    expect(found.slice(2, 4)).not.toEqual([0, 6]);
  });
});
