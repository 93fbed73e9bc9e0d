/**
 * Cells in columns: their order, with few crossings of wires, and their heights, with few slopes. Sockets are included, because
 * the order of wires at a node is that of its sockets.
 */

export interface Column {
  readonly cells: Cell[];
}

/** A box of a column, or the lane of a wire that passes the column. */
export interface Cell {
  readonly column: Column;
  readonly height: number;
  readonly lane: boolean;
  /** Upper edge of the cell. */
  y: number;
  /** Wires to the previous and the next column. */
  readonly left: Tie[];
  readonly right: Tie[];
}

/** Other end of a wire to the next column, and its start in this one. */
interface Tie {
  readonly cell: Cell;
  /** Upper edge of the node at the other end, and of this one, from the upper edges of the cells. */
  readonly top: number;
  readonly ownTop: number;
  /** The sockets, from the upper edges of the cells. */
  readonly socket: number;
  readonly ownSocket: number;
}

/** An end of a wire: the upper edge of its node and its socket, from the upper edge of the cell. */
export interface End {
  readonly cell: Cell;
  readonly top: number;
  readonly socket: number;
}

/** Gap between two boxes of a column: too narrow for a wire, which goes around the column or through a lane. */
const boxGap = 28;
/** Gap between a box and a lane, and between two lanes. */
const laneGap = 26;
const lanesGap = 10;

const orderingRounds = 8;
const placingRounds = 12;

/** Adds a box to a column, or, without a height, a lane. */
export function addCell(column: Column, height?: number): Cell {
  const cell: Cell = { column, height: height ?? 0, lane: height === undefined, y: 0, left: [], right: [] };
  column.cells.push(cell);
  return cell;
}

/** Connects two cells of neighbouring columns. */
export function connect(from: End, to: End): void {
  from.cell.right.push({
    cell: to.cell,
    top: to.top,
    ownTop: from.top,
    socket: to.socket,
    ownSocket: from.socket,
  });
  to.cell.left.push({ cell: from.cell, top: from.top, ownTop: to.top, socket: from.socket, ownSocket: to.socket });
}

type Side = 'left' | 'right';
type Orders = ReadonlyMap<Cell, number>;

const ordersOf = (columns: readonly Column[]): Map<Cell, number> =>
  new Map(columns.flatMap(({ cells }) => cells.map((cell, index) => [cell, index] as const)));

/** End of a wire in the next column: the number of the cell, and the share of its height. */
const endAt = ({ cell, socket }: Tie, orders: Orders): number =>
  (orders.get(cell) ?? 0) + socket / (cell.height + socket + 1);

/** Crossings of the wires of two cells on one side, if the first is above the second. */
function crossings(above: Cell, below: Cell, side: Side, orders: Orders): number {
  const ends = below[side].map((tie) => endAt(tie, orders));
  return above[side].reduce((sum, tie) => {
    const end = endAt(tie, orders);
    return sum + ends.filter((other) => other < end).length;
  }, 0);
}

/** Crossings of all wires to the left of every column. */
function allCrossings(columns: readonly Column[]): number {
  const orders = ordersOf(columns);
  let sum = 0;
  for (const { cells } of columns) {
    const ends = cells.flatMap(({ left }) =>
      [...left].sort((a, b) => a.ownSocket - b.ownSocket).map((tie) => endAt(tie, orders)),
    );
    for (const [index, end] of ends.entries()) {
      for (let before = 0; before < index; before += 1) if ((ends[before] ?? 0) > end) sum += 1;
    }
  }
  return sum;
}

/** Sorts the cells of the columns along their wires to one side; cells without such wires keep their places. */
function sortAlong(columns: readonly Column[], side: Side): void {
  for (const { cells } of side === 'left' ? columns : [...columns].reverse()) {
    const orders = ordersOf(columns);
    const mean = (cell: Cell) => cell[side].reduce((sum, tie) => sum + endAt(tie, orders), 0) / cell[side].length;
    const tied = cells.filter((cell) => cell[side].length > 0).sort((a, b) => mean(a) - mean(b));
    let next = 0;
    for (const [index, cell] of cells.entries()) {
      if (cell[side].length > 0) cells[index] = tied[next++] ?? cell;
    }
  }
}

