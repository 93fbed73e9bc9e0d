import type { Note } from '../../../graph-nodes/datasets/orchestra/sound/score';
import type { Sample } from './bank';
import { readAhead, type Loop } from './loop';
import { frameOf, mixRate, type Stereo } from './stereo';

/** Level at which a note has ended. */
const inaudible = 1e-4;
/** Minimum duration of a rise or fall; shorter ones are audible as clicks. */
const shortest = 0.004;
/** Factor by which an envelope falls in its time. */
const fall = 1e-5;

/** Factor per frame of a fall that takes a number of seconds. */
const fallPerFrame = (seconds: number): number => fall ** (1 / Math.max(1, seconds * mixRate));

/** Sample of a pitch: the one whose keys include it, else the one with the nearest root. */
export function sampleFor(samples: readonly Sample[], pitch: number): Sample | undefined {
  const fitting = samples.find(({ low, high }) => low <= pitch && pitch <= high);
  return fitting ?? [...samples].sort((a, b) => Math.abs(a.root - pitch) - Math.abs(b.root - pitch))[0];
}

/**
 * Adds a note to a mix. The envelope rises, holds, falls by 100 dB in `decay` seconds to its sustained level, and falls in
 * `release` seconds after the note. The pan keeps the power: left² + right² = 1.
 * @param audio decoded sound of the sample
 */
export function addNote(mix: Stereo, note: Note, sample: Sample, audio: Float32Array): void {
  const { left, right } = mix;
  const speed = (2 ** ((note.pitch - sample.root) / 12) * sample.rate) / mixRate;
  const [loopStart, loopEnd] = loopOf(sample, audio);
  const angle = ((note.pan + 1) * Math.PI) / 4;
  const [toLeft, toRight] = [Math.cos(angle), Math.sin(angle)];
  const peak = note.velocity * sample.gain;

  const first = frameOf(note.start);
  // Strokes sound for their whole recording.
  const released = sample.loop === null ? Infinity : frameOf(note.start + note.duration);
  const rise = 1 / (Math.max(shortest, sample.attack) * mixRate);
  const held = first + frameOf(Math.max(shortest, sample.attack) + sample.hold);
  const decay = fallPerFrame(sample.decay);
  const release = fallPerFrame(Math.max(0.05, sample.release));

  let level = 0;
  let position = 0;
  for (let frame = first; frame < left.length; frame += 1) {
    if (frame >= released) level *= release;
    else if (frame < held) level = Math.min(1, level + rise);
    else if (level > sample.sustain) level = Math.max(sample.sustain, level * decay);
    if (frame > held && level < inaudible) return;
    if (position >= loopEnd) {
      if (loopStart === loopEnd) return;
      position -= loopEnd - loopStart;
    }
    const value = peak * level * between(audio, position);
    left[frame] = (left[frame] ?? 0) + toLeft * value;
    right[frame] = (right[frame] ?? 0) + toRight * value;
    position += speed;
  }
}

/** Loop of a sample in frames; an empty one at the end of a sound without repetition. */
function loopOf({ loop }: Sample, audio: Float32Array): Loop {
  const end = audio.length - readAhead;
  return loop ?? [end, end];
}

/** Sound between two frames, by Hermite's cubic through four of them. */
function between(audio: Float32Array, position: number): number {
  const index = Math.floor(position);
  const t = position - index;
  const a = audio[index - 1] ?? 0;
  const b = audio[index] ?? 0;
  const c = audio[index + 1] ?? 0;
  const d = audio[index + 2] ?? 0;
  const slope = (c - a) / 2;
  const curve = a - 2.5 * b + 2 * c - d / 2;
  const cubic = (d - a) / 2 + 1.5 * (b - c);
  return ((cubic * t + curve) * t + slope) * t + b;
}
