import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import { realValues, updatesStates, type CreateLayer, type Signal } from '../../layers/layer';
import { ranked, trainingBank, type Bank } from '../../layers/bank';
import { withoutGradient } from '../../layers/basic';
import { recallMissing } from '../../layers/generator';
import { comparedPicture } from '../../layers/grid';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';

export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, { bank: size, visualAddress }) => {
  const visualSpec = requireInput(setup.inputs, 'visual');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const grid = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W'), sizeOf(visualSpec, 'C')] as const;
  const mapSize = grid[0] * grid[1] * grid[2];
  const { bank, add } = trainingBank(setup, size, audioWidth, mapSize);
  const compared = comparedPicture(visualAddress, grid[0] * grid[1], grid[2]);

  /**
   * values[argmax cos(query, keys)], query [B, T, ...] → [B · T, width of the values]
   * @param training excludes the queried second, which a frozen bank may also contain
   */
  const nearest = (query: tf.Tensor, keys: tf.Tensor2D, values: tf.Tensor2D, searched: Bank, training: boolean) =>
    tf.gather(values, tf.argMax(ranked(query, keys, searched, training), 1));

  return (inputs, pass) => {
    const audio = inputs['audio'] as Signal;
    const visual = inputs['visual'] as Signal;
    const realAudio = realValues(audio);
    const realVisual = realValues(visual);
    const searched =
      updatesStates(pass) && realAudio && realVisual
        ? pass.shared<Bank>('bank', () => add(realAudio, realVisual))
        : bank;
    const guess = (query: tf.Tensor, keys: tf.Tensor, values: tf.Tensor2D, rest: readonly number[]) =>
      withoutGradient(() =>
        tf.reshape(nearest(query, keys as tf.Tensor2D, values, searched, pass.training), [
          ...query.shape.slice(0, 2),
          ...rest,
        ]),
      );
    return recallMissing(audio, visual, {
      audio: () => guess(compared(visual.values), compared(searched.visual), searched.audio, [audioWidth]),
      visual: () => guess(audio.values, searched.audio, searched.visual, grid),
    });
  };
};
