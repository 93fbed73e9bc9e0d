import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../graph-nodes/graph/random';
import { withRecorder } from '../backends/onnx-runtime';
import { startProgram, type Provider } from '../backends/program';
import { cases, type Compute, type Given, type Tensors } from './kernel-cases';

export function draw(given: Given, random: Random): { shape: number[]; values: Float32Array | Int32Array } {
  const shape = Array.isArray(given) ? given : given.shape;
  const length = tf.util.sizeFromShape(shape);
  if (!Array.isArray(given) && 'below' in given) {
    return { shape, values: Int32Array.from({ length }, () => random.integer(given.below)) };
  }
  const values = random.normals(length);
  return { shape, values: Array.isArray(given) ? values : values.map((value) => 0.2 + Math.abs(value)) };
}

/** Outputs and, for inputs of float type, gradients of a weighted sum of the outputs. */
export function withGradients(compute: Compute, inputs: Tensors): Tensors {
  const outputs = [compute(...inputs)].flat();
  const floats = inputs.filter(({ dtype }) => dtype === 'float32');
  const loss = (...moved: Tensors) => {
    const rest = [...moved];
    const all = inputs.map((input) => (input.dtype === 'float32' ? (rest.shift() as tf.Tensor) : input));
    return [compute(...all)]
      .flat()
      .map((output, index) => tf.sum(tf.mul(tf.mul(output, output), 0.3 + index)))
      .reduce((a, b) => tf.add(a, b)) as tf.Scalar;
  };
  return [...outputs, ...(floats.length > 0 ? gradientsOf(loss, floats) : [])];
}

/** Kernels without a gradient (comparisons, indices) have none to compare. */
function gradientsOf(loss: (...inputs: Tensors) => tf.Scalar, inputs: Tensors): Tensors {
  try {
    return tf.grads(loss)(inputs);
  } catch {
    return [];
  }
}

export const modelOf = (compute: Compute, given: readonly ReturnType<typeof draw>[]) =>
  withRecorder((recorder) =>
    recorder.record('test', () => {
      const inputs = given.map(({ shape, values }, index) =>
        recorder.input(`in${index}`, shape, values instanceof Int32Array ? 'int32' : 'float32'),
      );
      const outputs = withGradients(compute, inputs);
      return Object.fromEntries(outputs.map((output, index) => [`out${index}`, output]));
    }),
  );

export async function recorded(
  compute: Compute,
  given: readonly ReturnType<typeof draw>[],
  provider: Provider,
): Promise<Float32Array[]> {
  const model = modelOf(compute, given);
  const program = await startProgram(model, provider);
  const feeds = Object.fromEntries(given.map(({ values }, index) => [`in${index}`, values]));
  const made = await program.run(feeds);
  await program.dispose();
  return model.outputs.map(({ name }) => made[name] as Float32Array);
}

/**
 * Tolerances relative to the largest value. GPUs can be less exact in exp and similar functions; WebGPU permits sin and
 * cos an error of 2⁻¹¹.
 */
const accuracyOf = (provider: Provider, kernel: string) =>
  provider === 'cpu' || provider === 'tensorflow' ? 1e-5 : kernel === 'Sin' || kernel === 'Cos' ? 2 ** -11 : 1e-4;

/** Largest difference between a kernel on a provider and tfjs's cpu backend. */
export interface KernelComparison {
  readonly kernel: string;
  /** Absolute difference, divided by the largest expected value of the output if that is above 1. */
  readonly difference: number;
  readonly tolerance: number;
  /** Variant, output and values of the largest difference. */
  readonly where: string;
}

/**
 * Compares a kernel on a provider with tfjs's cpu backend, including gradients. That backend must be the current one.
 * @throws if the provider gives outputs of other lengths, or none
 */
export async function compareKernel(
  kernel: string,
  variants: readonly [Given[], Compute][],
  provider: Provider,
): Promise<KernelComparison> {
  let worst = { difference: 0, where: 'no difference' };
  for (const [index, [given, compute]] of variants.entries()) {
    const random = new Random(index, kernel);
    const inputs = given.map((one) => draw(one, random));
    const expected = tf.tidy(() =>
      withGradients(
        compute,
        inputs.map(({ shape, values }) => tf.tensor(values, shape)),
      ).map((tensor) => tensor.dataSync()),
    ) as unknown as Float32Array[];
    const found = await recorded(compute, inputs, provider);
    for (const [output, wanted] of expected.entries()) {
      const values = found[output];
      if (values?.length !== wanted.length || found.length !== expected.length) {
        throw new Error(
          `${kernel}, variant ${index}: output ${output} has ${values?.length ?? 0} values, not ${wanted.length}.`,
        );
      }
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      for (const [place, want] of wanted.entries()) {
        const value = values[place] ?? NaN;
        const difference = Math.abs(value - want) / largest;
        // NaN counts as the largest difference.
        if (difference <= worst.difference) continue;
        const where = `variant ${index}, output ${output}: ${value}, expected ${want}`;
        worst = { difference: Number.isNaN(difference) ? Infinity : difference, where };
      }
    }
  }
  return { kernel, ...worst, tolerance: accuracyOf(provider, kernel) };
}

/** Comparisons of all kernels within the time limit. */
export interface KernelsCompared {
  readonly of: number;
  readonly compared: readonly KernelComparison[];
}

/** Compares kernels within a time limit. @param seconds until the start of the last kernel */
export async function compareKernels(provider: Provider, seconds: number): Promise<KernelsCompared> {
  const all = Object.entries(cases);
  const started = performance.now();
  const compared: KernelComparison[] = [];
  for (const [kernel, variants] of all) {
    if (performance.now() - started > 1000 * seconds) break;
    compared.push(await compareKernel(kernel, variants, provider));
  }
  return { of: all.length, compared };
}
