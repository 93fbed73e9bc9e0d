import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { Random } from '../../graph/random';
import { audioShape, visualShape } from '../../graph/shapes';
import type { Pass, Signal } from '../../layers/layer';
import { createLayer } from './layer';
import { node } from './node';

const random = new Random(1, 'values');
const noise = (...shape: number[]) => tf.tensor(random.normals(tf.util.sizeFromShape(shape)), shape);
const real = (values: tf.Tensor): Signal => ({ values, state: 'real' });
const missing = (target: tf.Tensor): Signal => ({ values: tf.zerosLike(target), state: 'missing', target });
const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];
const specs = { audio: { shape: audioShape(3, 4) }, visual: { shape: visualShape(3, 2, 2, 5) } };
const pass: Pass = {
  scenario: 'complete',
  training: true,
  frozen: false,
  draw: () => expect.fail('the node draws nothing'),
  addLoss: () => expect.fail('the node has no loss'),
  shared: (_, compute) => compute(),
};

function prompts() {
  const variables = new Map<string, tf.Variable>();
  const apply = createLayer(
    {
      inputs: specs,
      variable(name, shape, start) {
        const made = tf.variable(tf.tensor(start(shape, new Random(1, name)), [...shape]));
        variables.set(name, made);
        return made;
      },
      state: () => expect.fail('the node has no state'),
    },
    node.parameters.parse({ prompts: 3 }),
  );
  const run = (audio: Signal, visual: Signal) => {
    const outputs = apply({ audio, visual }, pass);
    return { audio: outputs['audio'] as Signal, visual: outputs['visual'] as Signal };
  };
  const fill = (name: string, value: number) => {
    const variable = variables.get(name) as tf.Variable;
    variable.assign(tf.fill(variable.shape, value));
  };
  return { run, fill };
}

describe('missing-aware prompts', () => {
  const [audio, visual] = [noise(2, 3, 4), noise(2, 3, 2, 2, 5)];

  it('have no effect before training, but mark a missing modality as recalled', () => {
    const { run } = prompts();
    const complete = run(real(audio), real(visual));
    expect([numbers(complete.audio.values), numbers(complete.visual.values)]).toEqual([
      numbers(audio),
      numbers(visual),
    ]);
    const { audio: recalled } = run(missing(audio), real(visual));
    expect(recalled.state).toBe('recalled');
    expect(numbers(recalled.values).every((value) => value === 0)).toBe(true);
  });

  it('depend on the case: complete, audio missing or visual missing', () => {
    const { run, fill } = prompts();
    ['complete', 'visualMissing'].forEach((name, index) => fill(`audio/${name}/values`, index + 1));
    fill('audio/missing', 3);
    // Equal values are read unchanged, whatever the keys are.
    const added = (found: Signal) => numbers(tf.sub(found.values, found.state === 'real' ? audio : 0));
    const expectAdded = (found: Signal, amount: number) =>
      added(found).forEach((value) => expect(value).toBeCloseTo(amount, 5));
    expectAdded(run(real(audio), real(visual)).audio, 1);
    expectAdded(run(real(audio), missing(visual)).audio, 2);
    expectAdded(run(missing(audio), real(visual)).audio, 3);
  });

  it('of samples that miss nothing are those of the complete case', () => {
    const { run, fill } = prompts();
    fill('visual/complete/values', 1);
    fill('visual/audioMissing/values', 2);
    const missingRows = tf.tensor1d([0, 1]);
    const found = run({ ...missing(audio), missingRows }, real(visual)).visual;
    const [given, beside] = tf.split(tf.sub(found.values, visual), 2) as [tf.Tensor, tf.Tensor];
    numbers(given).forEach((value) => expect(value).toBeCloseTo(1, 5));
    numbers(beside).forEach((value) => expect(value).toBeCloseTo(2, 5));
  });
});
