import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from './layer';
import { withoutGradient } from './basic';
import { standardNormal, zeros } from './initializers';

/** Slots of the two modalities; those at one index belong together. */
export interface Slots {
  /** G_a [L, C] */
  audio(): tf.Tensor2D;
  /** G_v [L, H·W·C] */
  visual(): tf.Tensor2D;
  /** Gives the slots a batch of training pairs, [B, T, ...] each. */
  see(audio: tf.Tensor, visual: tf.Tensor): void;
}

/** Slots with random initial values from N(0, 1), as in the paper. */
export function drawnSlots(setup: LayerSetup, count: number, audioWidth: number, mapSize: number): Slots {
  const audio = setup.variable('audioSlots', [count, audioWidth], standardNormal) as tf.Tensor2D;
  const visual = setup.variable('visualSlots', [count, mapSize], standardNormal) as tf.Tensor2D;
  return { audio: () => audio, visual: () => visual, see: () => undefined };
}

/**
 * Slots that start as the first L seconds of their training, sound and picture of a slot from the same second. The trained
 * change is added to them: G = start + learned, where `learned` starts at zero. The first batch fills all places cyclically;
 * later batches replace it until L different seconds have been seen.
 *
 * If `learned` is zero everywhere, no step has trained the slots, and each batch counts as the first. So slots that an earlier
 * stage or run did not train start with the encoder features of the stage that trains them.
 */
export function seenSlots(setup: LayerSetup, count: number, audioWidth: number, mapSize: number): Slots {
  const bank = (name: string, width: number) => {
    const start = setup.state(`${name}Start`, [count, width], zeros) as tf.Variable<tf.Rank.R2>;
    const learned = setup.variable(`${name}Slots`, [count, width], zeros) as tf.Tensor2D;
    return { start, learned, slots: () => tf.add<tf.Tensor2D>(start, learned), width };
  };
  const [audio, visual] = [bank('audio', audioWidth), bank('visual', mapSize)];
  /** Number of seconds seen, up to L: [1] */
  const seen = setup.state('seen', [1], zeros) as tf.Variable<tf.Rank.R1>;

  /** 1 where a step has changed the slots, else 0. */
  const trained = (): tf.Tensor => {
    const largest = ({ learned }: typeof audio) => tf.max(tf.abs(learned));
    return tf.cast(tf.greater(tf.maximum(largest(audio), largest(visual)), 0), 'float32');
  };
  /** Source of each place: a row of the batch, counted from 0, or (after those) the place itself: [L] int32. */
  const sources = (before: tf.Tensor, rows: number): tf.Tensor1D => {
    const places = [...Array(count).keys()];
    const indices = (of: (place: number) => number) => tf.tensor1d(places.map(of), 'int32');
    const repeated = indices((place) => place % rows);
    const pushed = indices((place) => place);
    const kept = indices((place) => rows + place);
    return tf.where(tf.equal(before, 0), repeated, tf.where(tf.less(before, count), pushed, kept));
  };
  const fill = ({ start, width }: typeof audio, values: tf.Tensor, from: tf.Tensor1D) => {
    const rows = tf.reshape(values, [-1, width]) as tf.Tensor2D;
    start.assign(tf.gather(tf.concat([rows, start], 0), from));
  };
  return {
    audio: audio.slots,
    visual: visual.slots,
    see(sounds, pictures) {
      withoutGradient(() => {
        const rows = (sounds.shape[0] as number) * (sounds.shape[1] as number);
        const before = tf.mul(seen, trained());
        const from = sources(before, rows);
        fill(audio, sounds, from);
        fill(visual, pictures, from);
        seen.assign(tf.minimum(tf.add(before, rows), count));
        return seen;
      });
    },
  };
}
