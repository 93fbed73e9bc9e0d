import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { audioShape, visualShape } from '../../graph/shapes';
import type { Pass, Signal } from '../../layers/layer';
import { expectGradients, nodeBench, normal, real, valuesAt } from '../../../test/fixtures/node-bench';
import { makeSchedule } from './schedule';

/** One video of one second, a grid of 1 × 2 cells, two channels. */
const specs = { audio: { shape: audioShape(1, 2) }, visual: { shape: visualShape(1, 1, 2, 2) } };
const [sound, picture] = [normal('a', 1, 1, 2), normal('v', 1, 1, 1, 2, 2)];
const recalled = (values: tf.Tensor, target?: tf.Tensor): Signal => ({
  values,
  state: 'recalled',
  ...(target && { target }),
});
const noise = Array.from({ length: 3 }, (_, index) => normal(`noise ${index}`, 1, 2, 2));
const plain = { denoiser: 'light', width: 3, objective: 'noise', clip: false, rescale: false };
const avr = (parameters: Record<string, number | string | boolean>) =>
  nodeBench('avr-diffusion', { ...plain, readAudio: 'mean of the grid', ...parameters }, specs);

/**
 * A bench with simple parts: the joint map is x = audio + visual, its parts are audio = mean over the cells and visual = x, and
 * the denoiser predicts no noise, so the estimate is x̂₀ = x_k / √ᾱ_k.
 */
function simple(parameters: Record<string, number | string | boolean>) {
  const bench = avr(parameters);
  const set = (name: string, values: tf.Tensor) => bench.variables.get(name)?.assign(values);
  for (const [name, variable] of bench.variables)
    if (/^(join|part|denoiser\/leave)/.test(name)) set(name, tf.zerosLike(variable));
  set('join/weight', tf.concat([tf.eye(2), tf.eye(2)], 0));
  set('part/weight', tf.concat([tf.eye(2), tf.eye(2)], 1));
  let draws = 0;
  const changes: Partial<Pass> = { training: false, draw: () => noise[draws++] as tf.Tensor };
  return {
    /** Enhanced values at an output. */
    run: (audio: Signal, visual: Signal, socket: string, inspect?: Pass['inspect']) => [
      ...valuesAt(bench.batch()({ audio, visual }, { ...changes, ...(inspect && { inspect }) }), socket).dataSync(),
    ],
    draws: () => draws,
  };
}

type Map = number[];
const numbers = (values: tf.Tensor): Map => [...values.dataSync()];
const [a, v, ...eps] = [sound, picture, ...noise].map(numbers) as [Map, Map, Map, Map, Map];
const onGrid = (pair: Map) => [...pair, ...pair];
const mean = ([p = 0, q = 0, r = 0, s = 0]: Map): Map => [(p + r) / 2, (q + s) / 2];
const sum = (...parts: [scale: number, map: Map][]): Map =>
  (parts[0]?.[1] ?? []).map((_, index) => parts.reduce((total, [scale, map]) => total + scale * (map[index] ?? 0), 0));
const close = (found: Map, expected: Map) => {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 3));
};

describe('a reverse process that starts from the noised pair', () => {
  const { signal, posterior } = makeSchedule('sigmoid', 3);
  const joint = sum([1, onGrid(a)], [1, v]);
  const noised = (step: number, epsilon: Map) => {
    const share = signal[step] ?? NaN;
    return sum([Math.sqrt(share), joint], [Math.sqrt(1 - share), epsilon]);
  };
  const back = (map: Map, step: number, epsilon: Map) => {
    const { ofClean, ofNoisy, deviation } = posterior[step] ?? { ofClean: NaN, ofNoisy: NaN, deviation: NaN };
    return sum([ofClean / Math.sqrt(signal[step] ?? NaN), map], [ofNoisy, map], [deviation, epsilon]);
  };

  it('is the pair at √ᾱ_k with noise of √(1 − ᾱ_k), and takes only the last k steps', () => {
    const bench = simple({ steps: 3, start: 'noised pair', startStep: 2 });
    const found = bench.run(recalled(sound), real(picture), 'audio');
    close(found, mean(back(back(noised(1, eps[0]), 1, eps[1]), 0, eps[2])));
    expect(bench.draws()).toBe(2);
  });

  it('takes all K steps if k is larger', () => {
    const bench = simple({ steps: 2, start: 'noised pair', startStep: 9 });
    bench.run(recalled(sound), real(picture), 'audio');
    expect(bench.draws()).toBe(2);
  });

  it('changes the pair only by the noise if k is the least noise', () => {
    const bench = simple({ steps: 3, start: 'noised pair', startStep: 1 });
    const share = signal[0] ?? NaN;
    const expected = sum([1, joint], [Math.sqrt(1 - share) / Math.sqrt(share), eps[0]]);
    close(bench.run(real(sound), recalled(picture), 'visual'), expected);
  });
});

