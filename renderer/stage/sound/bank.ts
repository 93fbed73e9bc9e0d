import type { Instrument } from '../../../graph-nodes/datasets/answers';

/** One recorded note. The build writes it; see build/sounds.ts. */
export interface Sample {
  /** Its Ogg Vorbis stream inside the kind's file, in bytes. */
  readonly offset: number;
  readonly length: number;
  /** Frames a second. */
  readonly rate: number;
  /** MIDI key at which it sounds at its recorded speed; a fraction where it is out of tune. */
  readonly root: number;
  /** Keys that it is for, both inclusive. */
  readonly low: number;
  readonly high: number;
  /** Frames that repeat while a note is held, the end excluded; null: it decays alone. */
  readonly loop: readonly [start: number, end: number] | null;
  /** Factor that makes the kinds equally loud. */
  readonly gain: number;
  /** Seconds to rise, at the top, and to fall by 100 dB after it. */
  readonly attack: number;
  readonly hold: number;
  readonly decay: number;
  /** Level that is held, 0 to 1. */
  readonly sustain: number;
  /** Seconds to fall by 100 dB after the note. */
  readonly release: number;
}

/** Index of all samples, in `sounds/index.json`. */
export interface SoundBank {
  readonly kinds: Readonly<Record<Instrument, readonly Sample[]>>;
}
