import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { labelsShape } from '../../graph/shapes';
import type { BatchSignal } from '../../layers/layer';
import { missing, nodeBench, real } from '../../../test/fixtures/node-bench';

const spec = {
  seconds: 2,
  audioWidth: 1,
  height: 1,
  width: 1,
  visualWidth: 2,
  questionLength: 1,
  vocabulary: 2,
  answers: 2,
};
const sounds = tf.tensor([2, 6], [1, 2, 1]);
const pictures = tf.tensor([1, 2, 3, 4], [1, 2, 1, 1, 2]);
const batch: BatchSignal = {
  spec,
  audio: real(sounds),
  visual: real(pictures),
  question: tf.zeros([1, 1], 'int32'),
};
const mean = () => nodeBench('missing-modality', { fill: 'mean' }, { batch: { shape: labelsShape, batch: spec } });
const numbersOf = (bench: ReturnType<typeof mean>, name: string) => [
  ...(bench.variables.get(name) as tf.Variable).dataSync(),
];
const close = (found: number[], expected: number[]) =>
  found.forEach((value, index) => expect(value).toBeCloseTo(expected[index] as number, 6));

describe('the mean fill', () => {
  it('learns the mean of both modalities if only complete pairs train', () => {
    const bench = mean();
    for (let step = 0; step < 2; step += 1) bench.batch()({ batch });
    // The batch means are 4 and [2, 3]: m = 0.05 · mean, then m + 0.05 · (mean − m).
    close(numbersOf(bench, 'audioMean'), [0.39]);
    close(numbersOf(bench, 'visualMean'), [0.195, 0.2925]);
    const { batch: filled } = bench.batch()({ batch }, { scenario: 'visualMissing', training: false });
    const { values, state } = (filled as BatchSignal).visual;
    expect(state).toBe('missing');
    close([...values.dataSync()], [0.195, 0.2925, 0.195, 0.2925]);
  });

  it('learns once per batch over all of its passes', () => {
    const bench = mean();
    const pass = bench.batch();
    for (const scenario of ['complete', 'audioMissing', 'visualMissing'] as const) pass({ batch }, { scenario });
    close(numbersOf(bench, 'audioMean'), [0.2]);
    close(numbersOf(bench, 'visualMean'), [0.1, 0.15]);
  });

  it('does not learn in evaluation, nor from the fill of an absent modality', () => {
    const bench = mean();
    bench.batch()({ batch }, { training: false });
    const { target: _, ...absent } = missing(tf.ones([1, 2, 1]));
    bench.batch()({ batch: { ...batch, audio: absent } });
    close(numbersOf(bench, 'audioMean'), [0]);
    close(numbersOf(bench, 'visualMean'), [0.1, 0.15]);
  });
});
