import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
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
const specs = { audio: { shape: audioShape(3, 4) }, visual: { shape: visualShape(3, 2, 2, 4) } };

/** The node with its variables by name, and the losses of its passes. */
function shaspec(parameters: Partial<typeof node.parameters._output> = {}) {
  const variables = new Map<string, tf.Variable>();
  const losses: tf.Scalar[] = [];
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
    node.parameters.parse(parameters),
  );
  const run = (audio: Signal, visual: Signal, training = false) => {
    const shared = new Map<tf.Tensor | string, unknown>();
    const pass: Pass = {
      scenario: 'complete',
      training,
      frozen: false,
      draw: () => expect.fail('the node draws nothing'),
      addLoss: (_, value) => void losses.push(value),
      shared<Value>(key: tf.Tensor | string, compute: () => Value): Value {
        if (!shared.has(key)) shared.set(key, compute());
        return shared.get(key) as Value;
      },
    };
    const outputs = apply({ audio, visual }, pass);
    return { audio: outputs['audio'] as Signal, visual: outputs['visual'] as Signal };
  };
  return { variables, losses, run };
}

describe('ShaSpec', () => {
  const [audio, visual] = [noise(2, 3, 4), noise(2, 3, 2, 2, 4)];

  it('replaces a missing modality by the shared features of the other one', () => {
    const { variables, run } = shaspec();
    // Without the residual, a given modality is its shared features.
    for (const name of ['compose/weight', 'compose/bias']) {
      const variable = variables.get(name) as tf.Variable;
      variable.assign(tf.zerosLike(variable));
    }
    const complete = run(real(audio), real(visual));
    const withoutSound = run(missing(audio), real(visual));
    expect(withoutSound.audio.state).toBe('recalled');
    expect(numbers(withoutSound.audio.values)).toEqual(numbers(tf.mean(complete.visual.values, [2, 3])));
    const withoutPicture = run(real(audio), missing(visual));
    expect(withoutPicture.visual.state).toBe('recalled');
    for (const cell of tf.unstack(tf.reshape(withoutPicture.visual.values, [2, 3, 4, 4]), 2))
      expect(numbers(cell)).toEqual(numbers(complete.audio.values));
  });

  it('keeps the features of samples that miss nothing, and encodes targets like the complete pass', () => {
    const { run } = shaspec();
    const complete = run(real(audio), real(visual));
    const missingRows = tf.tensor1d([0, 1]);
    const values = tf.mul(audio, tf.tensor([1, 0], [2, 1, 1]));
    const found = run({ values, state: 'missing', missingRows, target: audio }, real(visual)).audio;
    const [given, recalled] = tf.split(found.values, 2);
    const [expected, other] = tf.split(complete.audio.values, 2);
    expect(numbers(given as tf.Tensor)).toEqual(numbers(expected as tf.Tensor));
    expect(numbers(recalled as tf.Tensor)).not.toEqual(numbers(other as tf.Tensor));
    expect(numbers(found.target as tf.Tensor)).toEqual(numbers(complete.audio.values));
  });

  it('has no alignment loss if sound and picture are equal', () => {
    const same = tf.add(tf.zeros([2, 3, 2, 2, 4]), tf.reshape(audio, [2, 3, 1, 1, 4]));
    const { losses, run } = shaspec({ alignment: 1, domain: 0 });
    run(real(audio), real(same), true);
    run(real(audio), real(visual), true);
    const [none = NaN, some = NaN] = losses.map((loss) => loss.dataSync()[0] ?? NaN);
    expect(none).toBeCloseTo(0, 6);
    expect(some).toBeGreaterThan(0.01);
  });

  it.each([true, false])(
    'trains the encoders of its inputs with the auxiliary loss if asked to: %s',
    (encoderGradient) => {
      const { losses, run } = shaspec({ encoderGradient });
      const gradient = tf.grad((values) => {
        run(real(values), real(visual), true);
        return tf.add(losses.at(-1) as tf.Scalar, tf.mul(tf.sum(values), 0));
      })(audio);
      expect(Math.max(...numbers(tf.abs(gradient))) > 0).toBe(encoderGradient);
    },
  );
});
