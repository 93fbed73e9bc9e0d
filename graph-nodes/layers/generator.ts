import * as tf from '@tensorflow/tfjs-core';
import { realValues, type Apply, type Pass, type Signal } from './layer';
import { meanSquaredError, withoutGradient } from './basic';
import { recall } from './signals';

/** What a generator knows of the modalities at hand: features as they come, the question where it is wired. */
export interface Guesses {
  /** From f_v [B, T, H, W, C] and f_t to a guess of f_a, in the shape [B, T, C]. */
  readonly audio: (visual: tf.Tensor, question: tf.Tensor | undefined, pass: Pass) => tf.Tensor;
  /** From f_a [B, T, C] and f_t to a guess of f_v, in the shape [B, T, H, W, C]. */
  readonly visual: (audio: tf.Tensor, question: tf.Tensor | undefined, pass: Pass) => tf.Tensor;
}

/**
 * What all generators do with their guesses: the one modality that is missing is recalled from the other where that is real,
 * and while training with both at hand, once per batch, L = MSE(guess of audio, f_a) + MSE(guess of visual, f_v).
 *
 * @param encoderGradient whether that loss also moves what makes its inputs and targets
 */
export function generator(guesses: Guesses, encoderGradient: boolean): Apply {
  return (inputs, pass) => {
    const audio = inputs['audio'] as Signal;
    const visual = inputs['visual'] as Signal;
    const question = inputs['question'] as tf.Tensor | undefined;
    const realAudio = realValues(audio);
    const realVisual = realValues(visual);
    if (pass.training && realAudio && realVisual) {
      pass.shared('rmmr', () => {
        const held = (values: tf.Tensor) => (encoderGradient ? values : withoutGradient(() => tf.clone(values)));
        const [f_a, f_v] = [held(realAudio), held(realVisual)];
        const f_t = question && held(question);
        pass.addLoss(
          'rmmr',
          tf.add(
            meanSquaredError(guesses.audio(f_v, f_t, pass), f_a),
            meanSquaredError(guesses.visual(f_a, f_t, pass), f_v),
          ),
        );
      });
    }
    return recallMissing(audio, visual, {
      audio: () => guesses.audio(visual.values, question, pass),
      visual: () => guesses.visual(audio.values, question, pass),
    });
  };
}

/** True for measured values, with noise or without. */
const isMeasured = ({ state }: Signal): boolean => state === 'real' || state === 'noisy';

/** Puts a guess in the place of the modality that is missing, where the other is measured. */
export function recallMissing(
  audio: Signal,
  visual: Signal,
  guess: { readonly audio: () => tf.Tensor; readonly visual: () => tf.Tensor },
): { audio: Signal; visual: Signal } {
  return {
    audio: audio.state === 'missing' && isMeasured(visual) ? recall(audio, guess.audio()) : audio,
    visual: visual.state === 'missing' && isMeasured(audio) ? recall(visual, guess.visual()) : visual,
  };
}
