import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { Random } from '../../graph/random';
import { audioShape, visualShape } from '../../graph/shapes';
import { meanSquaredError } from '../../layers/basic';
import type { Pass, Signal } from '../../layers/layer';
import { createLayer } from './layer';
import { node } from './node';

const random = new Random(1, 'values');
const noise = (...shape: number[]) => tf.tensor(random.normals(tf.util.sizeFromShape(shape)), shape);
const real = (values: tf.Tensor): Signal => ({ values, state: 'real' });
const filled = (values: tf.Tensor): Signal => ({ values, state: 'missing' });
const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];
const specs = { audio: { shape: audioShape(3, 4) }, visual: { shape: visualShape(3, 2, 2, 5) } };

/** The node. `dropped` are its random numbers: 1 drops the sound of a video, 0 its picture. */
function actionMae(dropped: number[] = []) {
  const losses: tf.Scalar[] = [];
  const apply = createLayer(
    {
      inputs: specs,
      variable: (name, shape, start) => tf.variable(tf.tensor(start(shape, new Random(1, name)), [...shape])),
      state: () => expect.fail('the node has no state'),
    },
    node.parameters.parse({ ...node.quick }),
  );
  const run = (audio: Signal, visual: Signal, training = false) => {
    const pass: Pass = {
      scenario: 'complete',
      training,
      frozen: false,
      draw: () => tf.tensor1d(dropped),
      addLoss: (_, value) => void losses.push(value),
      shared: (_, compute) => compute(),
    };
    const outputs = apply({ audio, visual }, pass);
    return { audio: outputs['audio'] as Signal, visual: outputs['visual'] as Signal };
  };
  return { losses, run };
}

describe('ActionMAE', () => {
  const [audio, visual] = [noise(2, 3, 4), noise(2, 3, 2, 2, 5)];

  it('reconstructs a missing modality from the other one alone, and leaves given modalities unchanged', () => {
    const { run } = actionMae();
    const found = run(filled(tf.zerosLike(audio)), real(visual));
    expect(found.audio.state).toBe('recalled');
    expect(found.visual.values).toBe(visual);
    expect(numbers(run(filled(noise(2, 3, 4)), real(visual)).audio.values)).toEqual(numbers(found.audio.values));
    const other = run(filled(tf.zerosLike(audio)), real(noise(2, 3, 2, 2, 5)));
    expect(numbers(other.audio.values)).not.toEqual(numbers(found.audio.values));
  });

  it.each([
    ['sound', [1, 1], 'audio'],
    ['picture', [0, 0], 'visual'],
  ] as const)('compares the reconstructed %s where that is dropped', (_, dropped, modality) => {
    const { losses, run } = actionMae([...dropped]);
    const { audio: heard } = run(filled(audio), real(visual));
    const { visual: seen } = run(real(audio), filled(visual));
    run(real(audio), real(visual), true);
    const expected =
      modality === 'audio' ? meanSquaredError(heard.values, audio) : meanSquaredError(seen.values, visual);
    expect(losses).toHaveLength(1);
    expect(losses[0]?.dataSync()[0]).toBeCloseTo(expected.dataSync()[0] ?? NaN, 5);
  });
});
