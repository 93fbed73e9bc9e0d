import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import { Random } from '../../graph/random';
import { audioShape, questionShape, visualShape } from '../../graph/shapes';
import type { LayerSetup, Pass, Signal } from '../../layers/layer';
import { createLayer } from './layer';
import { node } from './node';

const [seconds, cells, channels, width, answers] = [2, 4, 3, 2, 5];
const inputs = {
  audio: { shape: audioShape(seconds, channels) },
  visual: { shape: visualShape(seconds, 2, 2, channels) },
  question: { shape: questionShape(channels) },
};
const pass: Pass = {
  scenario: 'complete',
  training: true,
  frozen: false,
  draw: () => expect.fail('the head draws nothing'),
  addLoss: () => expect.fail('the head has no losses'),
  shared: (_, compute) => compute(),
};

const random = new Random(1, 'values');
const values = (...shape: number[]) => tf.tensor(random.normals(tf.util.sizeFromShape(shape)), shape);

/** The head's equations as loops over one sample. */
function reference(
  variables: ReadonlyMap<string, tf.Variable>,
  audio: number[][],
  visual: number[][][],
  question: number[],
) {
  const variable = (name: string) => variables.get(name)?.arraySync();
  const linear = (name: string, x: number[]): number[] => {
    const [weight, bias] = [variable(`${name}/weight`) as number[][], variable(`${name}/bias`) as number[]];
    return bias.map((b, column) => x.reduce((sum, value, row) => sum + value * (weight[row]?.[column] ?? NaN), b));
  };
  const plus = (...rows: number[][]): number[] =>
    (rows[0] ?? []).map((_, index) => rows.reduce((sum, row) => sum + (row[index] ?? NaN), 0));
  const gate = (name: string, x: number[]): number[] => {
    const scale = linear(`${name}/gate`, question);
    return x.map((value, index) => Math.max(0, value * (1 + (scale[index] ?? NaN))));
  };
  const stage = (name: string, x: number[]) => gate(name, linear(name, x));
  const [ofCell, ofSecond, ofSound] = [
    variable('pair/cell') as number[][][],
    variable('pair/second') as number[][],
    variable('sounds/second') as number[][],
  ];
  const seen = Array.from({ length: cells }, (_, cell) => {
    const overTime = audio.flatMap((sound, second) => {
      const picture = linear('pair/visual', visual[second]?.[cell] ?? []);
      const sum = plus(picture, linear('pair/audio', sound), ofCell[cell]?.[0] ?? [], ofSecond[second] ?? []);
      return stage('pairs', gate('pair', sum));
    });
    return stage('cellOverTime', overTime);
  });
  const heard = audio.flatMap((sound, second) => stage('sounds', plus(sound, ofSound[second] ?? [])));
  return linear('answer', stage('fusion', [...plus(...seen), ...stage('soundOverTime', heard)]));
}

it('computes its equations', () => {
  const variables = new Map<string, tf.Variable>();
  const make: LayerSetup['variable'] = (name, shape) => {
    const variable = tf.variable(values(...shape));
    variables.set(name, variable);
    return variable;
  };
  const apply = createLayer(
    { inputs, variable: make, state: () => expect.fail('the head has no states') },
    node.parameters.parse({ width, answers }),
  );
  const [audio, visual, question] = [
    values(3, seconds, channels),
    values(3, seconds, 2, 2, channels),
    values(3, channels),
  ];
  const signal = (real: tf.Tensor): Signal => ({ values: real, state: 'real' });
  const { logits } = apply({ audio: signal(audio), visual: signal(visual), question }, pass);
  const found = (logits as tf.Tensor2D).arraySync();
  const sounds = audio.arraySync() as number[][][];
  const pictures = tf.reshape(visual, [3, seconds, cells, channels]).arraySync() as number[][][][];
  const questions = question.arraySync() as number[][];
  found.forEach((row, sample) => {
    const expected = reference(variables, sounds[sample] ?? [], pictures[sample] ?? [], questions[sample] ?? []);
    row.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 3));
  });
});
