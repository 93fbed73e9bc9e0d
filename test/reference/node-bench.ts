import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { layerOf } from '../../engine/model/layers';
import type { BackendName } from '../../engine/contract/backends';
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
import { holdAgainst, type Bench, type Tolerance } from './fixture';

export type Parameters = Record<string, number | string | boolean>;
export type Tensors = Readonly<Record<string, tf.Tensor>>;
export type Apply = (inputs: EdgeValues, changes?: Partial<Pass>) => EdgeValues;

/** Sizes of the features: three seconds, a grid of two by three unless another one is given. */
export interface Sizes {
  readonly audio: number;
  readonly visual: number;
  readonly question: number;
  readonly grid?: readonly [height: number, width: number];
}

export const batchSpec = ({ audio, visual, grid = [2, 3] }: Sizes): BatchSpec => ({
  seconds: 3,
  audioWidth: audio,
  height: grid[0],
  width: grid[1],
  visualWidth: visual,
  questionLength: 5,
  vocabulary: 9,
  answers: 5,
});

const specsOf = (sizes: Sizes, vocabulary: number): Record<string, EdgeSpec> => ({
  batch: { shape: labelsShape, batch: { ...batchSpec(sizes), vocabulary } },
  audio: { shape: audioShape(3, sizes.audio) },
  visual: { shape: visualShape(3, ...(sizes.grid ?? [2, 3]), sizes.visual) },
  question: { shape: questionShape(sizes.question) },
});

export const real = (values: tf.Tensor | undefined): Signal => ({ values: values as tf.Tensor, state: 'real' });

export const missing = (values: tf.Tensor | undefined): Signal => ({
  values: tf.zerosLike(values as tf.Tensor),
  state: 'missing',
  target: values as tf.Tensor,
});

export const valuesAt = (outputs: EdgeValues, socket: string): tf.Tensor => (outputs[socket] as Signal).values;

/** The layer of a node kind with given parameters, on the bench. */
function nodeOn({ setup }: Bench, kind: string, parameters: Parameters) {
  const apply = layerOf(kind)?.(setup, findKind(kind)?.parameters.parse(parameters));
  if (!apply) throw new Error(`There is no node kind “${kind}”.`);
  return apply;
}

export interface NodeCase {
  readonly fixture: string;
  readonly kind: string;
  readonly parameters?: Parameters;
  readonly sizes: Sizes;
  readonly vocabulary?: number;
  /** Losses of the node that the fixture has as outputs. */
  readonly losses?: readonly string[];
  /** Inputs that are whole numbers. */
  readonly integers?: readonly string[];
  /** Node id of the variables in a fixture of the release. */
  readonly node?: string;
  run(apply: Apply, inputs: Tensors): Tensors;
}

/** Compares a node, run in one pass or several, with a fixture. */
export const holdNode = (
  backend: BackendName,
  tolerance: Tolerance,
  { fixture, kind, parameters = {}, sizes, vocabulary = 9, losses = [], integers = [], node, run }: NodeCase,
): Promise<void> =>
  holdAgainst(
    fixture,
    backend,
    tolerance,
    (bench) => {
      const apply = nodeOn(bench, kind, parameters);
      return (inputs) => ({
        ...run((values, changes) => apply(values, bench.pass(changes)), inputs),
        ...Object.fromEntries([...bench.losses].filter(([loss]) => losses.includes(loss))),
      });
    },
    { specs: specsOf(sizes, vocabulary), integers, node },
  );

export const batchOf = (inputs: Tensors, sizes: Sizes): EdgeValues => ({
  batch: {
    spec: batchSpec(sizes),
    audio: real(inputs['audio']),
    visual: real(inputs['visual']),
    question: inputs['question'] as tf.Tensor2D,
  },
});

/** Three passes of one batch: complete, then each modality missing, with the real one as the target. */
export function recallBoth(apply: Apply, inputs: Tensors): Tensors {
  const { audio, visual, question } = inputs;
  const asked = question ? { question } : {};
  const complete = apply({ audio: real(audio), visual: real(visual), ...asked });
  expect([valuesAt(complete, 'audio'), valuesAt(complete, 'visual')]).toEqual([audio, visual]);
  return {
    audio: valuesAt(apply({ audio: missing(audio), visual: real(visual), ...asked }), 'audio'),
    visual: valuesAt(apply({ audio: real(audio), visual: missing(visual), ...asked }), 'visual'),
  };
}

/** Diffusion loss of the complete pass, and the enhanced pair (guess, visual): `audio`. */
export const enhanceGuess = (apply: Apply, { audio, visual, guess }: Tensors): Tensors => ({
  audio: valuesAt(
    apply({
      audio: { values: guess as tf.Tensor, state: 'recalled', target: audio as tf.Tensor },
      visual: real(visual),
    }),
    'audio',
  ),
});
