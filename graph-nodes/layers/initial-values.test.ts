import type * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { Random } from '../graph/random';
import { attentionOfOneQuery, selfAttention } from './attention';
import { linear } from './basic';
import { convolution } from './convolution';
import { fullAttention } from './grid-attention';
import type { LayerSetup } from './layer';
import { lstm } from './recurrent';
import { drawnSlots } from './slots';
import { unet } from './unet';

/** Initial values of a layer's variables, by name. */
function initialValues(build: (setup: LayerSetup) => unknown): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  const variable: LayerSetup['variable'] = (name, shape, initializer) => {
    values.set(name, initializer(shape, new Random(1, name)));
    return { shape } as unknown as tf.Variable;
  };
  build({ inputs: {}, variable, state: variable });
  return values;
}

/** Expects values that fill [−bound, bound] and have the standard deviation of a uniform distribution, bound / √3. */
function expectUniform(values: Float32Array | undefined, bound: number): void {
  const largest = Math.max(...(values ?? []).map(Math.abs));
  expect(largest).toBeLessThanOrEqual(bound);
  expect(largest).toBeGreaterThan(0.9 * bound);
  const squares = (values ?? new Float32Array()).reduce((sum, value) => sum + value ** 2, 0);
  const deviation = Math.sqrt(squares / (values?.length ?? 1));
  expect(deviation / (bound / Math.sqrt(3))).toBeGreaterThan(0.8);
  expect(deviation / (bound / Math.sqrt(3))).toBeLessThan(1.2);
}

function expectNormal(values: Float32Array | undefined): void {
  const list = [...(values ?? [])];
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(Math.abs(variance - 1)).toBeLessThan(0.2);
  expect(Math.max(...list)).toBeGreaterThan(2);
}

const width = 64;
const zeros = (length: number) => new Float32Array(length);

describe('initial values', () => {
  it('of a fully connected layer are uniform within 1/√inputs, bias included', () => {
    const found = initialValues((setup) => linear(setup, 'it', 100, width));
    expectUniform(found.get('it/weight'), 0.1);
    expectUniform(found.get('it/bias'), 0.1);
  });

  it('of a convolution are uniform within 1/√(size² · inputs)', () => {
    const found = initialValues((setup) => convolution(setup, 'it', 3, 4, width));
    expectUniform(found.get('it/weight'), 1 / 6);
    expectUniform(found.get('it/bias'), 1 / 6);
  });

  it.each([
    ['of an attention of one query', attentionOfOneQuery],
    ['of a self-attention', selfAttention],
  ])(
    '%s are Xavier-uniform over [C, 3C] with zero biases, the output projection a fully connected layer',
    (_, layer) => {
      const found = initialValues((setup) => layer(setup, 'it', width, 4, 0));
      for (const part of ['query', 'key', 'value']) {
        expectUniform(found.get(`it/${part}/weight`), Math.sqrt(6 / (4 * width)));
        expect(found.get(`it/${part}/bias`)).toEqual(zeros(width));
      }
      expectUniform(found.get('it/output/weight'), 1 / Math.sqrt(width));
      expect(found.get('it/output/bias')).toEqual(zeros(width));
    },
  );

  it('of an LSTM are uniform within 1/√C, both biases too, and the forget bias is added to one of them', () => {
    const found = initialValues((setup) => lstm(setup, 'it', width, 0));
    const names = ['it/inputWeight', 'it/hiddenWeight', 'it/bias', 'it/hiddenBias'];
    expect([...found.keys()]).toEqual(names);
    for (const name of names) expectUniform(found.get(name), 1 / 8);
    expect(found.get('it/bias')).not.toEqual(found.get('it/hiddenBias'));

    const remembering = initialValues((setup) => lstm(setup, 'it', width, 2));
    const added = remembering.get('it/bias')?.map((value, index) => value - (found.get('it/bias')?.[index] ?? NaN));
    added?.forEach((value, index) => expect(value).toBeCloseTo(Math.floor(index / width) === 1 ? 2 : 0, 6));
    expect(remembering.get('it/hiddenBias')).toEqual(found.get('it/hiddenBias'));
  });

  it('of memories and slots are normal', () => {
    const found = initialValues((setup) => {
      fullAttention(setup, 'it', width);
      drawnSlots(setup, 20, width, 200);
    });
    for (const name of ['it/memoryKeys', 'it/memoryValues', 'audioSlots', 'visualSlots']) expectNormal(found.get(name));
    expectUniform(found.get('it/queryKeyValue/weight'), 1 / 8);
  });

  it('of the U-Net’s last layer are those of a convolution, or zero with `zeroStart`', () => {
    const found = initialValues((setup) => unet(setup, 'it', 2, 40, 16));
    expectUniform(found.get('it/leave/weight'), 1 / 4);
    expectUniform(found.get('it/leave/bias'), 1 / 4);
    const zero = initialValues((setup) => unet(setup, 'it', 2, 40, 16, true));
    expect(zero.get('it/leave/weight')).toEqual(zeros(16 * 40));
    expect(zero.get('it/leave/bias')).toEqual(zeros(40));
  });
});
