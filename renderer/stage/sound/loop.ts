/** Start and end in frames, the end excluded. */
export type Loop = readonly [start: number, end: number];

/** Frames before the end of a loop that blend into those before its start. */
const longestBlend = 512;
/** Frames beyond the end that the interpolation reads. */
export const readAhead = 3;

/**
 * Loop of the same length that ends inside of a sound, earlier if necessary: the decoder of Chromium omits up to 130 frames at
 * the end of short streams. Null if there is no space for it.
 */
export function fittingLoop([start, end]: Loop, length: number): Loop | null {
  const excess = Math.max(0, end + readAhead - length);
  return excess <= start ? [start - excess, end - excess] : null;
}

/**
 * Sound whose loop repeats without a click. Compression changes the two ends of a loop differently, so its end blends into
 * the frames before its start: yₑ₋ₙ₊ᵢ = (1 − i/n) xₑ₋ₙ₊ᵢ + (i/n) xₛ₋ₙ₊ᵢ.
 */
export function withSmoothLoop(audio: Float32Array, [start, end]: Loop): Float32Array {
  const smooth = audio.slice();
  const frames = Math.min(longestBlend, start, Math.floor((end - start) / 2));
  for (let index = 0; index < frames; index += 1) {
    const share = (index + 1) / frames;
    const [at, from] = [end - frames + index, start - frames + index];
    smooth[at] = (1 - share) * (audio[at] ?? 0) + share * (audio[from] ?? 0);
  }
  smooth.set(audio.subarray(start, start + readAhead), end);
  return smooth;
}
