import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from '../layer';
import { withoutGradient } from './basic';
import { standardNormal, zeros } from './initializers';

/** The slots of the two modalities; those of one place belong together. */
export interface Slots {
  /** G_a [L, C] */
  audio(): tf.Tensor2D;
  /** G_v [L, H·W·C] */
  visual(): tf.Tensor2D;
  /** Shows them a batch of training pairs, [B, T, ...] each. */
  see(audio: tf.Tensor, visual: tf.Tensor): void;
}

/** Slots drawn from N(0, 1), as in the paper. */
export function drawnSlots(setup: LayerSetup, count: number, audioWidth: number, mapSize: number): Slots {
  const audio = setup.variable('audioSlots', [count, audioWidth], standardNormal) as tf.Tensor2D;
  const visual = setup.variable('visualSlots', [count, mapSize], standardNormal) as tf.Tensor2D;
  return { audio: () => audio, visual: () => visual, see: () => undefined };
}

/**
 * Slots that start as the first L seconds of training, sound and picture of a slot from the same second. What is learned is
 * added to them: G = start + learned, where `learned` starts at zero. The first batch fills all places, over and over; the
 * next ones push it out, until L different seconds have been seen.
 */
export function seenSlots(setup: LayerSetup, count: number, audioWidth: number, mapSize: number): Slots {
  const bank = (name: string, width: number) => {
    const start = setup.state(`${name}Start`, [count, width], zeros) as tf.Variable<tf.Rank.R2>;
    const learned = setup.variable(`${name}Slots`, [count, width], zeros) as tf.Tensor2D;
    return { start, slots: () => tf.add<tf.Tensor2D>(start, learned), width };
  };
  const [audio, visual] = [bank('audio', audioWidth), bank('visual', mapSize)];
  /** Seconds seen, up to L: [1] */
  const seen = setup.state('seen', [1], zeros) as tf.Variable<tf.Rank.R1>;

  const filled = ({ start, width }: typeof audio, values: tf.Tensor): tf.Tensor2D => {
    const rows = tf.reshape(values, [-1, width]) as tf.Tensor2D;
    const [first, all] = [rows.shape[0], count] as const;
    const repeated = tf.slice(tf.tile(rows, [Math.ceil(all / first), 1]), [0, 0], [all, width]);
    const pushed = tf.slice(tf.concat([rows, start], 0), [0, 0], [all, width]);
    const before = tf.reshape(seen, [1, 1]);
    return tf.where(
      tf.tile(tf.equal(before, 0), [all, width]) as tf.Tensor2D,
      repeated,
      tf.where(tf.tile(tf.less(before, all), [all, width]) as tf.Tensor2D, pushed, start),
    );
  };
  return {
    audio: audio.slots,
    visual: visual.slots,
    see(sounds, pictures) {
      withoutGradient(() => {
        const [audioStart, visualStart] = [filled(audio, sounds), filled(visual, pictures)];
        audio.start.assign(audioStart);
        visual.start.assign(visualStart);
        const rows = (sounds.shape[0] as number) * (sounds.shape[1] as number);
        seen.assign(tf.minimum(tf.add(seen, rows), count));
        return seen;
      });
    },
  };
}
