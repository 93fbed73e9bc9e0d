import type * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { makeSchedule, type ScheduleName } from '../../graph-nodes/nodes/avr-diffusion/schedule';
import { backendsToTest, Fixture } from './fixture';
import {
  batchOf,
  enhanceGuess,
  holdNode,
  missing,
  real,
  recallBoth,
  valuesAt,
  type NodeCase,
  type Parameters,
} from './node-bench';

const data = { audio: 7, visual: 5, question: 6 };
const features = { audio: 5, visual: 6, question: 4 };
const oneWidth = { audio: 6, visual: 6, question: 6 };

describe.each(backendsToTest)('on $backend, nodes equal the reference’s', ({ backend, tolerance }) => {
  const hold = (one: NodeCase) => holdNode(backend, tolerance, one);

  it('audio-encoder-normalised', () =>
    hold({
      fixture: 'audio-encoder-normalised',
      kind: 'audio-encoder',
      parameters: { width: 6, normalise: true },
      sizes: data,
      run: (apply, inputs) => ({ audio: valuesAt(apply(batchOf(inputs, data)), 'audio') }),
    }));

  it('visual-encoder', () =>
    hold({
      fixture: 'visual-encoder',
      kind: 'visual-encoder',
      parameters: { projection: 'linear', width: 6 },
      sizes: data,
      run: (apply, inputs) => ({ visual: valuesAt(apply(batchOf(inputs, data)), 'visual') }),
    }));

  it.each([
    ['question-encoder-gru', 'gru'],
    ['question-encoder-bag', 'bag of words'],
  ])('%s', (fixture, cell) =>
    hold({
      fixture,
      kind: 'question-encoder',
      parameters: { width: 6, cell },
      sizes: data,
      integers: ['question'],
      run: (apply, inputs) => ({ question: apply(batchOf(inputs, data))['question'] as tf.Tensor }),
    }),
  );

  it.each<[string, string, Parameters]>([
    [
      'rmm-normalised',
      'rmm-generator',
      { slots: 7, relation: 'normalised', temperature: 0.5, questionTemperature: 0.5 },
    ],
    ['rmm-without-question', 'rmm-generator', { slots: 7, question: false }],
    ['rmm-detached', 'rmm-generator', { slots: 7, encoderGradient: false }],
    ['feed-forward-imputer', 'feed-forward-imputer', { width: 4 }],
    ['residual-autoencoder', 'residual-autoencoder', { blocks: 3, width: 4 }],
  ])('%s: both recalls and their loss', (fixture, kind, parameters) =>
    hold({ fixture, kind, parameters, sizes: features, losses: ['rmmr'], run: recallBoth }),
  );

  it('retrieval', () =>
    hold({
      fixture: 'retrieval',
      kind: 'retrieval',
      parameters: { bank: 9 },
      sizes: features,
      run: (apply, { audio, visual }) => ({
        audio: valuesAt(apply({ audio: missing(audio), visual: real(visual) }, { training: false }), 'audio'),
        visual: valuesAt(apply({ audio: real(audio), visual: missing(visual) }, { training: false }), 'visual'),
      }),
    }));

  it.each<[string, Parameters]>([
    ['avr-v', { clip: false, rescale: false, readAudio: 'mean of the grid' }],
    ['avr-x0', { objective: 'x0', schedule: 'cosine', clip: false }],
    ['avr-noise', { objective: 'noise', schedule: 'linear', rescale: false, readAudio: 'mean of the grid' }],
    [
      'avr-last-step-detached',
      { clip: false, rescale: false, readAudio: 'mean of the grid', trainSteps: 'last', encoderGradient: false },
    ],
  ])('%s: diffusion loss, reverse process, AVE loss', (fixture, parameters) =>
    hold({
      fixture,
      kind: 'avr-diffusion',
      parameters: { denoiser: 'light', width: 4, steps: 3, ...parameters },
      sizes: oneWidth,
      losses: ['diffusion', 'ave'],
      run: enhanceGuess,
    }),
  );

  it.each<[string, string, Parameters]>([
    ['mean-pool-head', 'mean-pool-head', {}],
    ['transformer-head', 'transformer-head', { heads: 2, dropout: 0 }],
    ['transformer-head-cells', 'transformer-head', { heads: 2, dropout: 0, visualTokens: 'every cell' }],
  ])('%s', (fixture, kind, parameters) =>
    hold({
      fixture,
      kind,
      parameters: { answers: 5, ...parameters },
      sizes: oneWidth,
      run: (apply, { audio, visual, question }) => {
        const inputs = { audio: real(audio), visual: real(visual), question: question as tf.Tensor };
        return { logits: apply(inputs)['logits'] as tf.Tensor };
      },
    }),
  );
});

describe('the diffusion schedules', () => {
  it('equal the reference’s, with their posteriors', async () => {
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
