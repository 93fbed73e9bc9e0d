import type { Dataset, Features } from '../../graph-nodes/datasets/dataset';
import { Random } from '../../graph-nodes/graph/random';

export const modalities = ['audio', 'visual'] as const;
export type Modality = (typeof modalities)[number];

/**
 * A dataset with noise N(0, σ²) on every feature, seeded by video and modality. The noise is the same for all splits,
 * and scales with σ.
 */
export function withFeatureNoise(dataset: Dataset, deviation: number, seed: number): Dataset {
  if (deviation === 0) return dataset;
  const noisy = (values: Float32Array | null, stream: string): Float32Array | null => {
    if (!values) return null;
    const noise = new Random(seed, `corrupt/noise/${stream}`).normals(values.length);
    return values.map((value, index) => value + deviation * (noise[index] as number));
  };
  return changed(dataset, (video, { audio, visual }) => ({
    audio: noisy(audio, `audio/${video}`),
    visual: noisy(visual, `visual/${video}`),
  }));
}

/**
 * Number of a video's T seconds that lose a modality at a rate: ⌊rate · T + u⌋ with u uniform in [0, 1), seeded by
 * video, so that the mean share over many videos equals the rate.
 */
export function blankCount(video: string, modality: Modality, rate: number, seconds: number, seed: number): number {
  return Math.floor(rate * seconds + new Random(seed, `corrupt/count/${modality}/${video}`).uniform());
}

/**
 * A dataset with zeros for one modality in some seconds of every video. The seconds are seeded by video; those of a
 * higher rate include those of a lower one.
 */
export function withBlankSeconds(dataset: Dataset, modality: Modality, rate: number, seed: number): Dataset {
  const { seconds } = dataset.spec;
  return changed(dataset, (video, features) => {
    const values = features[modality]?.slice() ?? null;
    const size = (values?.length ?? 0) / seconds;
    const count = blankCount(video, modality, rate, seconds, seed);
    for (const second of ranking(seconds, seed, `seconds/${modality}/${video}`).slice(0, count)) {
      values?.fill(0, second * size, (second + 1) * size);
    }
    return { ...features, [modality]: values };
  });
}

/**
 * Mask of `length` samples that lose a modality at a rate: 1 for the rounded number of samples, else 0. The samples are
 * seeded; those of a higher rate include those of a lower one.
 */
export function missingSamples(length: number, modality: Modality, rate: number, seed: number): Uint8Array {
  const missing = new Uint8Array(length);
  for (const index of ranking(length, seed, `samples/${modality}`).slice(0, Math.round(rate * length)))
    missing[index] = 1;
  return missing;
}

/** A permutation of the numbers below `length`, seeded by the stream. */
function ranking(length: number, seed: number, stream: string): number[] {
  return new Random(seed, `corrupt/${stream}`).shuffle(Array.from({ length }, (_, index) => index));
}

function changed(dataset: Dataset, change: (video: string, features: Features) => Features): Dataset {
  const { frame: _, ...others } = dataset;
  return { ...others, features: async (video) => change(video, await dataset.features(video)) };
}
