import limit from 'p-limit';
import type { Features } from '../dataset';

/** Videos read at the same time. */
const readAtOnce = 8;

/**
 * Reads features at most {@link readAtOnce} videos at a time, each once for all who wait for it, and keeps them until
 * `bytes` are full. In epochs that walk all videos that is better than to forget the oldest, and memory does not grow with
 * the dataset.
 */
export function cacheFeatures(
  read: (video: string) => Promise<Features>,
  bytes: number,
): (video: string) => Promise<Features> {
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
  return async (video) => {
    const known = kept.get(video) ?? waiting.get(video);
    if (known !== undefined) return known;
    const loading = load(video);
    waiting.set(video, loading);
    return loading;
  };
}
