import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import { sizeOf } from '../../graph/shapes';
import { linear } from '../../layers/basic';
import { standardNormal } from '../../layers/initializers';
import type { CreateLayer, LayerSetup, Signal } from '../../layers/layer';
import type { node } from './node';

/** Every stage is a linear layer whose outputs are scaled by the question. Cells are [B, H·W, T, ·], sounds [B, T, ·]. */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { answers, width }) => {
  const visualSpec = requireInput(setup.inputs, 'visual');
  const seconds = sizeOf(visualSpec, 'T');
  const cells = sizeOf(visualSpec, 'H') * sizeOf(visualSpec, 'W');
  const channels = sizeOf(visualSpec, 'C');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const questionWidth = sizeOf(requireInput(setup.inputs, 'question'), 'C');
  const embedding = (name: string, shape: number[]) =>
    setup.variable(name, shape, (of, random) => standardNormal(of, random).map((value) => 0.02 * value));
  const stage = (name: string, inputs: number, outputs: number) => {
    const project = linear(setup, name, inputs, outputs);
    const gated = gate(setup, `${name}/gate`, questionWidth, outputs);
    return (x: tf.Tensor, question: tf.Tensor) => tf.relu(gated(project(x), question));
  };

  const ofVisual = linear(setup, 'pair/visual', channels, width);
  const ofAudio = linear(setup, 'pair/audio', audioWidth, width);
  const ofCell = embedding('pair/cell', [cells, 1, width]);
  const ofSecond = embedding('pair/second', [seconds, width]);
  const gatePair = gate(setup, 'pair/gate', questionWidth, width);
  const pairs = stage('pairs', width, width);
  const cellOverTime = stage('cellOverTime', seconds * width, width);
  const sounds = stage('sounds', audioWidth, width);
  const ofSound = embedding('sounds/second', [seconds, audioWidth]);
  const soundOverTime = stage('soundOverTime', seconds * width, width);
  const fuse = stage('fusion', 2 * width, 2 * width);
  const answer = linear(setup, 'answer', 2 * width, answers);

  return (inputs) => {
    const audio = (inputs['audio'] as Signal).values;
    const visual = (inputs['visual'] as Signal).values;
    const question = inputs['question'] as tf.Tensor;
    const batch = audio.shape[0] as number;
    // [B, T, H·W, C] → [B, H·W, T, C], so that the seconds of a cell are contiguous.
    const maps = tf.transpose(tf.reshape(visual, [batch, seconds, cells, channels]), [0, 2, 1, 3]);
    const sum = tf.add(tf.add(ofVisual(maps), tf.expandDims(ofAudio(audio), 1)), tf.add(ofCell, ofSecond));
    const pair = pairs(tf.relu(gatePair(sum, question)), question);
    const seen = cellOverTime(tf.reshape(pair, [batch, cells, seconds * width]), question);
    const heard = sounds(tf.add(audio, ofSound), question);
    const track = soundOverTime(tf.reshape(heard, [batch, seconds * width]), question);
    return { logits: answer(fuse(tf.concat([tf.sum(seen, 1), track], 1), question)) };
  };
};

/** x ∘ (1 + γ) with γ = W · f_t + b, equal for all positions of x [B, …, width] */
function gate(setup: LayerSetup, name: string, questionWidth: number, width: number) {
  const scaleOf = linear(setup, name, questionWidth, width);
  return (x: tf.Tensor, question: tf.Tensor): tf.Tensor => {
    const places = x.shape.slice(1, -1).map(() => 1);
    const scale = tf.reshape(scaleOf(question), [x.shape[0] as number, ...places, width]);
    return tf.mul(x, tf.add(scale, 1));
  };
}
