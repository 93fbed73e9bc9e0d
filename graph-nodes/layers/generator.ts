import * as tf from '@tensorflow/tfjs-core';
import { realValues, type Apply, type Pass, type Signal } from './layer';
import { meanSquaredError, withoutGradient } from './basic';
import { recall } from './signals';

/** Recall functions of a generator. They get the features of the given modality, and the question if it is wired. */
export interface Guesses {
  /** Predicts f_a, [B, T, C], from f_v [B, T, H, W, C] and f_t. */
  readonly audio: (visual: tf.Tensor, question: tf.Tensor | undefined, pass: Pass) => tf.Tensor;
  /** Predicts f_v, [B, T, H, W, C], from f_a [B, T, C] and f_t. */
  readonly visual: (audio: tf.Tensor, question: tf.Tensor | undefined, pass: Pass) => tf.Tensor;
}

/**
 * Common part of all generators. It recalls the missing modality from the other one if that is real. In training, if both are
 * given, it adds L = MSE(predicted audio, f_a) + MSE(predicted visual, f_v) once per batch.
 *
 * @param encoderGradient true if that loss also trains the encoders that compute its inputs and targets
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

/** Replaces the missing modality by a prediction if the other one is measured. */
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
