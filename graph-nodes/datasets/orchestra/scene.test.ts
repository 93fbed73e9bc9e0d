import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instruments, places, settings } from '../answers';
import { Random } from '../../graph/random';
import { sampleScene, sceneSchema, type Scene, type Stage } from './scene';

const stages = fc.record({
  seconds: fc.integer({ min: 1, max: 12 }),
  height: fc.integer({ min: 1, max: 4 }),
  width: fc.integer({ min: 3, max: 9 }),
});
const seeds = fc.nat(2 ** 31 - 1);
const scenes = fc.tuple(stages, seeds).map(([stage, seed]) => sampleScene('scene', stage, new Random(seed)));

/** Stretches of consecutive seconds. */
const stretches = (seconds: readonly boolean[]): number =>
  seconds.filter((on, second) => on && seconds[second - 1] !== true).length;

const many = (count: number, stage: Stage): Scene[] =>
  Array.from({ length: count }, (_, index) => sampleScene('scene', stage, new Random(index, 'many')));

describe('a scene', () => {
  it('satisfies its schema and the sizes that it was generated for', () => {
    fc.assert(
      fc.property(stages, seeds, (stage, seed) => {
        const scene = sampleScene('scene', stage, new Random(seed));
        expect(sceneSchema.parse(scene)).toEqual(scene);
        expect(scene).toMatchObject(stage);
        expect(scene.voice).toHaveLength(stage.seconds);
        expect(scene.players.length).toBeGreaterThanOrEqual(1);
        expect(scene.players.length).toBeLessThanOrEqual(6);
        for (const { playing, movement } of scene.players) {
          expect(playing).toHaveLength(stage.seconds);
          expect(movement).toHaveLength(stage.seconds);
        }
      }),
    );
  });

  it('places players in view on the grid, left to right in equal thirds, and no others', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const { inView, cell, place, movement } of scene.players) {
          expect(inView).toBe(cell !== null);
          if (cell === null) {
            expect(place).toBeNull();
            expect(Math.max(...movement)).toBe(0);
            continue;
          }
          expect(cell.row).toBeLessThan(scene.height);
          expect(cell.column).toBeLessThan(scene.width);
          const centre = (cell.column + 0.5) / scene.width;
          if (centre < 0.3) expect(place).toBe('left');
          if (centre > 0.7) expect(place).toBe('right');
          if (Math.abs(centre - 0.5) < 0.1) expect(place).toBe('middle');
        }
      }),
    );
  });

  it('gives every player a separate cell if there is room', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const cells = scene.players.flatMap(({ cell }) => (cell ? [`${cell.row},${cell.column}`] : []));
        expect(new Set(cells).size).toBe(Math.min(cells.length, scene.height * scene.width));
      }),
    );
  });

  it('has at most one player that is heard out of view, alone of its kind, and never the only one', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const hidden = scene.players.filter(({ inView }) => !inView);
        expect(hidden.length).toBeLessThan(Math.max(2, scene.players.length));
        expect(hidden.length).toBeLessThanOrEqual(1);
        for (const player of hidden) {
          expect(scene.players.filter(({ kind }) => kind === player.kind)).toHaveLength(1);
        }
        expect(scene.players.some(({ inView }) => inView)).toBe(true);
      }),
    );
  });

  it('has music and speech in one stretch each, or none', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        for (const { playing } of scene.players) expect(stretches(playing)).toBeLessThanOrEqual(1);
        expect(stretches(scene.voice)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the same for the same random numbers', () => {
    fc.assert(
      fc.property(stages, seeds, (stage, seed) => {
        const draw = () => sampleScene('scene', stage, new Random(seed));
        expect(draw()).toEqual(draw());
      }),
    );
  });
});

describe('many scenes', () => {
  const drawn = many(2000, { seconds: 6, height: 2, width: 3 });
  const players = drawn.flatMap((scene) => scene.players);

  it('show all 22 kinds, all places and both settings, one to six players at a time', () => {
    expect(new Set(players.map(({ kind }) => kind))).toEqual(new Set(instruments));
    expect(instruments).toHaveLength(22);
    expect(new Set(players.flatMap(({ place }) => place ?? []))).toEqual(new Set(places));
    expect(new Set(drawn.map(({ setting }) => setting))).toEqual(new Set(settings));
    expect(new Set(drawn.map((scene) => scene.players.length))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });

  it('show playing players moving more than resting ones, and loud ones more than quiet ones', () => {
    const seen = players.filter(({ inView }) => inView);
    const movementWhen = (plays: boolean, from = 0, to = 1): number => {
      const moves = seen
        .filter(({ loudness }) => loudness >= from && loudness <= to)
        .flatMap(({ playing, movement }) => movement.filter((_, second) => playing[second] === plays));
      return moves.reduce((sum, value) => sum + value, 0) / moves.length;
    };
    expect(movementWhen(true)).toBeGreaterThan(3 * movementWhen(false));
    expect(movementWhen(true, 0.8, 1)).toBeGreaterThan(1.5 * movementWhen(true, 0.3, 0.5));
  });

  it('have kinds that tend to play together', () => {
    const shareWith = (kind: string, other: string): number => {
      const having = drawn.filter((scene) => scene.players.some((player) => player.kind === kind));
      return having.filter((scene) => scene.players.some((player) => player.kind === other)).length / having.length;
    };
    expect(shareWith('erhu', 'pipa')).toBeGreaterThan(3 * shareWith('violin', 'pipa'));
  });
});
