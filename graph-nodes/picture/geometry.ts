/** A place on the canvas, in pixels at a zoom of 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place with a size. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
