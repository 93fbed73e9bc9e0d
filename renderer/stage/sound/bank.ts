import type { Instrument } from '../../../graph-nodes/datasets/answers';

/** One recorded note, written by the build; see build/sounds.ts. */
export interface Sample {
  /** Its Ogg Vorbis stream inside the kind's file, in bytes. */
  readonly offset: number;
  readonly length: number;
  /** Frames per second. */
  readonly rate: number;
  /** MIDI key at which it sounds at its recorded speed; a fraction if it is out of tune. */
  readonly root: number;
  /** Range of keys, both inclusive. */
  readonly low: number;
  readonly high: number;
  /** Frames that repeat while a note is held, the end excluded; null: it decays without a loop. */
  readonly loop: readonly [start: number, end: number] | null;
  /** Factor that gives all kinds the same loudness. */
  readonly gain: number;
  /** Durations in seconds: rise, hold, and fall by 100 dB. */
  readonly attack: number;
  readonly hold: number;
  readonly decay: number;
  /** Sustained level, 0 to 1. */
  readonly sustain: number;
  /** Seconds of the fall by 100 dB after the note. */
  readonly release: number;
}

/** Index of all samples, in `sounds/index.json`. */
export interface SoundBank {
  readonly kinds: Readonly<Record<Instrument, readonly Sample[]>>;
}
