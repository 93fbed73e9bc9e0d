import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSounds, type SoundFolder } from '../../build/sounds';
import { instruments, type Instrument } from '../../graph-nodes/datasets/answers';
import type { Scene } from '../../graph-nodes/datasets/orchestra/scene';
import { instrumentSounds } from '../../graph-nodes/datasets/orchestra/sound/instrument-sounds';
import type { SoundBank } from '../../renderer/stage/sound/bank';
import type { SoundLibrary } from '../../renderer/stage/sound/library';
import type { Recording } from '../../renderer/stage/sound/mix';
import { addNote } from '../../renderer/stage/sound/note';
import type { Heard } from '../../renderer/stage/sound/stage-sound';
import { frameOf, levelOf, mixRate, silentStereo, type Stereo } from '../../renderer/stage/sound/stereo';
import { builtLibrary } from '../fixtures/sounds';

const root = path.resolve(import.meta.dirname, '../..');

interface Soloist {
  readonly kind?: Instrument;
  readonly playing?: readonly boolean[];
  readonly loudness?: number;
  readonly column?: number;
}

/** Scene of one player in a room. */
function solo({ kind = 'violin', playing = [true], loudness = 0.8, column = 1 }: Soloist): Scene {
  return {
    id: 'solo',
    seconds: playing.length,
    height: 1,
    width: 3,
    setting: 'indoor',
    voice: playing.map(() => false),
    players: [
      {
        kind,
        place: 'middle',
        cell: { row: 0, column },
        inView: true,
        loudness,
        rhythm: 0.5,
        playing: [...playing],
        movement: playing.map(() => 0.5),
      },
    ],
  };
}

const heard = (scene: Scene, change: Partial<Heard> = {}): Heard => ({
  scene,
  failure: null,
  recalled: null,
  ...change,
});
const secondOf = ({ left, right }: Stereo, second: number): Stereo => ({
  left: left.slice(frameOf(second), frameOf(second + 1)),
  right: right.slice(frameOf(second), frameOf(second + 1)),
});
const bytesOf = ({ left }: Stereo): Uint8Array => new Uint8Array(left.buffer);
const level = (sound: Stereo): number => levelOf(sound, 0, sound.left.length);

let folder: SoundFolder;
let bank: SoundBank;
let library: SoundLibrary;
beforeAll(async () => {
  folder = await readSounds(root);
  bank = JSON.parse(new TextDecoder().decode(folder.get('index.json'))) as SoundBank;
  library = await builtLibrary();
});

describe('the sounds of the build', () => {
  it('have samples for every key of every kind, inside files that are smaller than 1.5 MB together', () => {
    expect(Object.keys(bank.kinds).sort()).toEqual([...instruments].sort());
    for (const kind of instruments) {
      const { keys, part } = instrumentSounds[kind];
      const [lowest, highest] = keys;
      const wanted = part === 'strokes' ? keys : Array.from({ length: highest - lowest + 1 }, (_, at) => lowest + at);
      for (const key of wanted) {
        const fitting = bank.kinds[kind].filter(({ low, high }) => low <= key && key <= high);
        expect(fitting, `${kind} ${String(key)}`).toHaveLength(1);
      }
      const end = Math.max(...bank.kinds[kind].map(({ offset, length }) => offset + length));
      expect(folder.get(`${kind}.bin`)).toHaveLength(end);
    }
    const bytes = [...folder.values()].reduce((sum, { length }) => sum + length, 0);
    expect(bytes).toBeLessThan(1.5e6);
  });

  it('have the pitch of their keys, and loops without a click', async () => {
    for (const kind of instruments.filter((each) => instrumentSounds[each].part !== 'strokes')) {
      for (const sample of bank.kinds[kind]) {
        const pitch = Math.round((sample.low + sample.high) / 2);
        const recording = await library.recordingOf(kind, sample);
        if (sample.loop) expect(seamOf(recording), `${kind} ${String(pitch)}`).toBeLessThan(1.2);
        const mix = silentStereo(0.5);
        const note = { player: 0, kind, start: 0, duration: 1, pitch, velocity: 1, pan: 0 };
        addNote(mix, note, recording.sample, recording.audio);
        const found = frequencyNear(mix.left.slice(frameOf(0.2), frameOf(0.4)), pitch);
        expect(Math.abs(1200 * Math.log2(found / hertz(pitch))), `${kind} ${String(pitch)}`).toBeLessThan(40);
      }
    }
  });

  it('are the same from the cache', async () => {
    const again = await readSounds(root);
    expect([...again.keys()].sort()).toEqual([...folder.keys()].sort());
    for (const [name, data] of again) expect(Buffer.compare(data, folder.get(name) ?? Buffer.of()), name).toBe(0);
  });

  it('name the kinds that a related instrument replaces', () => {
    expect(instruments.filter((kind) => instrumentSounds[kind].relative)).toEqual(['erhu', 'guzheng', 'pipa', 'suona']);
  });
});

