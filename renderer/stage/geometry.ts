import type { Player, Scene } from '../../graph-nodes/datasets/orchestra/scene';

/** Size of the drawing, and of the camera's picture in it. The wings are at both sides of the picture. */
export const drawing = { width: 960, height: 500 } as const;
export const picture = { x: 96, y: 12, width: 768, height: 476 } as const;
/** Height of the upper edge of the floor. */
export const horizon = 236;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

type Grid = Pick<Scene, 'height' | 'width'>;

/** Position for the picture of an instrument: the middle of its foot, and its size. */
export interface Spot extends Point {
  readonly size: number;
}

/** Foot lines of the back row and of the front row. */
const [back, front] = [264, 452];
/** Sizes of players: those at the back are smaller. */
const largest = 168;
const backShare = 0.78;

const depthOf = (row: number, height: number): number => (height === 1 ? 0.8 : row / (height - 1));

/** Spot of a cell. */
export function spotOfCell({ row, column }: Cell, { height, width }: Grid): Spot {
  const depth = depthOf(row, height);
  const room = picture.width / width;
  const rowRoom = height === 1 ? largest : (front - back) / (height - 1);
  const size = Math.max(26, Math.min(largest, room * 0.78, Math.max(rowRoom * 1.05, 40)));
  // The back row is narrower, because of the perspective.
  const narrowing = 1 - 0.12 * (1 - depth);
  const x = picture.x + picture.width / 2 + ((column + 0.5) / width - 0.5) * picture.width * narrowing;
  return { x, y: back + depth * (front - back), size: size * (backShare + (1 - backShare) * depth) };
}

/** Spot of the n-th player out of view: in the wings, alternately right and left, downwards. */
export const wingSpot = (index: number): Spot => ({
  x: index % 2 === 0 ? drawing.width - 47 : 47,
  y: 180 + Math.floor(index / 2) * 120,
  size: 64,
});

const sameCell = (one: Player, other: Player): boolean =>
  one.cell !== null && other.cell !== null && one.cell.row === other.cell.row && one.cell.column === other.cell.column;

/** Spots of the players in their order. Players who share a cell are beside each other. */
export function spotsOf(scene: Scene): Spot[] {
  let hidden = 0;
  return scene.players.map((player, index) => {
    if (player.cell === null) return wingSpot(hidden++);
    const spot = spotOfCell(player.cell, scene);
    const sharing = scene.players.filter((other) => sameCell(player, other)).length;
    const place = scene.players.slice(0, index).filter((other) => sameCell(player, other)).length;
    const shift = sharing === 1 ? 0 : (place / (sharing - 1) - 0.5) * spot.size * 0.8;
    return { ...spot, x: spot.x + shift, size: sharing === 1 ? spot.size : spot.size * 0.8 };
  });
}

/** The cell nearest to a point of the drawing; null in the wings. */
export function cellAt({ x, y }: Point, grid: Grid): Cell | null {
  if (x < picture.x || x > picture.x + picture.width) return null;
  let nearest: { readonly cell: Cell; readonly distance: number } | undefined;
  for (let row = 0; row < grid.height; row += 1) {
    for (let column = 0; column < grid.width; column += 1) {
      const spot = spotOfCell({ row, column }, grid);
      // The pointer holds a player at its middle.
      const distance = Math.hypot(spot.x - x, spot.y - spot.size / 2 - y);
      if (nearest === undefined || distance < nearest.distance) nearest = { cell: { row, column }, distance };
    }
  }
  return nearest?.cell ?? null;
}

/** The cell one step away; null beyond the sides, which are the wings. */
export function stepFrom(cell: Cell | null, key: string, grid: Grid): Cell | null | undefined {
  const from = cell ?? { row: grid.height - 1, column: key === 'ArrowLeft' ? grid.width : -1 };
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  if (step === undefined) return undefined;
  const row = from.row + (step[0] ?? 0);
  const column = from.column + (step[1] ?? 0);
  if (cell === null && step[1] === 0) return undefined;
  if (column < 0 || column >= grid.width) return null;
  return row < 0 || row >= grid.height ? undefined : { row, column };
}
