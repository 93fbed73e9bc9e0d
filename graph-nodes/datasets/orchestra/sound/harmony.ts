import { Random } from '../../../graph/random';

/** Key and chords of a scene. All pitches are MIDI keys. */
export interface Harmony {
  /** Pitch class of the key's first degree, 0 to 11. */
  readonly tonic: number;
  /** Degree of the chord of each step of two seconds, 0 to 6; repeated cyclically. */
  readonly progression: readonly number[];
}

/** Pitch classes of a major key above its tonic, by degree. */
const major = [0, 2, 4, 5, 7, 9, 11] as const;
/** Degrees of the pentatonic scale, whose notes fit all chords of the progressions. */
const pentatonic = [0, 1, 2, 4, 5] as const;
const progressions: readonly (readonly number[])[] = [
  [0, 5, 3, 4],
  [0, 3, 0, 4],
  [0, 4, 5, 3],
  [5, 3, 0, 4],
];
const chordSeconds = 2;

/** Draws the harmony of a scene. */
export function harmonyOf(id: string): Harmony {
  const random = new Random(0, `score/${id}`);
  return { tonic: random.integer(12), progression: random.pick(progressions) };
}

const pitchClassOf = ({ tonic }: Harmony, degree: number): number => (tonic + (major[degree % major.length] ?? 0)) % 12;

/** Pitch classes of the chord of a second: root, third and fifth. */
export function chordAt(harmony: Harmony, second: number): number[] {
  const { progression } = harmony;
  const degree = progression[Math.floor(second / chordSeconds) % progression.length] ?? 0;
  return [degree, degree + 2, degree + 4].map((each) => pitchClassOf(harmony, each));
}

/** Pitch classes of the melodies. */
export const melodyClasses = (harmony: Harmony): number[] => pentatonic.map((degree) => pitchClassOf(harmony, degree));

/** Pitch classes of the key. */
export const keyClasses = (harmony: Harmony): number[] => major.map((_, degree) => pitchClassOf(harmony, degree));

/** Keys of a register with one of the pitch classes, ascending. */
export function keysWithin(lowest: number, highest: number, classes: readonly number[]): number[] {
  const keys = Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
  return keys.filter((key) => classes.includes(key % 12));
}
