import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { audioShape, questionShape, visualShape } from '../../graph/shapes';
import {
  expectGradients,
  missing,
  nodeBench,
  normal,
  real,
  valuesAt,
  type NodeBench,
} from '../../../test/fixtures/node-bench';
import { node } from './node';

/** Two videos of one second: sounds of 3 values, a grid of 1 × 2 cells with 2 channels, questions of 2 values. */
const specs = {
  audio: { shape: audioShape(1, 3) },
  visual: { shape: visualShape(1, 1, 2, 2) },
  question: { shape: questionShape(2) },
};
const slots = 4;
const [sound, picture, question] = [normal('a', 2, 1, 3), normal('v', 2, 1, 1, 2, 2), normal('q', 2, 2)];
const rmm = (parameters = {}) => nodeBench('rmm-generator', { slots, ...parameters }, specs);

type Rows = number[][];
const rowsOf = (values: tf.Tensor, width: number): Rows => tf.reshape(values, [-1, width]).arraySync() as Rows;
const bankOf = ({ variables }: NodeBench, name: string) => {
  const bank = variables.get(name) as tf.Variable;
  return rowsOf(bank, bank.shape[1] as number);
};
const dot = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const softmax = (values: number[]) => {
  const powers = values.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((value) => value / sum);
};
/** The mean over the two cells of a map of two channels. */
const gridMean = ([a, b, c, d]: number[]) => [((a as number) + (c as number)) / 2, ((b as number) + (d as number)) / 2];
const address = (features: number[], bank: Rows) => softmax(bank.map((slot) => cosine(features, slot)));
const weighted = (weights: number[], bank: Rows) =>
  (bank[0] as number[]).map((_, column) =>
    dot(
      weights,
      bank.map((slot) => slot[column] as number),
    ),
  );
const close = (found: number[], expected: number[]) =>
  found.forEach((value, index) => expect(value).toBeCloseTo(expected[index] as number, 4));

/** Both recalls of the batch: sounds and maps, one row per sample. */
const recalls = (bench: NodeBench) => {
  const pass = bench.batch();
  const heard = pass({ audio: missing(sound), visual: real(picture), question });
  const seen = pass({ audio: real(sound), visual: missing(picture), question });
  return { audio: rowsOf(valuesAt(heard, 'audio'), 3), visual: rowsOf(valuesAt(seen, 'visual'), 4) };
};

describe('an RMM generator that compares pictures by their mean over the grid', () => {
  it('recalls the values computed by hand', () => {
    const bench = rmm({ visualAddress: 'mean of the grid' });
    const [sounds, maps, questions] = ['audioSlots', 'visualSlots', 'questionSlots'].map((name) =>
      bankOf(bench, name),
    ) as [Rows, Rows, Rows];
    const found = recalls(bench);
    rowsOf(picture, 4).forEach((map, sample) => {
      const asked = address(rowsOf(question, 2)[sample] as number[], questions);
      const shown = address(gridMean(map), maps.map(gridMean));
      const weights = softmax(shown.map((value, slot) => value * (asked[slot] as number)));
      close(found.audio[sample] as number[], weighted(weights, sounds));
    });
  });

  it('recalls the same sound for any position of the parts of the picture', () => {
    const flipped = tf.reverse(picture, 3);
    const recalled = (visualAddress: string) => {
      const bench = rmm({ visualAddress });
      return [picture, flipped].map((map) =>
        rowsOf(valuesAt(bench.batch()({ audio: missing(sound), visual: real(map), question }), 'audio'), 3).flat(),
      ) as [number[], number[]];
    };
    close(...recalled('mean of the grid'));
    const [one, other] = recalled('whole map');
    expect(Math.max(...one.map((value, index) => Math.abs(value - (other[index] as number))))).toBeGreaterThan(1e-3);
  });

  it('has the gradients of central differences', () => {
    const bench = rmm({ visualAddress: 'mean of the grid' });
    expectGradients(bench.variables, () => {
      bench.batch()({ audio: real(sound), visual: real(picture), question });
      return bench.losses.get('rmmr') as tf.Scalar;
    });
  });
});

describe('the sizes of an RMM generator', () => {
  it.each(['whole map', 'mean of the grid'])('are those inferred, with every option, comparing by the %s', (by) => {
    const start = 'training features';
    const parameters = { slots: 3, reads: 2, projection: 5, learnTemperature: true, visualAddress: by, start };
    const { variables } = rmm(parameters);
    const size = (trainable: boolean) =>
      [...variables.values()].reduce((sum, each) => sum + (each.trainable === trainable ? each.size : 0), 0);
    const inferred = node.infer(specs, node.parameters.parse(parameters));
    expect([size(true), size(false)]).toEqual([inferred.parameters, inferred.state]);
  });
});

