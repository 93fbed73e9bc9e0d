import type { Initializer } from './layer';

const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

export const zeros: Initializer = (shape) => new Float32Array(size(shape));

export const ones: Initializer = (shape) => new Float32Array(size(shape)).fill(1);

/** N(0, 1) */
export const standardNormal: Initializer = (shape, random) => random.normals(size(shape));

/** U(−bound, bound) */
const uniform =
  (bound: number): Initializer =>
  (shape, random) =>
    Float32Array.from({ length: size(shape) }, () => (2 * random.uniform() - 1) * bound);

/** U(−1/√fan, 1/√fan): PyTorch's default of fully connected, convolutional and recurrent layers. */
export const uniformByFan = (fan: number): Initializer => uniform(1 / Math.sqrt(fan));

/** U(−√(6 / (inputs + outputs)), √(6 / (inputs + outputs))) (Glorot and Bengio, 2010). */
export const xavierUniform = (inputs: number, outputs: number): Initializer =>
  uniform(Math.sqrt(6 / (inputs + outputs)));
