import type { Initializer } from './layer';

const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

export const zeros: Initializer = (shape) => new Float32Array(size(shape));

export const ones: Initializer = (shape) => new Float32Array(size(shape)).fill(1);

/** N(0, 1) */
export const standardNormal: Initializer = (shape, random) => random.normals(size(shape));

/** U(−1/√fan, 1/√fan): PyTorch's start for fully connected and recurrent layers. */
export const uniformByFan =
  (fan: number): Initializer =>
  (shape, random) =>
    Float32Array.from({ length: size(shape) }, () => (2 * random.uniform() - 1) / Math.sqrt(fan));