describe('the sound of a scene', () => {
  it.each(instruments)('of %s is audible, and about as loud as of the other kinds', async (kind) => {
    const sound = await library.render(heard(solo({ kind })));
    expect(level(sound)).toBeGreaterThan(0.02);
    expect(level(sound)).toBeLessThan(0.2);
    expect(Math.max(...sound.left)).toBeLessThanOrEqual(1);
  });

  it('is louder with loudness, and has the side of the player', async () => {
    const soft = await library.render(heard(solo({ loudness: 0.3 })));
    const loud = await library.render(heard(solo({ loudness: 0.9 })));
    expect(level(loud) / level(soft)).toBeGreaterThan(2.5);
    const { left, right } = await library.render(heard(solo({ column: 0 })));
    expect(level({ left, right: left })).toBeGreaterThan(1.5 * level({ left: right, right }));
  });

  it('is silent before a player begins, and while a microphone is missing', async () => {
    const sound = await library.render(heard(solo({ playing: [false, true, true] })));
    expect(level(secondOf(sound, 0))).toBe(0);
    expect(level(secondOf(sound, 1))).toBeGreaterThan(0.02);

    const scene = solo({ playing: [true, true, true] });
    const whole = await library.render(heard(scene));
    const failing = await library.render(heard(scene, { failure: { kind: 'missing', seconds: [false, true, false] } }));
    expect(Math.max(...secondOf(failing, 1).left.map(Math.abs), ...secondOf(failing, 1).right.map(Math.abs))).toBe(0);
    for (const second of [0, 2]) {
      expect(level(secondOf(failing, second)) / level(secondOf(whole, second))).toBeGreaterThan(0.95);
    }
  });

  it('is recalled only in the missing seconds, with the certainty of the instruments as loudness', async () => {
    const scene = solo({ playing: [true, true, true] });
    const failure = { kind: 'missing', seconds: [false, true, false] } as const;
    const recalledWith = async (certainty: number) =>
      library.render(
        heard(scene, {
          failure: { ...failure, seconds: [...failure.seconds] },
          recalled: [0, 1, 2].map(() => [{ kind: 'clarinet', certainty }]),
        }),
      );
    const certain = await recalledWith(0.9);
    const doubtful = await recalledWith(0.2);
    const silent = await library.render(heard(scene, { failure: { ...failure, seconds: [...failure.seconds] } }));
    expect(level(secondOf(certain, 1))).toBeGreaterThan(0.02);
    expect(level(secondOf(certain, 1)) / level(secondOf(doubtful, 1))).toBeGreaterThan(3);
    for (const second of [0, 2]) {
      expect(Buffer.compare(bytesOf(secondOf(certain, second)), bytesOf(secondOf(silent, second)))).toBe(0);
    }
  });

  it('hisses in the seconds of a noisy microphone', async () => {
    const scene = solo({ playing: [false, false, false] });
    const noisy = async (strength: number) =>
      library.render(heard(scene, { failure: { kind: 'noisy', seconds: [false, true, false], strength } }));
    const [weak, strong] = [await noisy(1), await noisy(3)];
    expect(level(secondOf(weak, 0))).toBe(0);
    expect(level(secondOf(weak, 1))).toBeCloseTo(0.03, 3);
    expect(level(secondOf(strong, 1))).toBeCloseTo(0.09, 2);
    expect(level(secondOf(weak, 2))).toBe(0);
  });

  it('has a voice, the echo of a room, and wind outdoors', async () => {
    const scene = solo({ playing: [false, false] });
    const voice = await library.render(heard({ ...scene, voice: [true, false] }));
    expect(level(secondOf(voice, 0))).toBeGreaterThan(0.005);
    // The echo of the last syllable, which soon becomes quiet.
    expect(levelOf(voice, frameOf(1), frameOf(1.1))).toBeGreaterThan(0);
    expect(levelOf(voice, frameOf(1.9), frameOf(2))).toBeLessThan(0.001);
    const wind = await library.render(heard({ ...scene, setting: 'outdoor' }));
    expect(level(wind)).toBeGreaterThan(0.001);
    expect(level(wind)).toBeLessThan(0.02);
  });
});

/** Jump from the end of a loop to its start, relative to the largest step inside it. */
function seamOf({ sample, audio }: Recording): number {
  const [start, end] = sample.loop ?? [0, 0];
  const step = (from: number, to: number): number => Math.abs((audio[to] ?? 0) - (audio[from] ?? 0));
  let largest = 0;
  for (let index = start + 1; index < end; index += 1) largest = Math.max(largest, step(index - 1, index));
  return step(end - 1, start) / largest;
}

const hertz = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12);

/** Frequency with the most power within a semitone of a pitch. */
function frequencyNear(sound: Float32Array, pitch: number): number {
  const windowed = sound.map((_, index) => Math.sin((Math.PI * index) / sound.length) ** 2);
  let [best, most] = [0, -1];
  for (let cents = -100; cents <= 100; cents += 10) {
    const frequency = hertz(pitch) * 2 ** (cents / 1200);
    // Goertzel's recursion.
    const turn = 2 * Math.cos((2 * Math.PI * frequency) / mixRate);
    let [last, before] = [0, 0];
    for (let index = 0; index < sound.length; index += 1) {
      const next = (sound[index] ?? 0) * (windowed[index] ?? 0) + turn * last - before;
      before = last;
      last = next;
    }
    const power = last * last + before * before - turn * last * before;
    if (power > most) [best, most] = [frequency, power];
  }
  return best;
}