describe('an RMM generator with several reads', () => {
  it.each(['softmax', 'normalised'])('recalls the sum of the recalls of each group of slots, %s', (relation) => {
    const both = rmm({ slots: 3, reads: 2, relation });
    const alone = [0, 1].map((group) => {
      const bench = rmm({ slots: 3, relation });
      for (const [name, bank] of both.variables)
        bench.variables.get(name)?.assign(tf.slice(bank as tf.Tensor, [3 * group, 0], [3, -1]));
      return recalls(bench);
    });
    const found = recalls(both);
    for (const modality of ['audio', 'visual'] as const) {
      const [one, other] = alone.map((recall) => recall[modality].flat()) as [number[], number[]];
      close(
        found[modality].flat(),
        one.map((value, index) => value + (other[index] as number)),
      );
    }
  });

  it('starts with parts of training features whose sum is the features', () => {
    const bench = rmm({ slots: 2, reads: 2, start: 'training features' });
    bench.batch()({ audio: real(sound), visual: real(picture), question });
    const starts = bankOf(bench, 'audioStart');
    const half = rowsOf(sound, 3).map((row) => row.map((value) => value / 2));
    close(starts.flat(), [...half, ...half].flat());
  });

  it('has the gradients of central differences', () => {
    const bench = rmm({ slots: 2, reads: 2, relation: 'normalised', temperature: 0.5 });
    expectGradients(bench.variables, () => {
      bench.batch()({ audio: real(sound), visual: real(picture), question });
      return bench.losses.get('rmmr') as tf.Scalar;
    });
  });
});

describe('an RMM generator with learned projections and trained temperatures', () => {
  const parameters = { projection: 3, learnTemperature: true, temperature: 0.5, relation: 'normalised' };

  it.each(['whole map', 'mean of the grid'])(
    'recalls a picture with the values computed by hand, comparing by the %s',
    (by) => {
      const bench = rmm({ ...parameters, visualAddress: by });
      bench.variables.get('audioTemperature')?.assign(tf.tensor1d([Math.log(0.4)]));
      const [sounds, maps, questions, projection] = [
        'audioSlots',
        'visualSlots',
        'questionSlots',
        'audioProjection',
      ].map((name) => bankOf(bench, name)) as [Rows, Rows, Rows, Rows];
      const project = (values: number[]) => weighted(values, projection);
      const found = recalls(bench);
      rowsOf(sound, 3).forEach((heard, sample) => {
        const asked = address(rowsOf(question, 2)[sample] as number[], questions);
        // The temperature is 0.5 · exp(log 0.4) = 0.2.
        const cosines = sounds.map((slot) => cosine(project(heard), project(slot)) / 0.2);
        const product = softmax(cosines).map((value, slot) => value * (asked[slot] as number));
        const total = product.reduce((a, b) => a + b);
        close(
          found.visual[sample] as number[],
          weighted(
            product.map((value) => value / total),
            maps,
          ),
        );
      });
    },
  );

  it('has the gradients of central differences', () => {
    const bench = rmm({ ...parameters, visualAddress: 'mean of the grid' });
    expect([...bench.variables.keys()].sort()).toEqual(
      ['audio', 'visual']
        .flatMap((modality) => [`${modality}Projection`, `${modality}Slots`, `${modality}Temperature`])
        .concat('questionSlots')
        .sort(),
    );
    expectGradients(bench.variables, () => {
      bench.batch()({ audio: real(sound), visual: real(picture), question });
      return bench.losses.get('rmmr') as tf.Scalar;
    });
  });
});

describe('an RMM generator with insides', () => {
  it('shows addressings, and the weights and slots whose product is the recall', () => {
    const bench = rmm();
    const shown = new Map<string, tf.Tensor>();
    const inspect = (name: string, values: tf.Tensor) => void shown.set(name, values);
    const recalled = valuesAt(
      bench.batch()({ audio: missing(sound), visual: real(picture), question }, { training: false, inspect }),
      'audio',
    );
    const names = ['question addressing', 'visual addressing', 'audio weights', 'audio slots'];
    expect([...shown.keys()]).toEqual(names);
    const [asked, seen, weights, contents] = names.map((name) =>
      rowsOf(shown.get(name) as tf.Tensor, name === 'audio slots' ? 3 : slots),
    );
    rowsOf(recalled, 3).forEach((row, sample) => {
      const product = (asked?.[sample] ?? []).map((value, slot) => value * (seen?.[sample]?.[slot] ?? 0));
      close(weights?.[sample] ?? [], softmax(product));
      close(row, weighted(weights?.[sample] ?? [], contents ?? []));
    });
  });
});
