import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { layerOf } from '../../engine/model/layers';
import { makeSchedule, type ScheduleName } from '../../graph-nodes/nodes/avr-diffusion/schedule';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import type { EdgeValues, Pass, Signal } from '../../graph-nodes/layers/layer';
import {
  audioShape,
  labelsShape,
  questionShape,
  visualShape,
  type BatchSpec,
  type EdgeSpec,
} from '../../graph-nodes/graph/shapes';
import { backendsToTest, Fixture, holdAgainst, type Bench, type Tolerance } from './fixture';

type Parameters = Record<string, number | string | boolean>;
type Tensors = Readonly<Record<string, tf.Tensor>>;

/** The sizes of the fixtures' features: three seconds, a grid of two by three. */
const spec = (audioWidth: number, visualWidth: number): BatchSpec => ({
  seconds: 3,
  audioWidth,
  height: 2,
  width: 3,
  visualWidth,
  questionLength: 5,
  vocabulary: 9,
  answers: 5,
});
const specsOf = (audioWidth: number, channels: number, question: number): Record<string, EdgeSpec> => ({
  batch: { shape: labelsShape, batch: spec(audioWidth, channels) },
  audio: { shape: audioShape(3, audioWidth) },
  visual: { shape: visualShape(3, 2, 3, channels) },
  question: { shape: questionShape(question) },
});
const real = (values: tf.Tensor | undefined): Signal => ({ values: values as tf.Tensor, state: 'real' });
const missing = (values: tf.Tensor | undefined): Signal => ({
  values: tf.zerosLike(values as tf.Tensor),
  state: 'missing',
  target: values as tf.Tensor,
});
const valuesAt = (outputs: EdgeValues, socket: string): tf.Tensor => (outputs[socket] as Signal).values;

/** The layer of a node kind with given parameters, on the bench. */
function nodeOn({ setup }: Bench, kind: string, parameters: Parameters) {
  const apply = layerOf(kind)?.(setup, findKind(kind)?.parameters.parse(parameters));
  if (!apply) throw new Error(`There is no node kind “${kind}”.`);
  return apply;
}

