import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../graph/random';
import { instruments } from '../../answers';
import { sampleScene, type Player, type Scene } from '../scene';
import { harmonyOf, keyClasses } from './harmony';
import { instrumentSounds } from './instrument-sounds';
import { leastCertainty, notesPerSecond, recalledScoreOf, scoreOf, type Note } from './score';

const scenes = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 3, max: 9 }), fc.nat(2 ** 31 - 1))
  .map(([seconds, width, seed]) =>
    sampleScene(`scene-${String(seed)}`, { seconds, height: 2, width }, new Random(seed)),
  );

const solo = (scene: Scene, player: Partial<Player>): Scene => ({
  ...scene,
  players: [{ ...(scene.players[0] as Player), playing: scene.voice.map(() => true), ...player }],
});
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const inSecond = (notes: readonly Note[], player: number, second: number): Note[] =>
  notes.filter((note) => note.player === player && note.start < second + 1 && note.start + note.duration > second);

describe('the score of a scene', () => {
  it('has notes of a player in each second in which it plays, and in no other', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { notes } = scoreOf(scene);
        scene.players.forEach(({ kind, playing }, player) => {
          playing.forEach((plays, second) => {
            const found = inSecond(notes, player, second);
            expect(found.length > 0).toBe(plays);
            for (const note of found) expect(note.kind).toBe(kind);
          });
        });
      }),
    );
  });

  it('is the same for the same scene and differs between scenes', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        expect(scoreOf(structuredClone(scene))).toEqual(scoreOf(scene));
      }),
      { numRuns: 20 },
    );
    const scene = sampleScene('a', { seconds: 6, height: 2, width: 3 }, new Random(1));
    const [one, other] = ['a', 'b'].map((id) => scoreOf(solo({ ...scene, id }, { kind: 'violin', rhythm: 0.9 })).notes);
    expect(one?.map(({ pitch }) => pitch)).not.toEqual(other?.map(({ pitch }) => pitch));
  });

  it('keeps each kind in its register and all pitches in one key', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const key = keyClasses(harmonyOf(scene.id));
        for (const { kind, pitch, velocity, duration, pan } of scoreOf(scene).notes) {
          const { part, keys } = instrumentSounds[kind];
          const inRegister = keys[0] <= pitch && pitch <= keys[1] && key.includes(pitch % 12);
          const fits = part === 'strokes' ? (keys as readonly number[]).includes(pitch) : inRegister;
          const sounds = velocity > 0 && velocity <= 1 && duration > 0 && Math.abs(pan) < 1;
          if (!fits || !sounds) expect.unreachable(JSON.stringify({ kind, pitch, velocity, duration, pan }));
        }
      }),
    );
  });

  it('has more notes with a higher rhythm, from held tones to eight per second', () => {
    const rates = [0, 0.2, 0.4, 0.6, 0.8, 1].map(notesPerSecond);
    expect(rates).toEqual([0.5, 1, 2, 4, 8, 8]);
    fc.assert(
      fc.property(scenes, fc.constantFrom(...instruments), (scene, kind) => {
        const starts = [0, 0.3, 0.5, 0.7, 1].map((rhythm) => {
          const { notes } = scoreOf(solo(scene, { kind, rhythm }));
          return new Set(notes.map(({ start }) => start)).size;
        });
        expect(starts[0]).toBe(Math.ceil(scene.seconds / 2));
        for (let index = 1; index < starts.length; index += 1) {
          expect(starts[index]).toBeGreaterThanOrEqual(starts[index - 1] ?? 0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is louder with a higher loudness', () => {
    fc.assert(
      fc.property(scenes, fc.double({ min: 0.3, max: 0.9, noNaN: true }), (scene, loudness) => {
        const [soft = 0, loud = 0] = [loudness, loudness + 0.1].map((each) =>
          mean(scoreOf(solo(scene, { loudness: each })).notes.map(({ velocity }) => velocity)),
        );
        expect(loud / soft).toBeCloseTo((loudness + 0.1) / loudness, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps all other notes if one second of a player is silenced', () => {
    fc.assert(
      fc.property(scenes, fc.nat(), (scene, pick) => {
        const second = pick % scene.seconds;
        const full = solo(scene, { rhythm: 0.9 });
        const playing = full.players[0]?.playing.map((_, index) => index !== second) ?? [];
        const rest = scoreOf(solo(scene, { rhythm: 0.9, playing })).notes;
        expect(rest).toEqual(scoreOf(full).notes.filter(({ start }) => Math.floor(start) !== second));
      }),
      { numRuns: 30 },
    );
  });

  it('speaks only in the seconds of the voice', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { syllables } = scoreOf(scene);
        const spoken = scene.voice.map((_, second) => syllables.some(({ start }) => Math.floor(start) === second));
        expect(spoken).toEqual(scene.voice);
        for (const { start, duration, pitch } of syllables) {
          expect(Math.floor(start + duration)).toBe(Math.floor(start));
          expect(pitch).toBeGreaterThan(30);
        }
      }),
    );
  });
});

describe('the score of a recall', () => {
  const scene = { id: 'scene', seconds: 3 };

  it('is as loud as the probability of the instruments, in their seconds', () => {
    const { notes } = recalledScoreOf(scene, [
      [
        { kind: 'violin', certainty: 0.8 },
        { kind: 'tuba', certainty: 0.2 },
      ],
      [],
      [{ kind: 'drum', certainty: leastCertainty / 2 }],
    ]);
    expect([...new Set(notes.map(({ start }) => Math.floor(start)))]).toEqual([0]);
    const [violin = 0, tuba = 0] = ['violin', 'tuba'].map((kind) =>
      Math.max(...notes.filter((note) => note.kind === kind).map(({ velocity }) => velocity)),
    );
    expect(violin).toBeGreaterThan(0.7);
    expect(violin / tuba).toBeGreaterThan(3);
  });
});
