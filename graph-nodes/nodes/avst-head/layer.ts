import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { CreateLayer, LayerSetup, Pass, Signal } from '../../layers/layer';
import { attentionOfOneQuery } from '../../layers/attention';
import { crossEntropy, dropout, linear } from '../../layers/basic';
import { l2Normalise, layerNorm } from '../../layers/normalisation';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';

type Parameters = z.infer<typeof node.parameters>;

export const createLayer: CreateLayer<Parameters> = (setup, parameters) => {
  const visualSpec = requireInput(setup.inputs, 'visual');
  const width = sizeOf(visualSpec, 'C');
  const cells = sizeOf(visualSpec, 'H') * sizeOf(visualSpec, 'W');
  const ground = spatialGrounding(setup, width);
  const match = matching(setup, width);
  const overSounds = temporalGrounding(setup, 'temporalAudio', width, parameters);
  const overPictures = temporalGrounding(setup, 'temporalVisual', width, parameters);
  const fuse = linear(setup, 'fusion', 2 * width, width);
  const answer = linear(setup, 'answer', width, parameters.answers);

  return (inputs, pass) => {
    const audio = (inputs['audio'] as Signal).values;
    const visual = (inputs['visual'] as Signal).values;
    const question = inputs['question'] as tf.Tensor;
    const [batch, seconds] = audio.shape as [number, number, number];
    const sounds = tf.reshape(audio, [batch * seconds, width]);
    const maps = tf.reshape(visual, [batch * seconds, cells, width]) as tf.Tensor3D;
    const grounded = ground(sounds, maps);

    if (pass.training && pass.negativeFrames) {
      const mismatched = ground(sounds, tf.gather(maps, pass.negativeFrames));
      pass.addLoss('match', matchingLoss(match, sounds, grounded, mismatched));
    }
    const pictures = tf.reshape(grounded, [batch, seconds, width]);
    const heard = tf.add(overSounds(question, audio, pass), tf.mean(audio, 1));
    const seen = tf.add(overPictures(question, pictures, pass), tf.mean(pictures, 1));
    const fused = fuse(tf.tanh(tf.concat([heard, seen], 1)));
    return { logits: answer(tf.tanh(tf.mul(fused, question))) };
  };
};

/** α = softmax_HW(⟨v̂, â⟩), g = W · tanh([Σ α v, mean v]): sounds [M, C], maps [M, H·W, C] → [M, C] */
function spatialGrounding(setup: LayerSetup, width: number) {
  const join = linear(setup, 'grounding', 2 * width, width);
  return (sounds: tf.Tensor, maps: tf.Tensor3D): tf.Tensor => {
    const likeness = tf.sum(tf.mul(l2Normalise(maps), tf.expandDims(l2Normalise(sounds), 1)), 2);
    const attended = tf.sum(tf.mul(maps, tf.expandDims(tf.softmax(likeness), 2)), 1);
    return join(tf.tanh(tf.concat([attended, tf.mean(maps, 1)], 1)));
  };
}

/** MLP 2C → C → 256 → 128 → 2 with ReLU: do a sound and a grounded picture come from one video? */
function matching(setup: LayerSetup, width: number) {
  const layers = [
    linear(setup, 'match/0', 2 * width, width),
    linear(setup, 'match/1', width, 256),
    linear(setup, 'match/2', 256, 128),
  ];
  const last = linear(setup, 'match/3', 128, 2);
  return (sounds: tf.Tensor, pictures: tf.Tensor): tf.Tensor =>
    last(layers.reduce((x, layer) => tf.relu(layer(x)), tf.concat([sounds, pictures], 1)));
}

/** Cross-entropy with the true pair as class 1 and the pair with a frame of another video as class 0. */
function matchingLoss(
  match: ReturnType<typeof matching>,
  sounds: tf.Tensor,
  grounded: tf.Tensor,
  mismatched: tf.Tensor,
): tf.Scalar {
  const logits = match(tf.concat([sounds, sounds], 0), tf.concat([grounded, mismatched], 0));
  const classes = tf.concat([tf.ones([grounded.shape[0] as number]), tf.zeros([grounded.shape[0] as number])]);
  return crossEntropy(logits, tf.stack([tf.sub(1, classes), classes], 1));
}

/** The question as the query over T seconds, then y + W₂ · dropout(ReLU(W₁ · y)) and LayerNorm: [B, T, C] → [B, C] */
function temporalGrounding(setup: LayerSetup, name: string, width: number, { heads, dropout: rate }: Parameters) {
  const attend = attentionOfOneQuery(setup, `${name}/attention`, width, heads, rate);
  const first = linear(setup, `${name}/first`, width, width);
  const second = linear(setup, `${name}/second`, width, width);
  const norm = layerNorm(setup, `${name}/norm`, width);
  return (question: tf.Tensor, memory: tf.Tensor, pass: Pass): tf.Tensor => {
    const attended = attend(question, memory, pass);
    const changed = second(dropout(tf.relu(first(attended)), rate, pass));
    return norm(tf.add(attended, dropout(changed, rate, pass)));
  };
}
