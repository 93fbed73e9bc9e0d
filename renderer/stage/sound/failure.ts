import type { Failure } from '../../../engine/contract/stage';
import { Random } from '../../../graph-nodes/graph/random';
import { frameOf, mixRate, silentStereo, type Stereo } from './stereo';

/** Length of the fades at the ends of audible parts, inside of them, so that silent seconds are exactly silent. */
const fadeFrames = Math.round(0.004 * mixRate);
/** Root mean square of hiss of strength 1. */
const hiss = 0.03;

/**
 * Sound of a failing microphone.
 * @param recalled sound for the missing seconds; null: they are silent
 */
export function withFailure(sound: Stereo, failure: Failure | null, recalled: Stereo | null): Stereo {
  const seconds = Math.ceil(sound.left.length / mixRate);
  const fails = (second: number): boolean => failure?.seconds[second] === true;
  if (failure === null || failure.seconds.every((each) => !each)) return sound;
  if (failure.kind === 'noisy') return withHiss(sound, failure.strength, fails);
  const result = silentStereo(sound.left.length / mixRate);
  let start = 0;
  while (start < seconds) {
    let end = start + 1;
    while (end < seconds && fails(end) === fails(start)) end += 1;
    const source = fails(start) ? recalled : sound;
    if (source) copyFaded(source, result, frameOf(start), frameOf(end));
    start = end;
  }
  return result;
}

/** Copies frames, with fades at the ends that are not ends of the sound. */
function copyFaded(from: Stereo, to: Stereo, start: number, end: number): void {
  for (const side of ['left', 'right'] as const) {
    const [source, target] = [from[side], to[side]];
    const last = Math.min(end, source.length, target.length);
    target.set(source.subarray(start, last), start);
    const frames = Math.min(fadeFrames, last - start);
    for (let index = 0; index < frames; index += 1) {
      const factor = index / frames;
      if (start > 0) target[start + index] = (target[start + index] ?? 0) * factor;
      if (last < target.length) target[last - 1 - index] = (target[last - 1 - index] ?? 0) * factor;
    }
  }
}

function withHiss({ left, right }: Stereo, strength: number, fails: (second: number) => boolean): Stereo {
  const random = new Random(0, 'hiss');
  const noise = random.normals(left.length);
  const add = (channel: Float32Array<ArrayBuffer>) =>
    channel.map((value, frame) =>
      fails(Math.floor(frame / mixRate))
        ? Math.max(-1, Math.min(1, value + hiss * strength * (noise[frame] ?? 0)))
        : value,
    );
  return { left: add(left), right: add(right) };
}
