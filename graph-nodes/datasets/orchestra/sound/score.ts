import { Random } from '../../../graph/random';
import type { Instrument, Setting } from '../../answers';
import type { Player, Scene } from '../scene';
import { chordAt, harmonyOf, keysWithin, melodyClasses, type Harmony } from './harmony';
import { instrumentSounds } from './instrument-sounds';

/** One note of a player. Times are in seconds. */
export interface Note {
  /** Index of the player in the scene; in a recall, the rank of the instrument in its second. */
  readonly player: number;
  readonly kind: Instrument;
  readonly start: number;
  readonly duration: number;
  /** MIDI key. */
  readonly pitch: number;
  /** Velocity, 0 to 1. */
  readonly velocity: number;
  /** Direction: −1 left, 1 right. A player out of view is heard from the middle. */
  readonly pan: number;
}

export const vowels = ['a', 'e', 'i', 'o', 'u'] as const;
export type Vowel = (typeof vowels)[number];

/** One syllable of the voice over the music. */
export interface Syllable {
  readonly start: number;
  readonly duration: number;
  readonly vowel: Vowel;
  /** Pitch in hertz. */
  readonly pitch: number;
}

/** All sounds of a scene. */
export interface Score {
  /** Seed of noise; the scene's id. */
  readonly id: string;
  readonly seconds: number;
  readonly notes: readonly Note[];
  readonly syllables: readonly Syllable[];
  /** Setting of the scene; null: neither room nor wind is heard. */
  readonly setting: Setting | null;
}

/** Notes per second from the lowest to the highest rhythm: from held tones to very fast ones. */
const rates = [0.5, 1, 2, 4, 8] as const;
export const notesPerSecond = (rhythm: number): number =>
  rates[Math.min(rates.length - 1, Math.floor(rhythm * rates.length))] ?? 1;

/** Share of the time until the next note for which a note is held. */
const held = 0.92;
const accents = { first: 1, others: 0.85, chord: 0.6 } as const;
/** Probability that a fast player omits a note that does not begin a second. */
const omission = 0.12;
const fastRate = 4;
/** Steps of a melody in notes of its scale. */
const steps = [-2, -1, -1, 0, 1, 1, 2] as const;

/**
 * Music of a scene. Each second of a player has its own random stream, so an edit of one second or player leaves the other
 * notes as they are.
 */
export function scoreOf(scene: Scene): Score {
  const { id, seconds, setting } = scene;
  const harmony = harmonyOf(id);
  const notes = scene.players.flatMap((player, index) => notesOf(player, index, scene, harmony));
  return { id, seconds, setting, notes: sorted(notes), syllables: syllablesOf(scene) };
}

const sorted = (notes: readonly Note[]): Note[] => [...notes].sort((a, b) => a.start - b.start || a.player - b.player);

/** Direction of a column of the grid, −1 to 1. */
const panOf = ({ cell }: Player, width: number): number => (cell ? ((cell.column + 0.5) / width) * 2 - 1 : 0);

function notesOf(player: Player, index: number, { id, width }: Scene, harmony: Harmony): Note[] {
  const rate = notesPerSecond(player.rhythm);
  const pan = panOf(player, width);
  const line = { kind: player.kind, player: index, velocity: player.loudness, pan, rate };
  return player.playing.flatMap((plays, second) => {
    if (!plays || (isHeldOver(player.playing, second) && rate < 1)) return [];
    const length = rate < 1 && player.playing[second + 1] === true && second % 2 === 0 ? 2 : 1;
    return measure(line, second, length, harmony, new Random(0, `score/${id}/${String(index)}/${String(second)}`));
  });
}

/** True in a second whose held tone began one second earlier. Held tones begin in even seconds, or when the player begins. */
const isHeldOver = (playing: readonly boolean[], second: number): boolean =>
  second % 2 === 1 && playing[second - 1] === true;

interface Line extends Pick<Note, 'kind' | 'player' | 'velocity' | 'pan'> {
  readonly rate: number;
}

/** Notes of a player that begin in a second. @param length number of seconds, 2 for a held tone */
function measure(line: Line, second: number, length: number, harmony: Harmony, random: Random): Note[] {
  const { kind, rate, player, pan, velocity } = line;
  const sound = instrumentSounds[kind];
  const count = Math.max(1, rate);
  const slot = length / count;
  const next = sound.part === 'strokes' ? strokesOf(kind, second, rate) : melodyOf(kind, second, harmony, random);
  const notes: Note[] = [];
  for (let index = 0; index < count; index += 1) {
    const pitch = next(index);
    const omitted = random.chance(omission);
    if (index > 0 && rate >= fastRate && omitted) continue;
    const accent = (index === 0 ? accents.first : accents.others) * (1 - 0.1 * random.uniform());
    const note = {
      player,
      kind,
      pan,
      start: second + index * slot,
      duration: slot * held,
      pitch,
      velocity: velocity * accent,
    };
    notes.push(note);
    if (sound.part === 'chords' && index === 0) {
      const others = chordTonesAbove(pitch, kind, second, harmony);
      notes.push(...others.map((each) => ({ ...note, pitch: each, velocity: note.velocity * accents.chord })));
    }
  }
  return notes;
}