describe('a reverse process that keeps the real modality', () => {
  const { signal, posterior } = makeSchedule('sigmoid', 2);
  const [first, second] = signal.map(Math.sqrt) as [number, number];
  const { ofClean = NaN, ofNoisy = NaN, deviation = NaN } = posterior[1] ?? {};
  const joint = sum([1, onGrid(a)], [1, v]);
  const result = (estimate: Map) => sum([1 / first, sum([ofClean, estimate], [ofNoisy, joint], [deviation, eps[0]])]);

  it('replaces the picture’s part of the estimate where the sound is missing', () => {
    const bench = simple({ steps: 2, keepReal: true });
    const estimated = onGrid(mean(sum([1 / second, joint])));
    close(bench.run(recalled(sound), real(picture), 'audio'), mean(result(sum([1, estimated], [1, v]))));
  });

  it('replaces the sound’s part of the estimate where the picture is missing', () => {
    const bench = simple({ steps: 2, keepReal: true });
    const estimated = sum([1 / second, joint]);
    close(bench.run(real(sound), recalled(picture), 'visual'), result(sum([1, onGrid(a)], [1, estimated])));
  });

  it('replaces nothing if neither is real', () => {
    const run = (keepReal: boolean) => simple({ steps: 2, keepReal }).run(recalled(sound), recalled(picture), 'visual');
    close(run(true), run(false));
  });
});

describe('the gradients of both', () => {
  it('are those of central differences if the pair is noised', () => {
    const bench = avr({ steps: 3, start: 'noised pair', startStep: 1 });
    expectGradients(bench.variables, () => {
      bench.batch()({ audio: recalled(normal('guess', 1, 1, 2), sound), visual: real(picture) });
      return tf.add(bench.losses.get('ave') as tf.Scalar, bench.losses.get('diffusion') as tf.Scalar);
    });
  });

  it('are those of central differences if the real modality replaces its part', () => {
    const bench = avr({ steps: 2, keepReal: true, objective: 'v' });
    expectGradients(bench.variables, () => {
      bench.batch()({ audio: real(sound), visual: recalled(normal('guess', 1, 1, 1, 2, 2), picture) });
      return tf.add(bench.losses.get('ave') as tf.Scalar, bench.losses.get('diffusion') as tf.Scalar);
    });
  });
});

describe('an AVR diffusion with insides', () => {
  it('shows the maps of its steps, their distances to the real pair’s map, and its schedule', () => {
    const shown = new Map<string, tf.Tensor>();
    const steps = 2;
    const guess = normal('guess', 1, 1, 2);
    const bench = simple({ steps });
    const enhanced = bench.run(recalled(guess, sound), real(picture), 'visual', (name, values) =>
      shown.set(name, values),
    );
    expect(enhanced.length).toBe(4);
    const root = (map: Map) => Math.sqrt(map.reduce((total, value) => total + value * value, 0) / map.length);
    const [map = [], distance = [], schedule = []] = ['joint map', 'distance', 'schedule'].map((name) =>
      numbers(shown.get(name) as tf.Tensor),
    );
    const pair = sum([1, onGrid(numbers(guess))], [1, v]);
    // Before the first step the map equals that of the pair, cell by cell.
    close(map.slice(0, 2), [root(pair.slice(0, 2)), root(pair.slice(2))]);
    expect(map).toHaveLength(2 * (steps + 1));
    close(distance.slice(0, 1), [root(sum([1, pair], [-1, onGrid(a)], [-1, v]))]);
    expect(distance).toHaveLength(steps + 1);
    close(schedule, [...makeSchedule('sigmoid', steps).signal]);
  });

  it('shows no distance if the real pair is not known', () => {
    const shown = new Set<string>();
    simple({ steps: 1 }).run(recalled(sound), real(picture), 'visual', (name) => shown.add(name));
    expect([...shown]).toEqual(['joint map', 'schedule']);
  });
});
