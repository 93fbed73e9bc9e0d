import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { CreateLayer, Pass, Signal } from '../../layers/layer';
import { linear } from '../../layers/basic';
import { poolGrid } from '../../layers/grid';
import { standardNormal } from '../../layers/initializers';
import { layerNorm } from '../../layers/normalisation';
import { transformerLayer } from '../../layers/transformer';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';

type Parameters = z.infer<typeof node.parameters>;

/** Tokens [B, 2 + T + T·cells, C]: class, question, sounds, pictures second by second. */
export const createLayer: CreateLayer<Parameters> = (setup, parameters) => {
  const visualSpec = requireInput(setup.inputs, 'visual');
  const width = sizeOf(visualSpec, 'C');
  const seconds = sizeOf(visualSpec, 'T');
  const everyCell = parameters.visualTokens === 'every cell';
  const cells = everyCell ? sizeOf(visualSpec, 'H') * sizeOf(visualSpec, 'W') : 1;
  const embedding = (name: string, shape: number[]) =>
    setup.variable(name, shape, (of, random) => standardNormal(of, random).map((value) => 0.02 * value));
  const classToken = embedding('classToken', [1, width]);
  const ofQuestion = embedding('question', [1, width]);
  const ofAudio = embedding('audio', [1, width]);
  const ofVisual = embedding('visual', [1, width]);
  const ofSecond = embedding('second', [seconds, width]);
  const ofCell = embedding('cell', [cells, width]);
  const layers = Array.from({ length: parameters.layers }, (_, layer) =>
    transformerLayer(setup, `layer${layer}`, width, parameters),
  );
  const norm = layerNorm(setup, 'norm', width);
  const answer = linear(setup, 'answer', width, parameters.answers);

  return (inputs, pass) => {
    const audio = (inputs['audio'] as Signal).values;
    const visual = (inputs['visual'] as Signal).values;
    const question = tf.expandDims(inputs['question'] as tf.Tensor, 1);
    const batch = question.shape[0] as number;
    const pictures = tf.reshape(everyCell ? visual : poolGrid(visual), [batch, seconds, cells, width]);
    const placed = tf.add(tf.add(tf.add(pictures, tf.expandDims(ofSecond, 1)), ofCell), ofVisual);
    const tokens = tf.concat(
      [
        tf.add(tf.zerosLike(question), classToken),
        tf.add(question, ofQuestion),
        tf.add(tf.add(audio, ofSecond), ofAudio),
        tf.reshape(placed, [batch, seconds * cells, width]),
      ],
      1,
    );
    const showAttention = (weights: tf.Tensor) => inspectSeconds(weights, { seconds, cells }, pass);
    const attended = layers.reduce(
      (x, layer, index) => layer(x, pass, pass.inspect && index === layers.length - 1 ? showAttention : undefined),
      tokens,
    );
    const ofClass = tf.reshape(tf.slice(attended, [0, 0, 0], [-1, 1, -1]), [batch, width]);
    return { logits: answer(norm(ofClass)) };
  };
};

/** Shows the attention of the class token to sounds and to pictures, each with sum 1, from weights [B, heads, N, N]. */
function inspectSeconds(
  weights: tf.Tensor,
  { seconds, cells }: { readonly seconds: number; readonly cells: number },
  pass: Pass,
): void {
  const [batch, heads, length] = weights.shape as [number, number, number];
  const ofClass = tf.reshape(tf.slice(weights, [0, 0, 0, 0], [-1, -1, 1, -1]), [batch, heads, length]);
  const show = (name: string, from: number, each: number) => {
    const part = tf.slice(ofClass, [0, 0, from], [-1, -1, seconds * each]);
    const bySecond = tf.sum(tf.reshape(part, [batch, heads, seconds, each]), -1);
    pass.inspect?.(name, tf.div(bySecond, tf.sum(bySecond, -1, true)));
  };
  show('audio attention', 2, 1);
  show('visual attention', 2 + seconds, cells);
}
