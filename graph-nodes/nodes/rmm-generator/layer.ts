import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import { realValues, updatesStates, type CreateLayer, type Pass, type Signal } from '../../layers/layer';
import { productOverLastAxis } from '../../layers/basic';
import { generator } from '../../layers/generator';
import { comparedPicture } from '../../layers/grid';
import { standardNormal, uniformByFan, zeros } from '../../layers/initializers';
import { drawable } from '../../layers/drawable';
import { l2Normalise } from '../../layers/normalisation';
import { drawnSlots, seenSlots } from '../../layers/slots';
import { sizeOf } from '../../graph/shapes';
import type { node } from './node';

/**
 * Slot banks G_a [L, C], G_v [L, H·W·C], G_t [L, C], or one of each per read. The recall is the agreement of two addressings.
 */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, parameters) => {
  const {
    slots: slotsOfRead,
    reads,
    relation,
    temperature,
    questionTemperature,
    start,
    visualAddress,
    projection,
    questionOrder,
  } = parameters;
  const visualSpec = requireInput(setup.inputs, 'visual');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const grid = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W'), sizeOf(visualSpec, 'C')] as const;
  const mapSize = grid[0] * grid[1] * grid[2];
  const comparable = {
    audio: (sounds: tf.Tensor) => sounds,
    visual: comparedPicture(visualAddress, grid[0] * grid[1], grid[2]),
  };
  const projected = (modality: 'audio' | 'visual', width: number) => {
    if (projection === 0) return comparable[modality];
    const weight = setup.variable(`${modality}Projection`, [width, projection], uniformByFan(width));
    return (values: tf.Tensor) => productOverLastAxis(comparable[modality](values), weight);
  };
  /** Compared part of features or slots of a modality: [..., C, P or H·W·C] */
  const compared = {
    audio: projected('audio', audioWidth),
    visual: projected('visual', visualAddress === 'whole map' ? mapSize : grid[2]),
  };
  /** τ, or τ · exp(θ) with a trained θ. */
  const trainable = (modality: 'audio' | 'visual') => {
    if (!parameters.learnTemperature) return () => temperature;
    const exponent = setup.variable(`${modality}Temperature`, [1], zeros);
    return () => tf.mul(temperature, tf.exp(exponent));
  };
  const temperatures = { audio: trainable('audio'), visual: trainable('visual') };
  const questionWidth = sizeOf(requireInput(setup.inputs, 'question'), 'C');
  const slots = slotsOfRead * reads;
  const makeSlots = start === 'training features' ? seenSlots : drawnSlots;
  const bank = makeSlots(setup, slots, audioWidth, mapSize);
  const questionSlots = setup.variable('questionSlots', [slots, questionWidth], standardNormal) as tf.Tensor2D;

  /**
   * Slots G_m and their unit vectors for the comparison. They are computed once for all passes of a batch, so that the
   * gradients of the passes are summed before they are propagated further.
   */
  const at = (modality: 'audio' | 'visual', pass: Pass) =>
    pass.shared(modality, () => {
      const values = bank[modality]();
      return { values, directions: l2Normalise(compared[modality](values)) as tf.Tensor2D };
    });

  /** Initial slots of one read: the features divided by the number of reads, because the recall is the sum of all reads. */
  const ofRead = (features: tf.Tensor) => (reads === 1 ? features : tf.div(features, reads));

  /** Splits the last axis by reads: [..., H · L] → [rows, H, L] */
  const byRead = (values: tf.Tensor) => tf.reshape(values, [-1, reads, slotsOfRead]);

  /** Addressing s = softmax_L(cos(f, G) / τ), separate for each read: [B, T or 1, H · L] */
  const address = (features: tf.Tensor, directions: tf.Tensor2D, divisor: number | tf.Tensor): tf.Tensor => {
    const [batch, seconds] = features.shape as [number, number];
    const rows = tf.reshape(features, [batch * seconds, directions.shape[1]]);
    const cosine = tf.matMul(l2Normalise(rows) as tf.Tensor2D, directions, false, true);
    return tf.reshape(tf.softmax(byRead(tf.div(cosine, divisor))), [batch, seconds, slots]);
  };

  const addressBy = (modality: 'audio' | 'visual', features: tf.Tensor, pass: Pass): tf.Tensor =>
    address(compared[modality](features), at(modality, pass).directions, temperatures[modality]());

  /** Weights of the slots from both addressings, separate for each read: w [B, T, H · L]; the sum of a read is 1. */
  const relate = (question: tf.Tensor, modality: tf.Tensor): tf.Tensor => {
    const product = parameters.question ? tf.mul(question, modality) : modality;
    const shares = byRead(product);
    const weights = relation === 'softmax' ? tf.softmax(shares) : tf.div(shares, tf.sum(shares, -1, true));
    return tf.reshape(weights, product.shape);
  };

  /** The slots of the missing modality: w · G */
  const read = (weights: tf.Tensor, values: tf.Tensor2D, shape: readonly number[]): tf.Tensor =>
    tf.reshape(tf.matMul(tf.reshape(weights, [-1, slots]) as tf.Tensor2D, values), [...shape]);

  const shapeOf = (features: tf.Tensor, rest: readonly number[]) => [...features.shape.slice(0, 2), ...rest];
  /** Addressing by the question, for all seconds of a sample or for each of them: [B, 1 or T, L] */
  const asked = (question: tf.Tensor | undefined, seconds: number, pass: Pass) => {
    const directions = pass.shared('question', () => l2Normalise(questionSlots) as tf.Tensor2D);
    const addressed = address(tf.expandDims(question as tf.Tensor, 1), directions, questionTemperature);
    return questionOrder === 'scrambled' && pass.training ? scrambled(addressed, seconds) : addressed;
  };
  /** The weights of some samples, as the mean over their seconds. */
  const show = (name: string, weights: tf.Tensor, { preview }: Pass) => preview?.(name, drawable(tf.mean(weights, 1)));

  /** Shows both addressings of a recall, their product and the contents of the slots that it reads. */
  const inspectRecall = (
    recalled: 'audio' | 'visual',
    { ofQuestion, ofModality, weights }: { ofQuestion: tf.Tensor; ofModality: tf.Tensor; weights: tf.Tensor },
    pass: Pass,
  ): void => {
    if (!pass.inspect) return;
    if (parameters.question) pass.inspect('question addressing', ofQuestion);
    pass.inspect(`${recalled === 'audio' ? 'visual' : 'audio'} addressing`, ofModality);
    pass.inspect(`${recalled} weights`, weights);
    const shape = recalled === 'audio' ? [audioWidth] : grid;
    pass.inspect(`${recalled} slots`, tf.reshape(at(recalled, pass).values, [1, slots, ...shape]));
  };

  const generate = generator(
    {
      audio(seen, question, pass) {
        const ofQuestion = asked(question, seen.shape[1] as number, pass);
        const ofModality = addressBy('visual', seen, pass);
        const weights = relate(ofQuestion, ofModality);
        show('audio', weights, pass);
        inspectRecall('audio', { ofQuestion, ofModality, weights }, pass);
        return read(weights, at('audio', pass).values, shapeOf(seen, [audioWidth]));
      },
      visual(heard, question, pass) {
        const ofQuestion = asked(question, heard.shape[1] as number, pass);
        const ofModality = addressBy('audio', heard, pass);
        const weights = relate(ofQuestion, ofModality);
        show('visual', weights, pass);
        inspectRecall('visual', { ofQuestion, ofModality, weights }, pass);
        return read(weights, at('visual', pass).values, shapeOf(heard, grid));
      },
    },
    parameters.encoderGradient,
  );
  return (inputs, pass) => {
    const audio = realValues(inputs['audio'] as Signal);
    const visual = realValues(inputs['visual'] as Signal);
    if (updatesStates(pass) && audio && visual) pass.shared('seen', () => bank.see(ofRead(audio), ofRead(visual)));
    return generate(inputs, pass);
  };
};

/**
 * Pairs row r of all B · T seconds with question r mod B, as the repeat and reshape of the released code do: [B, 1, L] → [B, T,
 * L]
 */
function scrambled(addressed: tf.Tensor, seconds: number): tf.Tensor {
  const [batch, , slots] = addressed.shape as [number, number, number];
  return tf.reshape(tf.tile(tf.reshape(addressed, [batch, slots]), [seconds, 1]), [batch, seconds, slots]);
}