/** Swaps neighbours while this reduces crossings. */
function swapNeighbours(columns: readonly Column[]): void {
  const orders = ordersOf(columns);
  for (let round = 0, swapped = true; swapped && round < orderingRounds; round += 1) {
    swapped = false;
    for (const { cells } of columns) {
      for (let index = 0; index + 1 < cells.length; index += 1) {
        const [above, below] = [cells[index], cells[index + 1]];
        if (!above || !below) continue;
        const count = (a: Cell, b: Cell) => crossings(a, b, 'left', orders) + crossings(a, b, 'right', orders);
        if (count(below, above) >= count(above, below)) continue;
        cells.splice(index, 2, below, above);
        orders.set(below, index).set(above, index + 1);
        swapped = true;
      }
    }
  }
}

/** Orders the cells of every column so that few wires cross. */
export function orderCells(columns: readonly Column[]): void {
  let [best, least] = [columns.map(({ cells }) => [...cells]), allCrossings(columns)];
  for (let round = 0; round < orderingRounds && least > 0; round += 1) {
    sortAlong(columns, round % 2 === 0 ? 'right' : 'left');
    swapNeighbours(columns);
    const count = allCrossings(columns);
    if (count < least) [best, least] = [columns.map(({ cells }) => [...cells]), count];
  }
  columns.forEach(({ cells }, index) => cells.splice(0, cells.length, ...(best[index] ?? [])));
}

const gapBetween = (a: Cell, b: Cell): number => (a.lane && b.lane ? lanesGap : a.lane || b.lane ? laneGap : boxGap);

/**
 * A median that is one of the values, so that the cell is in line with something: of two in the middle, the smaller or the
 * larger. Ends of wires take the larger and blocks the smaller, so that for two branches both align the second.
 */
function median(values: readonly number[], of: 'smaller' | 'larger'): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return sorted[of === 'smaller' ? Math.floor(half) : Math.ceil(half)] ?? 0;
}

/**
 * Position at which the upper edge of a cell is in line with its neighbours on one side: boxes with boxes, lanes with sockets.
 * The neighbours on the other side count if there are none.
 */
function wanted(cell: Cell, side: Side): number {
  const [ties, others] = side === 'left' ? [cell.left, cell.right] : [cell.right, cell.left];
  if (cell.lane)
    return median(
      ties.map(({ cell: other, socket }) => other.y + socket),
      'larger',
    );
  for (const candidates of [ties, others]) {
    const boxes = candidates.filter(({ cell: other }) => !other.lane);
    if (boxes.length > 0)
      return median(
        boxes.map(({ cell: other, top, ownTop }) => other.y + top - ownTop),
        'larger',
      );
  }
  return cell.y;
}

/**
 * Block of neighbouring cells with only the gaps between them, and for each cell the position of the first that aligns the
 * cell.
 */
interface Block {
  readonly boxes: readonly number[];
  readonly lanes: readonly number[];
}

/** Boxes are aligned before lanes. */
const startOf = ({ boxes, lanes }: Block): number => median(boxes.length > 0 ? boxes : lanes, 'smaller');

/**
 * Places the cells of a column in their order, with gaps, such that the sum of the distances from their aligned positions is
 * minimal: isotonic regression, in which conflicting cells form blocks that move to their median.
 */
function placeColumn(cells: readonly Cell[], side: Side): void {
  let down = 0;
  const offsets = cells.map((cell, index) => {
    const before = cells[index - 1];
    if (before) down += before.height + gapBetween(before, cell);
    return down;
  });
  const blocks: Block[] = [];
  for (const [index, cell] of cells.entries()) {
    const start = wanted(cell, side) - (offsets[index] ?? 0);
    let block: Block = cell.lane ? { boxes: [], lanes: [start] } : { boxes: [start], lanes: [] };
    for (let above = blocks.at(-1); above && startOf(above) > startOf(block); above = blocks.at(-1)) {
      blocks.pop();
      block = { boxes: [...above.boxes, ...block.boxes], lanes: [...above.lanes, ...block.lanes] };
    }
    blocks.push(block);
  }
  const starts = blocks.flatMap((block) =>
    Array.from({ length: block.boxes.length + block.lanes.length }, () => startOf(block)),
  );
  cells.forEach((cell, index) => {
    cell.y = (starts[index] ?? 0) + (offsets[index] ?? 0);
  });
}

/** Places the cells of all columns from top to bottom. */
export function placeCells(columns: readonly Column[]): void {
  for (let round = 0; round < placingRounds; round += 1) {
    const side = round % 2 === 0 ? 'left' : 'right';
    for (const { cells } of side === 'left' ? columns : [...columns].reverse()) placeColumn(cells, side);
  }
}
