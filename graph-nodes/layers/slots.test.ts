import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import type { LayerSetup } from './layer';
import { Random } from '../graph/random';
import { drawnSlots, seenSlots } from './slots';

const variables = new Map<string, tf.Variable>();
const setup: LayerSetup = {
  inputs: {},
  variable(name, shape, start) {
    const variable = tf.variable(tf.tensor(start(shape, new Random(1, name)), [...shape]));
    variables.set(name, variable);
    return variable;
  },
  state: (name, shape, start) => tf.variable(tf.tensor(start(shape, new Random(1, name)), [...shape]), false),
};
/** One video of two seconds; its sounds have two values, its pictures one cell of one channel. */
const sounds = (...rows: [number, number][]) => tf.tensor(rows.flat(), [1, rows.length, 2]);
const pictures = (...values: number[]) => tf.tensor(values, [1, values.length, 1, 1, 1]);
const numbers = (bank: tf.Tensor) => [...bank.dataSync()];
/** A step that trains the slots of a modality, by an update below float32 precision. */
const train = (modality: 'audio' | 'visual') => {
  const learned = variables.get(`${modality}Slots`) as tf.Variable;
  learned.assign(tf.fill(learned.shape, -1e-30));
};

describe('slots that start as training features', () => {
  it('are the first seconds of training, sound and picture of one second in one place, and stay so', () => {
    const slots = seenSlots(setup, 4, 2, 1);
    slots.see(sounds([1, 2], [3, 4]), pictures(5, 6));
    train('audio');
    slots.see(sounds([7, 8], [9, 10]), pictures(11, 12));
    slots.see(sounds([-1, -1], [-1, -1]), pictures(-1, -1));
    expect(numbers(slots.audio())).toEqual([7, 8, 9, 10, 1, 2, 3, 4]);
    expect(numbers(slots.visual())).toEqual([11, 12, 5, 6]);
  });

  it('repeat the first batch until more seconds have been seen, so that none is empty', () => {
    const slots = seenSlots(setup, 5, 2, 1);
    slots.see(sounds([1, 2], [3, 4]), pictures(5, 6));
    expect(numbers(slots.visual())).toEqual([5, 6, 5, 6, 5]);
    train('audio');
    slots.see(sounds([7, 8], [9, 10]), pictures(11, 12));
    expect(numbers(slots.visual())).toEqual([11, 12, 5, 6, 5]);
    slots.see(sounds([7, 8], [9, 10]), pictures(13, 14));
    expect(numbers(slots.visual())).toEqual([13, 14, 11, 12, 5]);
  });

  it('take only their own number of seconds from a batch that is larger', () => {
    const slots = seenSlots(setup, 1, 2, 1);
    slots.see(sounds([1, 2], [3, 4]), pictures(5, 6));
    train('visual');
    slots.see(sounds([7, 8], [9, 10]), pictures(11, 12));
    expect([numbers(slots.audio()), numbers(slots.visual())]).toEqual([[1, 2], [5]]);
  });
});

describe('slots that no step has trained', () => {
  it.each(['audio', 'visual'] as const)('start again with every batch, until the %s slots are trained', (modality) => {
    const slots = seenSlots(setup, 3, 2, 1);
    slots.see(sounds([1, 2], [3, 4]), pictures(5, 6));
    slots.see(sounds([7, 8], [9, 10]), pictures(11, 12));
    expect(numbers(slots.audio())).toEqual([7, 8, 9, 10, 7, 8]);
    expect(numbers(slots.visual())).toEqual([11, 12, 11]);
    train(modality);
    slots.see(sounds([1, 2], [3, 4]), pictures(5, 6));
    expect(numbers(slots.visual())).toEqual([5, 6, 11]);
    slots.see(sounds([1, 2], [3, 4]), pictures(13, 14));
    expect(numbers(slots.visual())).toEqual([5, 6, 11]);
  });
});

describe('slots that start as random numbers', () => {
  it('do not change with the batches', () => {
    const slots = drawnSlots(setup, 3, 2, 1);
    const before = numbers(slots.audio());
    slots.see(sounds([1, 2], [3, 4]), pictures(5, 6));
    expect(numbers(slots.audio())).toEqual(before);
  });
});
