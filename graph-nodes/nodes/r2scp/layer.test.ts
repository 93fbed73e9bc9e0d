import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { Random } from '../../graph/random';
import { audioShape, questionShape, visualShape } from '../../graph/shapes';
import type { Apply, LayerSetup, Pass, Signal } from '../../layers/layer';
import { createLayer as createRetrievalLayer } from '../retrieval/layer';
import { node as retrieval } from '../retrieval/node';
import { createLayer } from './layer';
import { node } from './node';

const random = new Random(1, 'values');
const noise = (...shape: number[]) => tf.tensor(random.normals(tf.util.sizeFromShape(shape)), shape);
const real = (values: tf.Tensor): Signal => ({ values, state: 'real' });
const missing = (target: tf.Tensor): Signal => ({ values: tf.zerosLike(target), state: 'missing', target });
const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];
const specs = {
  audio: { shape: audioShape(2, 3) },
  visual: { shape: visualShape(2, 1, 1, 4) },
  question: { shape: questionShape(5) },
};
const question = noise(2, 5);

type Create = (setup: LayerSetup, parameters: Record<string, number>) => Apply;
const createR2scp: Create = (setup, parameters) => createLayer(setup, node.parameters.parse(parameters));
const createRetrieval: Create = (setup, parameters) =>
  createRetrievalLayer(setup, retrieval.parameters.parse(parameters));

function retrieving(create: Create, parameters: Record<string, number>) {
  const variables = new Map<string, tf.Variable>();
  const make = (
    name: string,
    shape: readonly number[],
    start: (shape: readonly number[], random: Random) => Float32Array,
  ) => {
    const made = tf.variable(tf.tensor(start(shape, new Random(1, name)), [...shape]));
    variables.set(name, made);
    return made;
  };
  const apply = create({ inputs: specs, variable: make, state: make }, parameters);
  const run = (audio: Signal, visual: Signal, training = false) => {
    const pass: Pass = {
      scenario: 'complete',
      training,
      frozen: false,
      draw: () => expect.fail('retrieval draws nothing'),
      addLoss: () => undefined,
      shared: (_, compute) => compute(),
    };
    const outputs = apply({ audio, visual, question }, pass);
    return { audio: outputs['audio'] as Signal, visual: outputs['visual'] as Signal };
  };
  const set = (name: string, value: number) => {
    const variable = variables.get(name) as tf.Variable;
    variable.assign(tf.fill(variable.shape, value));
  };
  return { run, set };
}

describe('R2ScP retrieval', () => {
  const batches = Array.from({ length: 3 }, () => [noise(2, 2, 3), noise(2, 2, 1, 1, 4)] as const);
  const [audio, visual] = [noise(2, 2, 3), noise(2, 2, 1, 1, 4)];
  const trained = (parameters: Record<string, number>, create = createR2scp) => {
    const made = retrieving(create, parameters);
    for (const [sounds, pictures] of batches) made.run(real(sounds), real(pictures), true);
    return made;
  };

  it('of one second equals plain retrieval, which purification cannot change', () => {
    const [ours, plain] = [trained({ nearest: 1, bank: 16 }), trained({ bank: 16 }, createRetrieval)];
    const [found, expected] = [ours, plain].map(({ run }) => run(real(audio), missing(visual)).visual);
    expect(found?.state).toBe('recalled');
    numbers(found?.values as tf.Tensor).forEach((value, index) =>
      expect(value).toBeCloseTo(numbers(expected?.values as tf.Tensor)[index] ?? NaN, 5),
    );
  });

  it('takes the most similar seconds if nothing is noise, and those that suit the question if all is', () => {
    const { run, set } = trained({ nearest: 12, bank: 12, temperature: 100 });
    // At this temperature all twelve seconds have nearly the same weight.
    const mean = tf.mean(
      tf.concat(
        batches.map(([sounds]) => tf.reshape(sounds, [4, 3])),
        0,
      ),
      0,
    );
    set('audio/threshold', 1e4);
    const kept = run(missing(audio), real(visual)).audio.values;
    expect(numbers(tf.max(tf.abs(tf.sub(kept, mean))))[0]).toBeLessThan(0.02);
    set('audio/threshold', -1e4);
    const guided = run(missing(audio), real(visual)).audio.values;
    expect(numbers(tf.max(tf.abs(tf.sub(guided, mean))))[0]).toBeGreaterThan(0.1);
    // A question without preference weights all seconds equally again.
    set('question/project/weight', 0);
    set('question/project/bias', 0);
    const even = run(missing(audio), real(visual)).audio.values;
    expect(numbers(tf.max(tf.abs(tf.sub(even, mean))))[0]).toBeLessThan(1e-5);
  });

  it('does not find seconds of the same video in training', () => {
    const { run } = retrieving(createR2scp, { nearest: 1, bank: 8 });
    const { visual: found } = run(real(audio), missing(visual), true);
    const [first, second] = tf.split(tf.reshape(found.values, [2, 8]), 2).map(numbers);
    const [ofFirst, ofSecond] = tf.split(tf.reshape(visual, [2, 2, 4]), 2).map((video) => numbers(video));
    const rows = (list: number[] = []) =>
      [list.slice(0, 4), list.slice(4)].map((row) => row.map((x) => x.toFixed(4)).join());
    for (const row of rows(first)) expect(rows(ofSecond)).toContain(row);
    for (const row of rows(second)) expect(rows(ofFirst)).toContain(row);
  });
});
