import { expect, it } from 'vitest';
import { trio } from '../../test/fixtures/stage';
import { movementAt, poseAt } from './movement';

const [cello, piano, drum] = trio.players;
if (!cello || !piano || !drum) throw new Error('The scene has three players.');
const times = Array.from({ length: 400 }, (_, index) => index / 100);
const largest = (values: number[]): number => Math.max(...values.map(Math.abs));

it('has the movement of a second at its middle and is smooth between', () => {
  const movement = [0.1, 0.9, 0.3];
  expect([0.5, 1.5, 2.5].map((time) => movementAt(movement, time))).toEqual([0.1, 0.9, 0.3]);
  expect(movementAt(movement, 1)).toBeCloseTo(0.5);
  const steps = times.map((time) => Math.abs(movementAt(movement, time + 0.01) - movementAt(movement, time)));
  expect(largest(steps)).toBeLessThan(0.02);
});

it('moves players in proportion to their movement, and not out of view', () => {
  const turns = (player: typeof cello) => largest(times.map((time) => poseAt(player, time).turn));
  expect(turns(cello)).toBeGreaterThan(4 * turns(piano));
  expect(turns(drum)).toBe(0);
});

it('moves fast rhythms faster', () => {
  const changes = (rhythm: number): number => {
    const turns = times.map((time) => poseAt({ ...cello, rhythm }, time).turn);
    return turns.filter((turn, index) => index > 0 && Math.sign(turn) !== Math.sign(turns[index - 1] ?? 0)).length;
  };
  expect(changes(1)).toBeGreaterThan(3 * changes(0));
});

it('depends only on the time', () => {
  expect(poseAt(cello, 1.234, 2)).toEqual(poseAt(cello, 1.234, 2));
});
