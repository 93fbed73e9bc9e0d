import type { Point } from '../documents/editing';

/** Present and last place of the pointer over the canvas. */
let present: Point | undefined;
let last: Point | undefined;

export function notePointer(point: Point | undefined): void {
  present = point;
  last = point ?? last;
}

/** Undefined while the pointer is outside of the canvas. */
export const pointerPlace = (): Point | undefined => present;

/** Undefined until the pointer has been over the canvas. */
export const lastPointerPlace = (): Point | undefined => last;
