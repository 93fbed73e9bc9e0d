/** Frames before the end of a loop that blend into those before its start. */
const longestBlend = 512;

/**
 * Sound whose loop repeats without a click. Compression changes the two ends of a loop differently, so its end blends into
 * the frames before its start: yₑ₋ₙ₊ᵢ = (1 − i/n) xₑ₋ₙ₊ᵢ + (i/n) xₛ₋ₙ₊ᵢ.
 * @param loop start and end in frames, the end excluded
 */
export function withSmoothLoop(audio: Float32Array, [start, end]: readonly [number, number]): Float32Array {
  const smooth = audio.slice();
  const frames = Math.min(longestBlend, start, Math.floor((end - start) / 2));
  for (let index = 0; index < frames; index += 1) {
    const share = (index + 1) / frames;
    const [at, from] = [end - frames + index, start - frames + index];
    smooth[at] = (1 - share) * (audio[at] ?? 0) + share * (audio[from] ?? 0);
  }
  // The interpolation reads beyond the end.
  smooth.set(audio.subarray(start, start + Math.min(3, smooth.length - end)), end);
  return smooth;
}
