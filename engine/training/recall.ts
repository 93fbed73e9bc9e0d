import * as tf from '@tensorflow/tfjs-core';
import type { Signal } from '../../graph-nodes/layers/layer';
import { modalities, type Modality } from '../../graph-nodes/graph/roles';
import type { BatchInput, Model } from '../model/build';

/** Statistics of one modality at the inputs of the head, sample by sample, row-major. */
export interface RecallStatistics {
  /** 1 for a sample whose modality was recalled, else 0, [B]. */
  readonly recalled: Float32Array;
  /** Σ_T ‖recalled − real‖², [B]. */
  readonly error: Float32Array;
  /** Mean of the real features over the seconds, [B, F]. */
  readonly mean: Float32Array;
  /** Σ_T ‖real − mean‖², [B]. */
  readonly within: Float32Array;
}

const statisticNames = ['recalled', 'error', 'mean', 'within'] as const satisfies readonly (keyof RecallStatistics)[];

export type RecallBatch = Readonly<Partial<Record<Modality, RecallStatistics>>>;

/**
 * Compares the inputs of the head in the missing scenarios with those in the complete scenario: the statistics of
 * {@link RecallStatistics} as `<modality>_<statistic>`. Statistics of a modality without recall are absent. Call inside
 * `tf.tidy`.
 */
export function recallStatistics(model: Model, input: BatchInput, randomKey: string): Record<string, tf.Tensor> {
  const pass = model.open(input);
  const { seen: complete } = pass({ scenario: 'complete', training: false, randomKey });
  const entries = modalities.flatMap((modality) => {
    const real = complete[modality];
    const { seen } = pass({ scenario: `${modality}Missing`, training: false, randomKey });
    const recalled = seen[modality];
    if (real?.state !== 'real' || recalled?.state !== 'recalled') return [];
    const statistics = statisticsOf(real.values, recalled);
    return statisticNames.map((name) => [`${modality}_${name}`, statistics[name]] as const);
  });
  return Object.fromEntries(entries);
}

function statisticsOf(
  real: tf.Tensor,
  { values, missingRows }: Signal,
): Record<(typeof statisticNames)[number], tf.Tensor> {
  const [batch, seconds] = real.shape as [number, number];
  const flat = (tensor: tf.Tensor) => tf.reshape(tensor, [batch, seconds, -1]);
  const [x, guess] = [flat(real), flat(values)];
  const mean = tf.mean(x, 1, true);
  const sumOfSquares = (difference: tf.Tensor) => tf.sum(tf.sum(tf.square(difference), -1), -1);
  return {
    recalled: missingRows ? tf.clone(missingRows) : tf.ones([batch]),
    error: sumOfSquares(tf.sub(guess, x)),
    mean: tf.reshape(mean, [batch, -1]),
    within: sumOfSquares(tf.sub(x, mean)),
  };
}

/** Groups statistics by modality; see {@link recallStatistics}. */
export function recallBatch(values: Readonly<Record<string, unknown>>): RecallBatch {
  const ofModality = (modality: Modality) =>
    Object.fromEntries(
      statisticNames.map((name) => [name, values[`${modality}_${name}`]]),
    ) as unknown as RecallStatistics;
  return Object.fromEntries(
    modalities.filter((modality) => `${modality}_error` in values).map((modality) => [modality, ofModality(modality)]),
  );
}

/**
 * Share of the variance of real features that recalled ones explain, over all recalled samples and their seconds:
 *
 *     R² = 1 − Σ ‖recalled − real‖² / Σ ‖real − mean‖²
 *
 * with the mean feature of those samples. The denominator is the sum within the samples plus T times the sum between
 * their means, which is updated sample by sample (Welford, 1962).
 */
export class ExplainedVariance {
  private count = 0;
  private error = 0;
  private within = 0;
  private between = 0;
  private mean = new Float64Array();

  constructor(private readonly seconds: number) {}

  /** @param samples number of evaluated samples at the start of the batch */
  add({ recalled, error, mean, within }: RecallStatistics, samples: number): void {
    const size = mean.length / recalled.length;
    if (this.count === 0) this.mean = new Float64Array(size);
    for (let sample = 0; sample < samples; sample += 1) {
      if (recalled[sample] !== 1) continue;
      this.count += 1;
      this.error += error[sample] as number;
      this.within += within[sample] as number;
      for (let feature = 0; feature < size; feature += 1) {
        const value = mean[sample * size + feature] as number;
        const before = this.mean[feature] as number;
        const after = before + (value - before) / this.count;
        this.mean[feature] = after;
        this.between += (value - before) * (value - after);
      }
    }
  }

  /** R², at most 1; null if nothing was recalled or the real features do not vary. */
  share(): number | null {
    const variance = this.within + this.seconds * this.between;
    return this.count === 0 || variance === 0 ? null : 1 - this.error / variance;
  }
}
