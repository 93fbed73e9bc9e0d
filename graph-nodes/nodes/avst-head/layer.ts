import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { CreateLayer, Signal } from '../../layers/layer';
import { crossEntropy, linear } from '../../layers/basic';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';
import { matching, spatialGrounding, temporalGrounding } from './parts';

type Parameters = z.infer<typeof node.parameters>;

export const createLayer: CreateLayer<Parameters> = (setup, parameters) => {
  const visualSpec = requireInput(setup.inputs, 'visual');
  const width = sizeOf(visualSpec, 'C');
  const grid = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W')] as const;
  const cells = grid[0] * grid[1];
  const ground = spatialGrounding(setup, width);
  const match = matching(setup, width);
  const overSounds = temporalGrounding(setup, 'temporalAudio', width, parameters);
  const overPictures = temporalGrounding(setup, 'temporalVisual', width, parameters);
  const fuse = linear(setup, 'fusion', 2 * width, width);
  const answer = linear(setup, 'answer', width, parameters.answers);

  return (inputs, pass) => {
    const audio = (inputs['audio'] as Signal).values;
    const { values: visual, negative } = inputs['visual'] as Signal;
    const question = inputs['question'] as tf.Tensor;
    const [batch, seconds] = audio.shape as [number, number, number];
    const sounds = tf.reshape(audio, [batch * seconds, width]);
    const maps = tf.reshape(visual, [batch * seconds, cells, width]) as tf.Tensor3D;
    const { inspect } = pass;
    const show = (name: string) => inspect && ((values: tf.Tensor) => inspect(name, values));
    const showCells = (shares: tf.Tensor) =>
      inspect?.('spatial attention', tf.reshape(shares, [batch, seconds, ...grid]));
    const grounded = ground(sounds, maps, inspect && showCells);
    if (inspect) {
      const chances = tf.reshape(tf.softmax(match(sounds, grounded)), [batch, seconds, 2]);
      inspect('matching', tf.reshape(tf.slice(chances, [0, 0, 1]), [batch, seconds]));
    }

    if (pass.training && negative) {
      const mismatched = ground(sounds, tf.reshape(negative, maps.shape) as tf.Tensor3D);
      pass.addLoss('match', matchingLoss(match, sounds, grounded, mismatched));
    }
    const pictures = tf.reshape(grounded, [batch, seconds, width]);
    const heard = tf.add(overSounds(question, audio, pass, show('audio attention')), tf.mean(audio, 1));
    const seen = tf.add(overPictures(question, pictures, pass, show('visual attention')), tf.mean(pictures, 1));
    const fused = fuse(tf.tanh(tf.concat([heard, seen], 1)));
    return { logits: answer(tf.tanh(tf.mul(fused, question))) };
  };
};

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
