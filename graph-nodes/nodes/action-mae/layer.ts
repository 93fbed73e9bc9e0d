import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { Modality } from '../../graph/roles';
import { sizeOf } from '../../graph/shapes';
import { gelu, linear, withoutGradient } from '../../layers/basic';
import { recallMissing } from '../../layers/generator';
import { ontoGrid, poolGrid } from '../../layers/grid';
import { standardNormal } from '../../layers/initializers';
import { realValues, type CreateLayer, type LayerSetup, type Pass, type Signal } from '../../layers/layer';
import { layerNorm } from '../../layers/normalisation';
import { transformerLayer } from '../../layers/transformer';
import type { node } from './node';

type Parameters = z.infer<typeof node.parameters>;

/** Transformer layers, followed by a layer normalisation, [B, N, D] → [B, N, D] */
function transformer(setup: LayerSetup, name: string, width: number, { heads, layers }: Parameters) {
  const options = { heads, dropout: 0, activation: gelu };
  const list = Array.from({ length: layers }, (_, index) =>
    transformerLayer(setup, `${name}/layer${index}`, width, options),
  );
  const norm = layerNorm(setup, `${name}/norm`, width);
  return (x: tf.Tensor, pass: Pass) => norm(list.reduce((each, layer) => layer(each, pass), x));
}

/** Mean squared error of each video: [B, ...] → [B] */
const errors = (estimate: tf.Tensor, target: tf.Tensor): tf.Tensor => {
  const rows = tf.reshape(tf.square(tf.sub(estimate, target)), [
    target.shape[0] as number,
    -1,
    target.shape.at(-1) ?? 1,
  ]);
  return tf.mean(tf.mean(rows, 2), 1);
};

/** Tokens [B, K + T, D] of the memory and of the given modality, then [B, K + 2T, D] with masks for the other. */
export const createLayer: CreateLayer<Parameters> = (setup, parameters) => {
  const { heads, headWidth, memories, encoderGradient } = parameters;
  const width = heads * headWidth;
  const visualSpec = requireInput(setup.inputs, 'visual');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const grid = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W'), sizeOf(visualSpec, 'C')] as const;
  const [height, gridWidth, channels] = grid;
  const seconds = sizeOf(visualSpec, 'T');
  const embedding = (name: string, count: number) =>
    setup.variable(name, [count, width], (shape, random) => standardNormal(shape, random).map((value) => 0.02 * value));

  const enter = {
    audio: linear(setup, 'audio/input', audioWidth, width),
    visual: linear(setup, 'visual/input', channels, width),
  };
  const ofModality = { audio: embedding('audio/modality', 1), visual: embedding('visual/modality', 1) };
  const ofSecond = embedding('second', seconds);
  const memory = embedding('memory', memories);
  const mask = embedding('mask', 1);
  const encode = transformer(setup, 'encoder', width, parameters);
  const decode = transformer(setup, 'decoder', width, parameters);
  const toAudio = linear(setup, 'audio/output', width, audioWidth);
  const toVisual = ontoGrid(setup, 'visual/output', width, height * gridWidth, channels);

  const placed = (tokens: tf.Tensor, modality: Modality) => tf.add(tokens, tf.add(ofSecond, ofModality[modality]));
  const part = (x: tf.Tensor, from: number, count: number) => tf.slice(x, [0, from, 0], [-1, count, -1]);

  /** Decoded tokens of the modality that is not given: [B, T, D] */
  const reconstruct = (vectors: tf.Tensor, given: Modality, pass: Pass): tf.Tensor => {
    const batch = vectors.shape[0] as number;
    const spread = (tokens: tf.Tensor, count: number) => tf.add(tf.zeros([batch, count, width]), tokens);
    const own = placed(enter[given](vectors), given);
    const encoded = encode(tf.concat([spread(memory, memories), own], 1), pass);
    const kept = placed(part(encoded, memories, seconds), given);
    const masks = placed(spread(mask, seconds), given === 'audio' ? 'visual' : 'audio');
    const ordered = given === 'audio' ? [kept, masks] : [masks, kept];
    const decoded = decode(tf.concat([part(encoded, 0, memories), ...ordered], 1), pass);
    return part(decoded, given === 'audio' ? memories + seconds : memories, seconds);
  };
  const guessAudio = (visual: tf.Tensor, pass: Pass) => toAudio(reconstruct(poolGrid(visual), 'visual', pass));
  const guessVisual = (audio: tf.Tensor, pass: Pass) =>
    tf.reshape(toVisual(reconstruct(audio, 'audio', pass)), [...audio.shape.slice(0, 2), ...grid]);

  /** Drops one modality of each video, sound or picture with the same probability. */
  const reconstructionLoss = (audio: tf.Tensor, visual: tf.Tensor, pass: Pass): tf.Scalar => {
    const held = (values: tf.Tensor) => (encoderGradient ? values : withoutGradient(() => tf.clone(values)));
    const [f_a, f_v] = [held(audio), held(visual)];
    const audioDropped = pass.draw([f_a.shape[0] as number], (random, length) => random.choices(length, 0.5, 1, 0));
    const ofAudio = tf.mul(audioDropped, errors(guessAudio(f_v, pass), f_a));
    const ofVisual = tf.mul(tf.sub(1, audioDropped), errors(guessVisual(f_a, pass), f_v));
    return tf.mean(tf.add(ofAudio, ofVisual));
  };

  return (inputs, pass) => {
    const [audio, visual] = [inputs['audio'] as Signal, inputs['visual'] as Signal];
    const [realAudio, realVisual] = [realValues(audio), realValues(visual)];
    if (pass.training && realAudio && realVisual) {
      pass.shared('rmmr', () => pass.addLoss('rmmr', reconstructionLoss(realAudio, realVisual, pass)));
    }
    return recallMissing(audio, visual, {
      audio: () => guessAudio(visual.values, pass),
      visual: () => guessVisual(audio.values, pass),
    });
  };
};
