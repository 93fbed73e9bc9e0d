import limit from 'p-limit';
import { frameOf, type Dataset, type Features } from '../dataset';

/** Maximum number of videos that are read at the same time. */
const readAtOnce = 8;

/** Features by video, and the picture of one second. */
export type CachedFeatures = Required<Pick<Dataset, 'features' | 'frame'>>;

/**
 * Reads features of at most {@link readAtOnce} videos at a time, each once for all callers, and keeps them until `bytes` are
 * full. Epochs go through all videos, so this is better than dropping the oldest, and memory does not grow with the dataset.
 * One second of a video that is not cached is read separately and not cached.
 * @param seconds T of a video
 */
export function cacheFeatures(
  read: (video: string) => Promise<Features>,
  readSecond: NonNullable<Dataset['frame']>,
  seconds: number,
  bytes: number,
): CachedFeatures {
  const slots = limit(readAtOnce);
  const kept = new Map<string, Features>();
  const waiting = new Map<string, Promise<Features>>();
  let used = 0;
  const load = async (video: string): Promise<Features> => {
    try {
      const features = await slots(() => read(video));
      const size = (features.audio?.byteLength ?? 0) + (features.visual?.byteLength ?? 0);
      if (used + size <= bytes) {
        used += size;
        kept.set(video, features);
      }
      return features;
    } finally {
      waiting.delete(video);
    }
  };
  return {
    async features(video) {
      const known = kept.get(video) ?? waiting.get(video);
      if (known !== undefined) return known;
      const loading = load(video);
      waiting.set(video, loading);
      return loading;
    },
    async frame(video, second) {
      const known = kept.get(video);
      return known === undefined ? slots(() => readSecond(video, second)) : frameOf(known, second, seconds);
    },
  };
}
