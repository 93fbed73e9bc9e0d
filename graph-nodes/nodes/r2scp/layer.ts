import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import type { Modality } from '../../graph/roles';
import { sizeOf } from '../../graph/shapes';
import { penalty, ranked, trainingBank } from '../../layers/bank';
import { linear, meanOfAll, meanSquaredError, withoutGradient } from '../../layers/basic';
import { recallMissing } from '../../layers/generator';
import {
  realValues,
  updatesStates,
  type CreateLayer,
  type Pass,
  type Initializer,
  type Signal,
} from '../../layers/layer';
import { l2Normalise } from '../../layers/normalisation';
import type { node } from './node';

const margin = 0.1;
/** Subtracted from the similarity of a retrieved second, so that it is not found again. */
const retrievedPenalty = 16;

const constant =
  (value: number): Initializer =>
  (shape) =>
    new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value);

const cosine = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.sum(tf.mul(l2Normalise(x), l2Normalise(y)), -1);

interface Search {
  readonly training: boolean;
  /** True if the batch itself has been added to the bank. */
  readonly added: boolean;
  readonly inspect: Pass['inspect'];
}

/** Rotates the rows: row b becomes row b + 1, and the last becomes the first. */
const nextRow = (x: tf.Tensor): tf.Tensor => {
  const [first, ...rest] = tf.split(x, x.shape[0] as number, 0) as [tf.Tensor, ...tf.Tensor[]];
  return tf.concat([...rest, first], 0);
};

const otherOf = (modality: Modality): Modality => (modality === 'audio' ? 'visual' : 'audio');

