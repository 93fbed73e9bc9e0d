import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { requireInput } from '../../graph/infer-helpers';
import { realValues, type CreateLayer, type Pass, type Signal } from '../../layers/layer';
import { meanOfAll, meanSquaredError, noise, withoutGradient } from '../../layers/basic';
import { evenly } from '../../layers/drawable';
import { listing, recomputed } from '../../layers/recomputed';
import { recall } from '../../layers/signals';
import { sizeOf } from '../../graph/shapes';
import { joinMap, lightDenoiser, partMap, unetDenoiser } from './denoiser';
import type { node } from './node';
import { objectives, type Objective } from './objective';
import { makeSchedule } from './schedule';

/** Number of steps at which the preview shows the denoiser's error. */
const shownSteps = 10;

/** Correction of an estimate x̂₀, [B·T, H·W, C]. */
type Correction = (clean: tf.Tensor3D) => tf.Tensor3D;

/** Denoiser and process of the node. Maps are [B·T, H·W, C]; audio is [B·T, C]. */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = (setup, parameters) => {
  const visualSpec = requireInput(setup.inputs, 'visual');
  const channels = sizeOf(visualSpec, 'C');
  const grid = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W')] as const;
  const cells = grid[0] * grid[1];
  const { signal, posterior } = makeSchedule(parameters.schedule, parameters.steps);
  /** First step of the reverse process. */
  const first = (parameters.start === 'pair' ? parameters.steps : Math.min(parameters.startStep, parameters.steps)) - 1;
  const objective = signal.map(objectives[parameters.objective]);
  const join = joinMap(setup, channels);
  const ofDenoiser = listing(setup);
  const denoiser =
    parameters.denoiser === 'U-Net'
      ? unetDenoiser(ofDenoiser.setup, parameters.steps, channels, parameters.width, grid, parameters.zeroStart)
      : lightDenoiser(ofDenoiser.setup, parameters.steps, channels, parameters.width, cells);
  const denoise = (maps: tf.Tensor3D, at: tf.Tensor1D, pass: Pass): tf.Tensor3D =>
    parameters.memory === 'recompute' && pass.training
      ? recomputed(denoiser, maps, at, ofDenoiser.variables, pass)
      : denoiser(maps, at);
  const part = partMap(setup, channels, (map) =>
    parameters.readAudio === 'mean of the grid' ? tf.mean(map, 1) : tf.slice(map, [0, 0, 0], [-1, 1, -1]),
  );

  const jointMap = (audio: tf.Tensor, visual: tf.Tensor): tf.Tensor3D =>
    join(tf.reshape(audio, [-1, channels]), tf.reshape(visual, [-1, cells, channels]));

  /** ‖θ(x_k, k) − target‖² of every value, x_k = √ᾱ_k x + √(1−ᾱ_k) ε, and the weight of its map in the loss. */
  const denoisingError = (
    clean: tf.Tensor3D,
    steps: tf.Tensor1D,
    pass: Pass,
  ): { error: tf.Tensor; weight: tf.Tensor } => {
    const perMap = (table: readonly number[]) =>
      tf.reshape(tf.gather(tf.tensor1d([...table], 'float32'), steps), [-1, 1, 1]);
    const ofObjective = (name: keyof Objective) => perMap(objective.map((row) => row[name]));
    const epsilon = noise(clean.shape, pass);
    const noisy = tf.add(
      tf.mul(perMap(signal.map(Math.sqrt)), clean),
      tf.mul(perMap(signal.map((share) => Math.sqrt(1 - share))), epsilon),
    ) as tf.Tensor3D;
    const target = tf.add(tf.mul(ofObjective('targetClean'), clean), tf.mul(ofObjective('targetNoise'), epsilon));
    const error = tf.square(tf.sub(denoise(noisy, steps, pass), target));
    return { error, weight: ofObjective('weight') };
  };

  /** E_{k, ε} weight_k · ‖θ(x_k, k) − target‖², one k per map. */
  const diffusionLoss = (clean: tf.Tensor3D, pass: Pass): tf.Scalar => {
    const steps = pass.draw([clean.shape[0]], (random, length) =>
      Int32Array.from({ length }, () => random.integer(parameters.steps)),
    ) as tf.Tensor1D;
    const { error, weight } = denoisingError(clean, steps, pass);
    return meanOfAll(tf.mul(weight, error));
  };

  /** ‖θ(x_k, k) − target‖² at some steps k, the mean over the maps: [steps]. */
  const errorOverSteps = (clean: tf.Tensor3D, pass: Pass): tf.Tensor =>
    tf.stack(
      evenly(parameters.steps, shownSteps).map((step) => {
        const steps = tf.fill([clean.shape[0]], step, 'int32') as tf.Tensor1D;
        return meanOfAll(denoisingError(clean, steps, pass).error);
      }),
    );

  /**
   * One reverse step: the estimate x̂₀ from the denoiser's output, then the posterior mean plus, except for k = 0, its noise.
   * @param corrected replaces the known part of x̂₀, except in the last step, whose estimate is the result
   */
  const reverseStep = (map: tf.Tensor3D, step: number, corrected: Correction, pass: Pass): tf.Tensor3D => {
    const { estimateNoisy, estimateOutput } = objective[step] as Objective;
    const { ofClean, ofNoisy, deviation } = posterior[step] as (typeof posterior)[number];
    const output = denoise(map, tf.tensor1d([step], 'int32'), pass);
    const estimate = tf.add(tf.mul(map, estimateNoisy), tf.mul(output, estimateOutput));
    const clean = parameters.clip ? tf.clipByValue(estimate, -1, 1) : estimate;
    const kept = step === 0 ? clean : corrected(clean as tf.Tensor3D);
    const mean = tf.add(tf.mul(kept, ofClean), tf.mul(map, ofNoisy)) as tf.Tensor3D;
    return step === 0 ? mean : tf.add(mean, tf.mul(noise(map.shape, pass), deviation));
  };

  /** √ᾱ_k · x + √(1 − ᾱ_k) · ε */
  const noised = (map: tf.Tensor3D, step: number, pass: Pass): tf.Tensor3D => {
    const share = signal[step] as number;
    return tf.add(tf.mul(map, Math.sqrt(share)), tf.mul(noise(map.shape, pass), Math.sqrt(1 - share)));
  };

  /** @param visit called with the map before the first step and after each */
  const reverse = (
    pair: tf.Tensor3D,
    corrected: Correction,
    pass: Pass,
    visit?: (map: tf.Tensor3D) => void,
  ): tf.Tensor3D => {
    let map = parameters.start === 'pair' ? pair : noised(pair, first, pass);
    visit?.(map);
    const back = (from: number, to: number) => {
      for (let step = from; step >= to; step -= 1) {
        map = reverseStep(map, step, corrected, pass);
        visit?.(map);
      }
      return map;
    };
    if (parameters.trainSteps === 'last') map = withoutGradient(() => back(first, 1)) as tf.Tensor3D;
    else back(first, 1);
    return back(0, 0);
  };

  /** Audio [B·T, C] and visual [B·T, H·W, C] of a map after the reverse process. */
  const partsOf = (map: tf.Tensor) => part(parameters.rescale ? tf.mul(tf.add(map, 1), 0.5) : map);

  /** Replaces the part of an estimate that belongs to the real modality; see `keepReal`. */
  const correction = (audio: Signal, visual: Signal): Correction => {
    const nothingReal = audio.state !== 'real' && visual.state !== 'real';
    if (!parameters.keepReal || nothingReal) return (clean) => clean;
    return (clean) => {
      const estimated = partsOf(clean);
      return jointMap(
        audio.state === 'real' ? audio.values : estimated.audio,
        visual.state === 'real' ? visual.values : estimated.visual,
      );
    };
  };

  /** Root mean square over the last axes, which keeps B and the S maps of the reverse process: [B, S, …] */
  const overSteps = (maps: readonly tf.Tensor[], batch: number, kept: readonly number[]): tf.Tensor =>
    tf.stack(
      maps.map((map) => tf.sqrt(tf.mean(tf.square(tf.reshape(map, [batch, ...kept, -1])), -1))),
      1,
    );

  /** Shows each map of the reverse process, its distance to the map of the real pair if that is known, and the schedule. */
  const inspectReverse = (maps: readonly tf.Tensor3D[], audio: Signal, visual: Signal, pass: Pass): void => {
    const [batch, seconds] = audio.values.shape as [number, number];
    pass.inspect?.('joint map', overSteps(maps, batch, [seconds, ...grid]));
    const [realAudio, realVisual] = [realValues(audio), realValues(visual)];
    if (realAudio && realVisual) {
      const real = jointMap(realAudio, realVisual);
      const apart = maps.map((map) => tf.sub(map, real));
      pass.inspect?.('distance', overSteps(apart, batch, []));
    }
    pass.inspect?.('schedule', tf.tensor2d([[...signal]]));
  };

  /** The enhanced pair, in the shapes of the inputs. */
  const enhance = (audio: Signal, visual: Signal, pass: Pass): { audio: tf.Tensor; visual: tf.Tensor } => {
    const maps: tf.Tensor3D[] = [];
    const visit = pass.inspect && ((map: tf.Tensor3D) => void maps.push(map));
    const parts = partsOf(reverse(jointMap(audio.values, visual.values), correction(audio, visual), pass, visit));
    if (visit) inspectReverse(maps, audio, visual, pass);
    return {
      audio: tf.reshape(parts.audio, audio.values.shape),
      visual: tf.reshape(parts.visual, visual.values.shape),
    };
  };

  return (inputs, pass) => {
    const audio = inputs['audio'] as Signal;
    const visual = inputs['visual'] as Signal;
    const realAudio = realValues(audio);
    const realVisual = realValues(visual);
    const fixed = (values: tf.Tensor): tf.Tensor =>
      parameters.encoderGradient ? values : withoutGradient(() => tf.clone(values));
    if (pass.training && realAudio && realVisual) {
      pass.shared('diffusion', () => {
        pass.addLoss('diffusion', diffusionLoss(jointMap(fixed(realAudio), fixed(realVisual)), pass));
      });
    }
    if (audio.state === 'real' && visual.state === 'real') {
      pass.preview?.('denoising', errorOverSteps(jointMap(audio.values, visual.values), pass));
      return { audio, visual };
    }

    const enhanced = enhance(audio, visual, pass);
    if (pass.training && realAudio && realVisual) {
      pass.addLoss(
        'ave',
        tf.add(
          meanSquaredError(enhanced.audio, fixed(realAudio)),
          meanSquaredError(enhanced.visual, fixed(realVisual)),
        ),
      );
    }
    return {
      audio: audio.state === 'real' ? audio : recall(audio, enhanced.audio),
      visual: visual.state === 'real' ? visual : recall(visual, enhanced.visual),
    };
  };
};
