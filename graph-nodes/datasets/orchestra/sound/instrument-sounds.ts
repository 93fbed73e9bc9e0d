import type { Instrument } from '../../answers';

/** Sound of an instrument in a General MIDI sound font. */
export interface InstrumentSound {
  /** Bank and program; null: `keys` are those of the drum kit. */
  readonly program: readonly [bank: number, program: number] | null;
  /**
   * Sounding register as MIDI keys, both inclusive. For percussion, the keys of the drum kit in the order low, high, bright.
   */
  readonly keys: readonly [lowest: number, highest: number] | readonly [low: number, high: number, bright: number];
  /** Part in the music: one line, lines with chords, the roots of the chords, or strokes. */
  readonly part: 'melody' | 'chords' | 'bass' | 'strokes';
  /** True if the font lacks the instrument and a related one replaces it. */
  readonly relative: boolean;
}

const melody = (program: number, lowest: number, highest: number): InstrumentSound => ({
  program: [0, program],
  keys: [lowest, highest],
  part: 'melody',
  relative: false,
});
const relativeOf = (sound: InstrumentSound): InstrumentSound => ({ ...sound, relative: true });
const chords = (sound: InstrumentSound): InstrumentSound => ({ ...sound, part: 'chords' });
const strokes = (low: number, high: number, bright: number): InstrumentSound => ({
  program: null,
  keys: [low, high, bright],
  part: 'strokes',
  relative: false,
});

/** Sounds of all kinds. Programs count from 0. */
export const instrumentSounds: Readonly<Record<Instrument, InstrumentSound>> = {
  accordion: chords(melody(21, 60, 81)),
  acoustic_guitar: chords(melody(24, 50, 71)),
  bagpipe: melody(109, 62, 79),
  banjo: melody(105, 55, 76),
  bassoon: melody(70, 41, 60),
  cello: melody(42, 41, 60),
  clarinet: melody(71, 57, 77),
  congas: strokes(64, 63, 62),
  drum: strokes(36, 38, 42),
  electric_bass: { ...melody(33, 31, 48), part: 'bass' },
  // A viola in the erhu's register, so that it differs from the violin.
  erhu: relativeOf(melody(41, 62, 81)),
  flute: melody(73, 67, 88),
  // A koto.
  guzheng: relativeOf(melody(107, 52, 76)),
  piano: chords(melody(0, 53, 77)),
  // A shamisen.
  pipa: relativeOf(melody(106, 57, 79)),
  saxophone: melody(65, 55, 75),
  // A shenai.
  suona: relativeOf(melody(111, 67, 86)),
  trumpet: melody(56, 58, 79),
  tuba: { ...melody(58, 34, 53), part: 'bass' },
  ukulele: { ...chords(melody(24, 60, 79)), program: [8, 24] },
  violin: melody(40, 64, 86),
  xylophone: melody(13, 72, 93),
};