/** Recalls f_m from f_g [B, T, ...] and f_t [B, C], by n candidates for each second. */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, parameters) => {
  const { nearest, temperature, width, ranking, encoderGradient } = parameters;
  const visualSpec = requireInput(setup.inputs, 'visual');
  const audioWidth = sizeOf(requireInput(setup.inputs, 'audio'), 'C');
  const grid = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W'), sizeOf(visualSpec, 'C')] as const;
  const seconds = sizeOf(visualSpec, 'T');
  const count = Math.min(nearest, parameters.bank);
  const sizes = { audio: [audioWidth], visual: [...grid] } as const;
  const { bank, add } = trainingBank(setup, parameters.bank, audioWidth, grid[0] * grid[1] * grid[2]);
  const project = {
    audio: linear(setup, 'audio/project', audioWidth, width),
    visual: linear(setup, 'visual/project', grid[2], width),
  };
  const ofQuestion = linear(setup, 'question/project', sizeOf(requireInput(setup.inputs, 'question'), 'C'), width);
  const gateOf = (modality: Modality) => ({
    sharpness: setup.variable(`${modality}/sharpness`, [1], constant(5)),
    threshold: setup.variable(`${modality}/threshold`, [1], constant(1)),
  });
  const gates = { audio: gateOf('audio'), visual: gateOf('visual') };

  /** W_m · mean_HW h, [..., (H, W,) C] → [..., D] */
  const projected = (values: tf.Tensor, modality: Modality): tf.Tensor => {
    if (modality === 'audio') return project.audio(values);
    const cells = tf.reshape(values, [...values.shape.slice(0, -3), grid[0] * grid[1], grid[2]]);
    return project.visual(tf.mean(cells, -2));
  };
  /** g = W_g · mean_T f_g, [B, 1, D] */
  const context = (given: tf.Tensor, modality: Modality): tf.Tensor => tf.mean(projected(given, modality), 1, true);

  /** 1 if a place of the bank contains a second of the query's own video, newest batch first: [B · T, M] */
  const ofSameVideo = (rows: number): tf.Tensor2D => {
    const video = (places: number) => tf.floor(tf.div(tf.range(0, places, 1, 'float32'), seconds));
    return tf.cast(tf.equal(tf.expandDims(video(rows), 1), video(parameters.bank)), 'float32') as tf.Tensor2D;
  };

  /** The n most similar seconds: features of the other modality [B · T, n, size], and the weights p [B, T, n]. */
  const retrieve = (given: tf.Tensor, modality: Modality, { training, added }: Search) => {
    let similarities = ranked(given, bank[modality], bank, training);
    if (added) {
      const own = ofSameVideo(similarities.shape[0]);
      similarities = tf.sub(similarities, tf.mul(own, penalty));
    }
    const places: tf.Tensor1D[] = [];
    const found: tf.Tensor[] = [];
    for (let index = 0; index < count; index += 1) {
      const place = tf.argMax<tf.Tensor1D>(similarities, 1);
      const chosen = tf.oneHot(place, parameters.bank, 1, 0, 'float32');
      places.push(place);
      found.push(tf.sum(tf.mul(similarities, chosen), 1));
      similarities = tf.sub(similarities, tf.mul(chosen, retrievedPenalty));
    }
    const features = bank[otherOf(modality)];
    const rows = tf.gather(features, tf.reshape(tf.stack(places, 1), [-1]) as tf.Tensor1D);
    return {
      candidates: tf.reshape(rows, [-1, count, features.shape[1]]),
      weights: tf.reshape(tf.softmax(tf.div(tf.stack(found, 1), temperature)), [-1, seconds, count]),
    };
  };

  /**
   * The purified mixture. The guided features are a mixture of the candidates, so the result is one too: recalled = Σ c_i · h_i
   * with c_i = p_i · (1 − μ_i) + (Σ_j p_j · μ_j) · α_i, α = softmax_n((W_t · f_t) · u_i / √D), [B, T, n]
   */
  const recallFrom = (given: tf.Tensor, modality: Modality, question: tf.Tensor, search: Search): tf.Tensor => {
    const recalled = otherOf(modality);
    // The search itself has no gradient.
    const query = withoutGradient(() => tf.clone(given));
    const { candidates, weights } = retrieve(query, modality, search);
    const tokens = projected(tf.reshape(candidates, [-1, seconds, count, ...sizes[recalled]]), recalled);
    const inconsistency = tf.sub(1, cosine(tokens, tf.expandDims(context(given, modality), 1)));
    const { sharpness, threshold } = gates[recalled];
    const noise = tf.sigmoid(tf.mul(tf.sub(inconsistency, threshold), sharpness));
    const asked = tf.reshape(ofQuestion(question), [-1, 1, 1, width]);
    const salience = tf.softmax(tf.mul(tf.sum(tf.mul(tokens, asked), -1), 1 / Math.sqrt(width)));
    const replaced = tf.sum(tf.mul(weights, noise), -1, true);
    const shares = tf.add(tf.mul(weights, tf.sub(1, noise)), tf.mul(replaced, salience));
    search.inspect?.(`${recalled} shares`, shares);
    const mixed = tf.matMul(tf.reshape(shares, [-1, 1, count]), candidates);
    return tf.reshape(mixed, [-1, seconds, ...sizes[recalled]]);
  };

  /** L_RMMR and the ranking loss for recalling one modality from the other, real one. */
  const lossesOf = (recalled: tf.Tensor, real: tf.Tensor, given: tf.Tensor, modality: Modality) => {
    const anchor = context(given, modality);
    const score = (tokens: tf.Tensor) => cosine(tokens, anchor);
    const own = projected(recalled, otherOf(modality));
    const ofReal = score(projected(real, otherOf(modality)));
    const [ofOwn, ofOther] = [score(own), score(nextRow(own))];
    const above = (better: tf.Tensor, worse: tf.Tensor) => meanOfAll(tf.relu(tf.add(tf.sub(worse, better), margin)));
    return {
      recall: meanSquaredError(recalled, real),
      ranking: tf.add<tf.Scalar>(above(ofReal, ofOwn), above(ofOwn, ofOther)),
    };
  };

  return (inputs, pass) => {
    const [audio, visual] = [inputs['audio'] as Signal, inputs['visual'] as Signal];
    const question = inputs['question'] as tf.Tensor;
    const [realAudio, realVisual] = [realValues(audio), realValues(visual)];
    const learns = pass.training && realAudio !== undefined && realVisual !== undefined;
    const adds = learns && updatesStates(pass);
    const search: Search = { training: pass.training, added: adds, inspect: pass.inspect };
    if (adds) pass.shared('bank', () => add(realAudio, realVisual));
    if (learns) {
      pass.shared('losses', () => {
        const held = (values: tf.Tensor) => (encoderGradient ? values : withoutGradient(() => tf.clone(values)));
        const [f_a, f_v, f_t] = [held(realAudio), held(realVisual), held(question)];
        const ofVisual = lossesOf(recallFrom(f_a, 'audio', f_t, search), f_v, f_a, 'audio');
        const ofAudio = lossesOf(recallFrom(f_v, 'visual', f_t, search), f_a, f_v, 'visual');
        pass.addLoss('rmmr', tf.add(ofAudio.recall, ofVisual.recall));
        pass.addLoss('auxiliary', tf.mul(tf.add(ofAudio.ranking, ofVisual.ranking), ranking));
      });
    }
    return recallMissing(audio, visual, {
      audio: () => recallFrom(visual.values, 'visual', question, search),
      visual: () => recallFrom(audio.values, 'audio', question, search),
    });
  };
};
