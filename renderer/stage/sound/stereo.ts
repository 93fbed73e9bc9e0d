/** Frames per second of all mixed sound: the rate of most sound cards and of the videos' Opus. */
export const mixRate = 48_000;

/** Sound of two channels of equal length. */
export interface Stereo {
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
}

export const frameOf = (seconds: number): number => Math.round(seconds * mixRate);

export function silentStereo(seconds: number): Stereo {
  return { left: new Float32Array(frameOf(seconds)), right: new Float32Array(frameOf(seconds)) };
}

/** Root mean square of both channels between two frames. */
export function levelOf({ left, right }: Stereo, from: number, to: number): number {
  const [start, end] = [Math.max(0, from), Math.min(left.length, to)];
  let sum = 0;
  for (let index = start; index < end; index += 1) sum += (left[index] ?? 0) ** 2 + (right[index] ?? 0) ** 2;
  return end > start ? Math.sqrt(sum / (2 * (end - start))) : 0;
}
