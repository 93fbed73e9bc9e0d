import { describe, expect, it } from 'vitest';
import { trio } from '../../test/fixtures/stage';
import { cellAt, drawing, picture, spotOfCell, spotsOf, stepFrom } from './geometry';

const grid = { height: 2, width: 3 };

describe('spots of players', () => {
  it('are inside the picture, smaller at the back, and in the wings out of view', () => {
    const [cello, piano, drum] = spotsOf(trio);
    for (const spot of [cello, piano]) {
      expect(spot?.x).toBeGreaterThan(picture.x);
      expect(spot?.x).toBeLessThan(picture.x + picture.width);
    }
    expect(piano?.size).toBeLessThan(cello?.size ?? 0);
    expect(piano?.y).toBeLessThan(cello?.y ?? 0);
    expect(drum?.x).toBeGreaterThan(picture.x + picture.width);
    expect(drum?.x).toBeLessThan(drawing.width);
  });

  it('are beside each other if players share a cell', () => {
    const [cello, other] = spotsOf({ ...trio, players: trio.players.flatMap((player) => [player, player]) });
    expect(other?.x).toBeGreaterThan((cello?.x ?? 0) + 40);
    expect(other?.y).toBe(cello?.y);
  });
});

describe('the cell at a point', () => {
  it('contains the player there, in every cell of small and large grids', () => {
    for (const size of [grid, { height: 1, width: 3 }, { height: 14, width: 14 }]) {
      for (let row = 0; row < size.height; row += 1) {
        for (let column = 0; column < size.width; column += 1) {
          const { x, y, size: height } = spotOfCell({ row, column }, size);
          expect(cellAt({ x, y: y - height / 2 }, size)).toEqual({ row, column });
        }
      }
    }
  });

  it('is none in the wings', () => {
    expect(cellAt({ x: 20, y: 300 }, grid)).toBeNull();
    expect(cellAt({ x: drawing.width - 20, y: 300 }, grid)).toBeNull();
  });
});

describe('a step of an arrow key', () => {
  it.each([
    ['ArrowRight', { row: 1, column: 0 }, { row: 1, column: 1 }],
    ['ArrowUp', { row: 1, column: 0 }, { row: 0, column: 0 }],
    ['ArrowLeft', { row: 1, column: 0 }, null],
    ['ArrowDown', { row: 1, column: 0 }, undefined],
    ['ArrowLeft', null, { row: 1, column: 2 }],
    ['ArrowRight', null, { row: 1, column: 0 }],
    ['ArrowUp', null, undefined],
    ['Enter', { row: 1, column: 0 }, undefined],
  ] as const)('%s from %o leads to %o', (key, from, to) => {
    expect(stepFrom(from, key, grid)).toEqual(to);
  });
});