const registerOf = (kind: Instrument): readonly [number, number] => {
  const { keys } = instrumentSounds[kind];
  return [keys[0], keys[1]];
};

/** Pitches of a second: a chord tone first, then a walk through the scale. A bass walks between root and fifth. */
function melodyOf(kind: Instrument, second: number, harmony: Harmony, random: Random): (index: number) => number {
  const [lowest, highest] = registerOf(kind);
  const [root, third, fifth] = chordAt(harmony, second) as [number, number, number];
  const bass = instrumentSounds[kind].part === 'bass';
  const scale = keysWithin(lowest, highest, bass ? [root, fifth] : melodyClasses(harmony));
  const strong = keysWithin(lowest, highest, bass ? [root] : [root, third, fifth]);
  // The lower half leaves room for the walk and for the other tones of a chord.
  let at = nearestIndex(scale, strong[random.integer(Math.ceil(strong.length / 2) + 1)] ?? strong[0] ?? lowest);
  return (index) => {
    if (index === 0) return nearest(strong, scale[at] ?? lowest);
    at = Math.min(scale.length - 1, Math.max(0, at + random.pick(steps)));
    return scale[at] ?? lowest;
  };
}

/** Strokes: low on the beat, high on the next, bright between them. */
const strokesOf = (kind: Instrument, second: number, rate: number): ((index: number) => number) => {
  const [low, high, bright = high] = instrumentSounds[kind].keys;
  return (index) => {
    if (rate <= 1) return second % 2 === 0 ? low : high;
    if (index === 0) return low;
    return index * 2 === rate ? high : bright;
  };
};

function chordTonesAbove(pitch: number, kind: Instrument, second: number, harmony: Harmony): number[] {
  const [, highest] = registerOf(kind);
  return keysWithin(pitch + 1, highest, chordAt(harmony, second)).slice(0, 2);
}

const nearest = (keys: readonly number[], key: number): number => keys[nearestIndex(keys, key)] ?? key;
const nearestIndex = (keys: readonly number[], key: number): number => {
  const distances = keys.map((each) => Math.abs(each - key));
  return distances.indexOf(Math.min(...distances));
};

/** Instrument that was recalled for a second, with its probability. */
export interface RecalledInstrument {
  readonly kind: Instrument;
  readonly certainty: number;
}

/** Probability below which a recalled instrument stays silent. */
export const leastCertainty = 0.05;
const recalledRate = 2;

/**
 * Music of a recall: two notes per second of each recalled instrument, with a loudness from its probability, in the key of the
 * scene.
 * @param recalled instruments by second [T]
 */
export function recalledScoreOf(
  { id, seconds }: Pick<Scene, 'id' | 'seconds'>,
  recalled: readonly (readonly RecalledInstrument[])[],
): Score {
  const harmony = harmonyOf(id);
  const notes = recalled.slice(0, seconds).flatMap((instruments, second) =>
    instruments.flatMap(({ kind, certainty }, player) => {
      if (certainty < leastCertainty) return [];
      const random = new Random(0, `recall/${id}/${kind}/${String(second)}`);
      return measure({ kind, player, velocity: certainty, pan: 0, rate: recalledRate }, second, 1, harmony, random);
    }),
  );
  return { id, seconds, setting: null, notes: sorted(notes), syllables: [] };
}

/** Syllables per second, and the range of a speaker's pitch in hertz. */
const syllableRate = 4;
const voicePitch = [100, 210] as const;

/** Voice over the music: syllables without words, about four per second. */
function syllablesOf({ id, voice }: Scene): Syllable[] {
  const [low, high] = voicePitch;
  const speaker = low + (high - low) * new Random(0, `score/${id}/voice`).uniform();
  return voice.flatMap((speaks, second) => {
    if (!speaks) return [];
    const random = new Random(0, `score/${id}/voice/${String(second)}`);
    return Array.from({ length: syllableRate }, (_, index) => ({
      start: second + index / syllableRate,
      duration: (0.5 + 0.4 * random.uniform()) / syllableRate,
      vowel: random.pick(vowels),
      pitch: speaker * (1.1 - (0.2 * index) / syllableRate + 0.1 * random.normal()),
    }));
  });
}
