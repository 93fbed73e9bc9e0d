import type { ShapeNote } from './shape-words';

/**
 * Symbolic shapes: sizes of the values on an edge before any tensor exists.
 * An axis has a letter of the method (B, T, H, W, C, A, …) and a size, or no size if it is open (B is always open).
 */
export interface Axis {
  readonly letter: string;
  readonly size?: number;
}

export type Shape = readonly Axis[];

/** Sizes of a batch of a dataset. */
export interface BatchSpec {
  /** T: seconds kept per video. */
  readonly seconds: number;
  /** Values per second of sound (VGGish: 128). */
  readonly audioWidth: number;
  /** H and W of the visual grid. */
  readonly height: number;
  readonly width: number;
  /** Channels per grid cell. */
  readonly visualWidth: number;
  /** N: tokens per question, padding included. */
  readonly questionLength: number;
  /** V: question words, padding and unknown word included. */
  readonly vocabulary: number;
  /** A: answer classes. */
  readonly answers: number;
}

/** Inferred facts of one edge: its shape, and for a dataset batch the sizes of its parts. */
export interface EdgeSpec {
  readonly shape: Shape;
  readonly batch?: BatchSpec;
  /** True if the data may have more answers than `batch.answers`. The number is known when the files have been read. */
  readonly openAnswers?: boolean;
  /** Maximum number of training questions; absent if the parameters of the dataset do not determine it. */
  readonly mostQuestions?: number;
}

export function axis(letter: string, size?: number): Axis {
  return size === undefined ? { letter } : { letter, size };
}

const batchAxis: Axis = { letter: 'B' };

export const audioShape = (seconds: number, width: number): Shape => [batchAxis, axis('T', seconds), axis('C', width)];
export const visualShape = (seconds: number, height: number, width: number, channels: number): Shape => [
  batchAxis,
  axis('T', seconds),
  axis('H', height),
  axis('W', width),
  axis('C', channels),
];
export const questionShape = (width: number): Shape => [batchAxis, axis('C', width)];
export const logitsShape = (answers: number): Shape => [batchAxis, axis('A', answers)];
export const labelsShape: Shape = [batchAxis];

/** `[B, T 10, C 64]` */
export function formatShape(shape: Shape): string {
  return `[${shape.map(({ letter, size }) => (size === undefined ? letter : `${letter} ${size}`)).join(', ')}]`;
}

/** A shape as a message of a shape rule. */
export const shapeNote = (shape: Shape): ShapeNote => ({ code: 'shape', shape: formatShape(shape) });

/** Size of a known axis. Throws if the axis is absent or open, which is a mistake in the code of a node, not in a graph. */
export function sizeOf(spec: EdgeSpec, letter: string): number {
  const size = spec.shape.find((candidate) => candidate.letter === letter)?.size;
  if (size === undefined) throw new Error(`Axis ${letter} has no size in ${formatShape(spec.shape)}.`);
  return size;
}
