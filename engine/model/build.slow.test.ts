import * as tf from '@tensorflow/tfjs-core';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { startBackend } from '../backends/backend';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { noiseScenarios, scenarios, type TestScenario } from '../../graph-nodes/datasets/dataset';
import type { BatchSignal, Signal } from '../../graph-nodes/layers/layer';
import { modalities } from '../../graph-nodes/graph/roles';
import { node as trainerNode } from '../../graph-nodes/nodes/trainer/node';
import { randomBatch } from '../../test/fixtures/batch';
import { ablations, bypass, tinyPipeline, unetGraph } from '../../test/fixtures/graphs';
import type { Losses } from '../contract/metrics';
import { ExplainedVariance, recallBatch, recallStatistics } from '../training/recall';
import { batchLoss, namedLosses, weightedLoss } from '../training/step';
import { buildModel, type Model } from './build';

beforeAll(async () => {
  await startBackend('wasm');
});

const specOf = (document: GraphDocument) => {
  const batch = analyse(document, catalogue).nodes.get('dataset')?.inference.outputs['batch']?.batch;
  if (!batch) throw new Error('no dataset');
  return batch;
};

const trainer = (changes = {}) => trainerNode.parameters.parse(changes);

/** Logits of a seeded batch, whose modalities can be replaced. */
function logits(
  model: Model,
  document: GraphDocument,
  scenario: TestScenario,
  changes: Parameters<typeof randomBatch>[3] = {},
) {
  return tf.tidy(() => {
    const { input } = randomBatch(specOf(document), 4, 1, changes);
    return model.open(input)({ scenario, training: false, randomKey: 'test' }).logits.dataSync().slice();
  });
}

/** Losses by name, and gradients by tfjs's names of the variables. */
function lossOf(...parameters: Parameters<typeof batchLoss>) {
  const { gradients, losses, names } = batchLoss(...parameters);
  const values = namedLosses(names, losses.dataSync());
  losses.dispose();
  return { gradients, losses: values };
}

/** Other audio or visual features than those of the seeded batch. */
const other = (document: GraphDocument, modality: 'audio' | 'visual') => {
  const { batch } = randomBatch(specOf(document), 4, 99);
  return { [modality]: batch[modality] };
};

/** Variables at both ends of a graph that has fewer parts than the full pipeline, in which all are checked. */
const ends = /^(audio|head\/answer)\//;

/** Variables to check in graphs with many of them; test/reference compares all with PyTorch. */
const fewOf: Readonly<Record<string, RegExp>> = {
  'no generator': ends,
  'no diffusion': ends,
  'neither generator nor diffusion': ends,
  'nothing missing': ends,
  'a denoiser that is computed again for its gradient': /^(audio|avr)\//,
  [unetGraph]: /^avr\/denoiser\/(enter|down0\/halve)\/weight/,
  ActionMAE: /^rmm\/((audio|visual)\/output|encoder\/layer0\/second)/,
};