describe.each(backendsToTest)('on $backend, nodes are the reference’s', ({ backend, tolerance }) => {
  /** A node run on signals, in one pass or several. */
  const hold = (
    name: string,
    kind: string,
    parameters: Parameters,
    specs: Record<string, EdgeSpec>,
    run: (apply: (inputs: EdgeValues, changes?: Partial<Pass>) => EdgeValues, inputs: Tensors) => Tensors,
    losses: readonly string[] = [],
    integers: readonly string[] = [],
    within: Tolerance = tolerance,
  ) =>
    holdAgainst(
      name,
      backend,
      within,
      (bench) => {
        const apply = nodeOn(bench, kind, parameters);
        return (inputs) => ({
          ...run((values, changes) => apply(values, bench.pass(changes)), inputs),
          ...Object.fromEntries([...bench.losses].filter(([loss]) => losses.includes(loss))),
        });
      },
      { specs, integers },
    );

  const batch = (inputs: Tensors): EdgeValues => ({
    batch: {
      spec: spec(7, 5),
      audio: real(inputs['audio']),
      visual: real(inputs['visual']),
      question: inputs['question'] as tf.Tensor2D,
    },
  });

  it.each([
    ['audio-encoder', false],
    ['audio-encoder-normalised', true],
  ])('%s', async (name, normalise) => {
    await hold(name, 'audio-encoder', { width: 6, normalise }, specsOf(7, 5, 6), (apply, inputs) => ({
      audio: valuesAt(apply(batch(inputs)), 'audio'),
    }));
  });

  it('visual-encoder', async () => {
    const parameters = { projection: 'linear', width: 6 };
    await hold('visual-encoder', 'visual-encoder', parameters, specsOf(7, 5, 6), (apply, inputs) => ({
      visual: valuesAt(apply(batch(inputs)), 'visual'),
    }));
  });

  it.each([
    ['question-encoder-lstm', 'lstm'],
    ['question-encoder-gru', 'gru'],
    ['question-encoder-bag', 'bag of words'],
  ])('%s', async (name, cell) => {
    await hold(
      name,
      'question-encoder',
      { width: 6, cell },
      specsOf(7, 5, 6),
      (apply, inputs) => ({ question: apply(batch(inputs))['question'] as tf.Tensor }),
      [],
      ['question'],
    );
  });

  /** Three passes of one batch: complete, then each modality missing in turn, with the real one as the target. */
  const generate = (apply: (inputs: EdgeValues, changes?: Partial<Pass>) => EdgeValues, inputs: Tensors): Tensors => {
    const { audio, visual, question } = inputs;
    const asked = question ? { question } : {};
    const complete = apply({ audio: real(audio), visual: real(visual), ...asked });
    expect([valuesAt(complete, 'audio'), valuesAt(complete, 'visual')]).toEqual([audio, visual]);
    return {
      audio: valuesAt(apply({ audio: missing(audio), visual: real(visual), ...asked }), 'audio'),
      visual: valuesAt(apply({ audio: real(audio), visual: missing(visual), ...asked }), 'visual'),
    };
  };
  it.each<[string, string, Parameters]>([
    ['rmm', 'rmm-generator', { slots: 7 }],
    [
      'rmm-normalised',
      'rmm-generator',
      { slots: 7, relation: 'normalised', temperature: 0.5, questionTemperature: 0.5 },
    ],
    ['rmm-without-question', 'rmm-generator', { slots: 7, question: false }],
    ['rmm-detached', 'rmm-generator', { slots: 7, encoderGradient: false }],
    ['feed-forward-imputer', 'feed-forward-imputer', { width: 4 }],
    ['residual-autoencoder', 'residual-autoencoder', { blocks: 3, width: 4 }],
  ])('%s: both recalls and their loss', async (name, kind, parameters) => {
    await hold(name, kind, parameters, specsOf(5, 6, 4), generate, ['rmmr']);
  });

  it('retrieval', async () => {
    await hold('retrieval', 'retrieval', { bank: 9 }, specsOf(5, 6, 4), (apply, { audio, visual }) => ({
      audio: valuesAt(apply({ audio: missing(audio), visual: real(visual) }, { training: false }), 'audio'),
      visual: valuesAt(apply({ audio: real(audio), visual: missing(visual) }, { training: false }), 'visual'),
    }));
  });

  it.each<[string, Parameters]>([
    ['avr-v-unet', { denoiser: 'U-Net', width: 8 }],
    ['avr-v', { clip: false, rescale: false, readAudio: 'mean of the grid' }],
    ['avr-x0', { objective: 'x0', schedule: 'cosine', clip: false }],
    ['avr-noise', { objective: 'noise', schedule: 'linear', rescale: false, readAudio: 'mean of the grid' }],
    [
      'avr-last-step-detached',
      { clip: false, rescale: false, readAudio: 'mean of the grid', trainSteps: 'last', encoderGradient: false },
    ],
  ])('%s: diffusion loss, reverse process, AVE loss', async (name, parameters) => {
    await hold(
      name,
      'avr-diffusion',
      { denoiser: 'light', width: 4, steps: 3, ...parameters },
      specsOf(6, 6, 6),
      (apply, { audio, visual, guess }) => ({
        audio: valuesAt(
          apply({
            audio: { values: guess as tf.Tensor, state: 'recalled', target: audio as tf.Tensor },
            visual: real(visual),
          }),
          'audio',
        ),
      }),
      ['diffusion', 'ave'],
    );
  });

  it.each([
    ['avst-head', 0],
    ['avst-head-dropout', 0.25],
  ])('%s: grounding, matching, temporal attention, fusion', async (name, dropout) => {
    await hold(
      name,
      'avst-head',
      { answers: 5, heads: 2, dropout },
      specsOf(6, 6, 6),
      (apply, { audio, visual, question }) => {
        const negativeFrames = tf.tensor1d([3, 4, 5, 1, 0, 2], 'int32');
        const inputs = { audio: real(audio), visual: real(visual), question: question as tf.Tensor };
        return { logits: apply(inputs, { negativeFrames })['logits'] as tf.Tensor };
      },
      ['match'],
    );
  });

  it.each<[string, string, Parameters]>([
    ['mean-pool-head', 'mean-pool-head', {}],
    ['transformer-head', 'transformer-head', { heads: 2, dropout: 0 }],
    ['transformer-head-cells', 'transformer-head', { heads: 2, dropout: 0, visualTokens: 'every cell' }],
  ])('%s', async (name, kind, parameters) => {
    await hold(name, kind, { answers: 5, ...parameters }, specsOf(6, 6, 6), (apply, { audio, visual, question }) => ({
      logits: apply({ audio: real(audio), visual: real(visual), question: question as tf.Tensor })[
        'logits'
      ] as tf.Tensor,
    }));
  });
});

describe('the diffusion schedules', () => {
  it('are the reference’s, with their posteriors', async () => {
    const arrays = (await Fixture.read('schedules')).group('outputs');
    expect(arrays.size).toBe(36);
    for (const [key, { values }] of arrays) {
      const [name, steps, list] = key.split('/') as [ScheduleName, string, string];
      const { signal, posterior } = makeSchedule(name, Number(steps));
      const found = list === 'signal' ? signal : posterior.map((row) => row[list as keyof typeof row]);
      found.forEach((value, step) => expect(value, `${key} at ${step}`).toBeCloseTo(values[step] as number, 6));
    }
  });
});