describe.each(Object.entries(ablations))('building %s', (graphName, document) => {
  it('creates the number of parameters of shape inference, node by node', () => {
    const model = buildModel(document, {}, 1);
    const inferred = analyse(document, catalogue);
    for (const { id, parameters } of model.nodes) {
      expect([id, parameters]).toEqual([id, inferred.nodes.get(id)?.inference.parameters]);
    }
    expect([...model.variables.keys()].every((name) => inferred.used.has(name.split('/')[0] ?? ''))).toBe(true);
    model.dispose();
  });

  it('trains: finite losses, a gradient for every variable in use, and no remaining tensor', () => {
    const model = buildModel(document, {}, 1);
    const before = tf.memory().numTensors;
    const { input, labels, batch } = randomBatch(specOf(document), 4, 1);
    const { gradients, losses } = lossOf(model, input, labels, trainer(), 'train/0');
    for (const value of Object.values(losses)) expect(Number.isFinite(value)).toBe(true);
    for (const gradient of Object.values(gradients)) expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
    tf.dispose([
      gradients,
      labels,
      batch.visual.negative ?? [],
      batch.audio.values,
      batch.visual.values,
      batch.question,
    ]);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('has the gradient of finite differences', () => {
    const model = buildModel(document, {}, 1);
    const { input, labels } = randomBatch(specOf(document), 3, 2);
    let checked = 0;
    // Detached gradients (the detached target, earlier reverse steps) differ from the gradient of the total loss.
    const detached = document.nodes.some(
      ({ kind, parameters }) =>
        kind === 'retrieval' ||
        kind === 'r2scp' ||
        parameters['encoderGradient'] === false ||
        parameters['targetGradient'] === false ||
        parameters['trainSteps'] === 'last',
    );
    const parameters = trainer(detached ? { rmmr: 0, ave: 0, auxiliary: 0, audioMissing: 0, visualMissing: 0 } : {});
    const loss = () =>
      tf.tidy(() => weightedLoss(model, input, labels, parameters, 'train/0').total.dataSync()[0] ?? NaN);
    const { gradients } = lossOf(model, input, labels, parameters, 'train/0');
    for (const [name, variable] of model.variables) {
      const gradient = gradients[variable.name];
      if (!gradient) continue;
      if (fewOf[graphName]?.test(name) === false) continue;
      // Along the gradient itself the slope equals its norm; float32 errors are smallest in this direction.
      const length = tf.tidy(() => Math.sqrt(tf.sum(tf.square(gradient)).dataSync()[0] ?? 0));
      if (length < 1e-3) continue;
      const step = 0.01 / Math.max(1, length);
      const start = tf.clone(variable);
      const along = (sign: number) => {
        variable.assign(tf.tidy(() => tf.add(start, tf.mul(gradient, (sign * step) / length))));
        return loss();
      };
      const slope = (along(1) - along(-1)) / (2 * step);
      variable.assign(start);
      // Float32 and the kinks of ReLU cause errors of a few percent.
      expect(Math.abs(slope - length), `${name}: slope ${slope}, gradient ${length}`).toBeLessThan(
        0.15 * length + 1e-3,
      );
      checked += 1;
    }
    expect(checked).toBeGreaterThan(1);
    model.dispose();
  });
});

describe('a built model', () => {
  const document = tinyPipeline();
  const model = () => buildModel(document, {}, 1);

  it('uses a separate stream for each node’s weights: they do not change when other nodes are added or removed', () => {
    const full = model();
    const bare = buildModel(bypass(document, 'rmm', 'avr'), {}, 1);
    const otherSeed = buildModel(document, {}, 2);
    const values = (built: Model) => built.variables.get('head/answer/weight')?.dataSync();
    expect(values(bare)).toEqual(values(full));
    expect(values(otherSeed)).not.toEqual(values(full));
  });

  it('does not depend on the features of a missing modality', () => {
    const built = model();
    for (const [scenario, lost, kept] of [
      ['audioMissing', 'audio', 'visual'],
      ['visualMissing', 'visual', 'audio'],
    ] as const) {
      expect(logits(built, document, scenario, other(document, lost))).toEqual(logits(built, document, scenario));
      expect(logits(built, document, scenario, other(document, kept))).not.toEqual(logits(built, document, scenario));
    }
  });

  it('does not change complete pairs: generator and diffusion have no effect there', () => {
    const bare = buildModel(bypass(document, 'rmm', 'avr'), {}, 1);
    expect(logits(model(), document, 'complete')).toEqual(logits(bare, document, 'complete'));
    expect(logits(model(), document, 'audioMissing')).not.toEqual(logits(bare, document, 'audioMissing'));
  });

  it('is the same in all scenarios if the Missing modality node is bypassed', () => {
    const whole = bypass(document, 'missing');
    const built = buildModel(whole, {}, 1);
    const [complete, audioMissing, visualMissing] = scenarios.map((scenario) => logits(built, whole, scenario));
    expect(audioMissing).toEqual(complete);
    expect(visualMissing).toEqual(complete);
  });

  it('treats a modality that the dataset lacks as missing in every scenario', () => {
    // Without diffusion, whose noise differs between scenarios.
    const plain = bypass(document, 'avr');
    const built = buildModel(plain, {}, 1);
    const { batch } = randomBatch(specOf(plain), 4, 1);
    const deaf = { audio: { values: tf.zerosLike(batch.audio.values), state: 'missing' as const } };
    expect(logits(built, plain, 'complete', deaf)).toEqual(logits(built, plain, 'audioMissing'));
  });

  it('names the losses of its nodes, each once per batch if passes share it', () => {
    const { input, labels } = randomBatch(specOf(document), 4, 1);
    const all = lossOf(model(), input, labels, trainer(), 'train/0');
    expect(Object.keys(all.losses).sort()).toEqual(['ave', 'diffusion', 'match', 'qa', 'rmmr', 'total']);
    const one = lossOf(model(), input, labels, trainer({ audioMissing: 0, visualMissing: 0 }), 'train/0');
    expect(one.losses.rmmr).toBeCloseTo(all.losses.rmmr ?? NaN, 5);
    expect(one.losses.diffusion).toBeCloseTo(all.losses.diffusion ?? NaN, 5);
    expect(one.losses.ave).toBeUndefined();
    const { qa = 0, match = 0, rmmr = 0, diffusion = 0, ave = 0, total } = all.losses;
    expect(total).toBeCloseTo(qa + 0.5 * match + rmmr + diffusion + ave, 4);
  });

  it('recalls the whole batch or, at a rate, only the videos that miss the modality', () => {
    const half = tinyPipeline({ missing: { rate: 0 } });
    const built = buildModel(half, {}, 1);
    const complete = logits(built, half, 'complete');
    logits(built, half, 'audioMissing').forEach((value, index) => expect(value).toBeCloseTo(complete[index] ?? NaN, 5));
  });

  /** Signals at the outputs of some nodes in a pass of a seeded batch. */
  const signalsIn = (built: Model, scenario: TestScenario, noise?: number) => {
    const signals = new Map<string, { readonly state: string; readonly values: number[] }>();
    tf.tidy(() => {
      const { input } = randomBatch(specOf(document), 4, 1);
      built.open(input)({
        scenario,
        ...(noise !== undefined && { noise }),
        training: false,
        randomKey: 'test',
        observe(node, outputs) {
          for (const modality of ['audio', 'visual'] as const) {
            const signal = outputs[modality] as Signal | undefined;
            if (signal)
              signals.set(`${node}/${modality}`, { state: signal.state, values: [...signal.values.dataSync()] });
          }
        },
      });
    });
    const at = (name: string) => signals.get(name) ?? { state: 'absent', values: [] };
    return at;
  };

  it.each([
    ['audioNoisy', 0.3, 0],
    ['visualNoisy', 0, 0.7],
    ['bothNoisy', 0.5, 0.5],
  ] as const)('adds the release’s noise to the encoded features: %s', (scenario, audio, visual) => {
    const built = model();
    const [complete, noisy] = [signalsIn(built, 'complete'), signalsIn(built, scenario)];
    for (const [modality, strength] of [
      ['audio', audio],
      ['visual', visual],
    ] as const) {
      const real = complete(`${modality}/${modality}`).values;
      const seen = noisy(`${modality}/${modality}`);
      expect(seen.state).toBe(strength > 0 ? 'noisy' : 'real');
      const added = seen.values.map((value, index) => value - (real[index] ?? NaN));
      const mean = added.reduce((sum, value) => sum + value, 0) / added.length;
      const deviation = Math.sqrt(added.reduce((sum, value) => sum + (value - mean) ** 2, 0) / added.length);
      // The standard error of a deviation over n values is σ / √(2 n).
      expect(Math.abs(deviation - strength)).toBeLessThanOrEqual((4 * strength) / Math.sqrt(2 * added.length));
      expect(Math.abs(mean)).toBeLessThanOrEqual((4 * strength) / Math.sqrt(added.length));
      // The generator does not change it; the diffusion replaces it by its enhanced form, and only there.
      expect(noisy(`rmm/${modality}`)).toEqual(seen);
      const enhanced = noisy(`avr/${modality}`);
      expect(enhanced.state).toBe(strength > 0 ? 'recalled' : 'real');
      if (strength > 0) expect(enhanced.values).not.toEqual(seen.values);
      else expect(enhanced.values).toEqual(real);
    }
  });

  it('explains as much of the variance as the signals at the head', () => {
    const built = model();
    const values = tf.tidy(() => {
      const { input } = randomBatch(specOf(document), 4, 1);
      const statistics = recallStatistics(built, input, 'test');
      return Object.fromEntries(
        Object.entries(statistics).map(([name, tensor]) => [name, tensor.dataSync<'float32'>().slice()]),
      );
    });
    const { seconds } = specOf(document);
    for (const modality of modalities) {
      const statistics = recallBatch(values)[modality];
      const explained = new ExplainedVariance(seconds);
      if (!statistics) throw new Error('nothing was recalled');
      explained.add(statistics, 4);
      // In two passes over the values: the mean of each feature, then the squares.
      const real = signalsIn(built, 'complete')(`avr/${modality}`).values;
      const guess = signalsIn(built, `${modality}Missing`)(`avr/${modality}`).values;
      const size = real.length / (4 * seconds);
      const means = Array.from({ length: size }, (_, feature) => {
        const own = real.filter((_value, index) => index % size === feature);
        return own.reduce((sum, value) => sum + value, 0) / own.length;
      });
      const squares = (of: (index: number) => number) =>
        real.reduce((sum, value, index) => sum + (value - of(index)) ** 2, 0);
      const share = 1 - squares((index) => guess[index] ?? NaN) / squares((index) => means[index % size] ?? NaN);
      expect(explained.share()).toBeCloseTo(share, 4);
    }
  });

  it('scales the same noise, and without an enhancer equals the complete scenario at strength 0', () => {
    const bare = bypass(document, 'avr');
    const built = buildModel(bare, {}, 1);
    const complete = signalsIn(built, 'complete')('audio/audio').values;
    const [weak, strong] = [0.5, 1].map((noise) => signalsIn(built, 'audioNoisy', noise)('audio/audio').values);
    complete.forEach((value, index) =>
      expect(2 * ((weak?.[index] ?? NaN) - value)).toBeCloseTo((strong?.[index] ?? NaN) - value, 5),
    );
    for (const scenario of noiseScenarios) {
      const [none, real] = [signalsIn(built, scenario, 0), signalsIn(built, 'complete')];
      for (const place of ['rmm/audio', 'rmm/visual']) expect(none(place).values).toEqual(real(place).values);
    }
  });

  it('has no noise if no modality is dropped during testing', () => {
    const spared = tinyPipeline({ missing: { whileTesting: 'visual' } });
    const built = buildModel(spared, {}, 1);
    expect(signalsIn(built, 'bothNoisy')('audio/audio').state).toBe('real');
    expect(signalsIn(built, 'bothNoisy')('visual/visual').state).toBe('noisy');
  });

  it('refuses a graph with an error, naming the node', () => {
    expect(() => buildModel(tinyPipeline({ audio: { width: 16 } }), {}, 1)).toThrow(
      expect.objectContaining({ name: 'RequestError', code: 'refused', node: 'avr' }),
    );
  });
});

describe('a denoiser that is computed again for its gradient', () => {
  it.each(['light', 'U-Net'])('has the losses and gradients of a stored one: %s', (denoiser) => {
    const results = ['keep', 'recompute'].map((memory) => {
      const document = tinyPipeline({ avr: { denoiser, width: 4, steps: 2, memory } });
      const model = buildModel(document, {}, 1);
      const { input, labels } = randomBatch(specOf(document), 3, 2);
      const { gradients, losses } = lossOf(model, input, labels, trainer(), 'train/0');
      const named = [...model.variables].map(
        ([name, variable]) => [name, Array.from(gradients[variable.name]?.dataSync() ?? [])] as const,
      );
      return { losses, gradients: named };
    });
    expect(results[1]?.losses).toEqual(results[0]?.losses);
    results[0]?.gradients.forEach(([name, values], index) => {
      const again = results[1]?.gradients[index]?.[1] ?? [];
      const largest = Math.max(1e-3, ...values.map(Math.abs));
      expect(again).toHaveLength(values.length);
      values.forEach((value, place) =>
        expect(Math.abs(value - (again[place] ?? NaN)), name).toBeLessThan(1e-4 * largest),
      );
    });
  });
});

describe('negatives', () => {
  const document = tinyPipeline({ visual: { projection: 'linear', width: 8 } });

  it('are encoded once and reach the head unchanged in all passes', () => {
    tf.tidy(() => {
      const model = buildModel(document, {}, 1);
      const { input, batch } = randomBatch(specOf(document), 3, 2);
      const pass = model.open(input);
      const negativeAt = new Map<string, (tf.Tensor | undefined)[]>();
      for (const scenario of scenarios) {
        pass({
          scenario,
          training: true,
          randomKey: 'train/0',
          observe(node, outputs) {
            const visual = node === 'missing' ? (outputs['batch'] as BatchSignal).visual : outputs['visual'];
            if (visual) negativeAt.set(node, [...(negativeAt.get(node) ?? []), (visual as Signal).negative]);
          },
        });
      }
      const encoded = negativeAt.get('visual')?.[0];
      expect(encoded).not.toBe(batch.visual.negative);
      expect(Object.fromEntries(negativeAt)).toEqual({
        missing: scenarios.map(() => batch.visual.negative),
        visual: scenarios.map(() => encoded),
        rmm: scenarios.map(() => encoded),
        avr: scenarios.map(() => encoded),
      });
      model.dispose();
    });
  });

  it('change only the matching loss, which is absent without them', () => {
    const model = buildModel(document, {}, 1);
    const lossesWith = (negative: tf.Tensor | undefined) => {
      const { input, labels, batch } = randomBatch(specOf(document), 3, 2);
      const { negative: _, ...visual } = batch.visual;
      const changed = { ...batch, visual: negative ? { ...visual, negative } : visual };
      const sources = { dataset: { ...input.sources['dataset'], batch: changed } };
      return lossOf(model, { ...input, sources }, labels, trainer(), 'train/0').losses;
    };
    const other = (seed: number) => randomBatch(specOf(document), 3, seed).batch.visual.negative;
    const [{ total: _, match: first, ...rest }, { total: __, match: second, ...others }] = [other(2), other(3)].map(
      lossesWith,
    ) as [Losses, Losses];
    expect(first).not.toBe(second);
    expect(others).toEqual(rest);
    const { total: ___, ...without } = lossesWith(undefined);
    expect(without).toEqual(rest);
    model.dispose();
  });
});
