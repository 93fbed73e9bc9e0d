import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { providerOf, startBackend } from '../../engine/backends/backend';
import { findBackends } from '../../engine/backends/find-backends';
import { withRecorder } from '../../engine/backends/onnx-runtime';
import { startProgram } from '../../engine/backends/program';
import type { BackendName } from '../../engine/contract/backends';
import { readSafetensors, type NamedArray } from '../../engine/files/safetensors';
import type { Draw, LayerSetup, Pass } from '../../graph-nodes/layers/layer';
import type { LossName } from '../../graph-nodes/graph/kind';
import { Random } from '../../graph-nodes/graph/random';
import type { EdgeSpec } from '../../graph-nodes/graph/shapes';
import { fromRelease } from './release-weights';

/** Tolerance relative to the largest value of an array. */
export interface Tolerance {
  readonly outputs: number;
  readonly gradients: number;
}

/** Backends of this machine, each with its requirements. */
export const backendsToTest = (await findBackends())
  .filter(({ available }) => available)
  .map(({ name }) => ({
    backend: name,
    tolerance: name === 'cpu' ? { outputs: 1e-5, gradients: 1e-4 } : { outputs: 1e-3, gradients: 1e-3 },
  }));

/** C of the fixtures of the released network. */
export const releaseWidth = 8;

/**
 * A fixture of `make_fixtures.py` or `make_release_fixtures.py`: its arrays by group and name. Weights of the release, their
 * gradients and their values after a step have the names and shapes of the program.
 */
export class Fixture {
  private constructor(private readonly arrays: ReadonlyMap<string, NamedArray>) {}

  /**
   * @param node for a fixture of the release: the node of the variables, which then have no id; absent: all with their
   * ids
   */
  static async read(name: string, node?: string): Promise<Fixture> {
    const file = path.join(import.meta.dirname, `${name}.safetensors`);
    const stored = new Fixture(readSafetensors(await readFile(file)));
    if (!name.startsWith('release-')) return stored;
    const arrays = new Map(stored.arrays);
    for (const group of ['weights', 'gradients/weights', 'after']) {
      const ofRelease = stored.group(group);
      for (const key of ofRelease.keys()) arrays.delete(`${group}/${key}`);
      for (const [key, array] of fromRelease(ofRelease, releaseWidth)) {
        arrays.set(`${group}/${node === undefined ? key : key.slice(node.length + 1)}`, array);
      }
    }
    return new Fixture(arrays);
  }

  /** Arrays of a group, by name. */
  group(group: string): Map<string, NamedArray> {
    const start = `${group}/`;
    return new Map(
      [...this.arrays].flatMap(([name, array]): [string, NamedArray][] =>
        name.startsWith(start) ? [[name.slice(start.length), array]] : [],
      ),
    );
  }
}

export const tensorOf = ({ shape, values }: NamedArray, dtype: 'float32' | 'int32' = 'float32'): tf.Tensor =>
  tf.tensor(dtype === 'int32' ? Int32Array.from(values) : values, [...shape], dtype);

/** Returns the random numbers of the reference in order, and checks that they are requested in the same shape. */
export function handOut(fixture: Fixture): (stream: string, shape: readonly number[], values: Draw) => tf.Tensor {
  const draws = fixture.group('draws');
  const counts = new Map<string, number>();
  return (stream, shape, values) => {
    const count = counts.get(stream) ?? 0;
    counts.set(stream, count + 1);
    const drawn = draws.get(`${stream}/${count}`);
    if (!drawn) throw new Error(`The reference made no draw ${count} of “${stream}”.`);
    expect([stream, count, shape]).toEqual([stream, count, drawn.shape]);
    return tensorOf(drawn, values(new Random(1), 1) instanceof Int32Array ? 'int32' : 'float32');
  };
}

export const largestOf = ({ values }: NamedArray): number =>
  values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

/**
 * Fails if an array differs from the reference by more than the tolerance, naming it.
 * @param floor minimum of the largest value: a value that is 0 except for rounding has no relative error
 */
export function expectClose(
  name: string,
  found: NamedArray | undefined,
  reference: NamedArray,
  tolerance: number,
  floor = 1e-2,
): void {
  expect([name, found?.shape]).toEqual([name, reference.shape]);
  const scale = Math.max(largestOf(reference), floor);
  let worst = 0;
  reference.values.forEach((value, index) => {
    const error = Math.abs((found?.values[index] as number) - value);
    worst = Number.isNaN(error) ? Infinity : Math.max(worst, error);
  });
  expect(worst / scale, `${name}: error relative to its largest value`).toBeLessThanOrEqual(tolerance);
}

/** Arrays at the start of a computation: float32 ones, and those of whole numbers. */
export interface Given {
  readonly floats: ReadonlyMap<string, NamedArray>;
  readonly integers?: ReadonlyMap<string, NamedArray>;
}

/**
 * Computes named tensors from named arrays on a backend: kernel by kernel, or on those of ONNX Runtime by recording the
 * computation with the arrays as its inputs.
 */
export async function compute(
  backend: BackendName,
  { floats, integers = new Map() }: Given,
  trace: (given: (name: string) => tf.Tensor) => ReadonlyMap<string, tf.Tensor>,
): Promise<Map<string, NamedArray>> {
  await startBackend(backend);
  const tensor = (name: string) => {
    const whole = integers.get(name);
    return whole ? tensorOf(whole, 'int32') : tensorOf(floats.get(name) as NamedArray);
  };
  const arrayOf = (found: tf.Tensor): NamedArray => ({ shape: found.shape, values: found.dataSync() as Float32Array });
  const provider = providerOf(backend);
  if (!provider) return new Map([...trace(tensor)].map(([name, found]) => [name, arrayOf(found)]));

  const graph = withRecorder((recorder) =>
    recorder.record('reference', () => {
      const inputs = new Map<string, tf.Tensor>();
      const given = (name: string) => {
        const { shape } = (integers.get(name) ?? floats.get(name)) as NamedArray;
        const input = inputs.get(name) ?? recorder.input(name, shape, integers.has(name) ? 'int32' : 'float32');
        inputs.set(name, input);
        return input;
      };
      return Object.fromEntries([...trace(given)].map(([name, found]) => [`out:${name}`, found]));
    }),
  );
  const program = await startProgram(graph, provider);
  const feeds = Object.fromEntries([
    ...[...floats].map(([name, { values }]) => [name, values] as const),
    ...[...integers].map(([name, { values }]) => [name, Int32Array.from(values)] as const),
  ]);
  const made = await program.run(feeds);
  await program.dispose();
  return new Map(
    graph.outputs.map(({ name, shape }) => [
      name.slice('out:'.length),
      { shape: shape as number[], values: made[name] as Float32Array },
    ]),
  );
}

/** Inputs of a tested layer, and the function that runs its passes. */
export interface Bench {
  readonly setup: LayerSetup;
  /** A pass of the batch; all passes share their work and use the reference's random numbers. */
  pass(changes?: Partial<Pass>): Pass;
  /** Losses of the passes so far. */
  readonly losses: ReadonlyMap<LossName, tf.Scalar>;
}

type Tensors = Readonly<Record<string, tf.Tensor>>;

/**
 * Builds a layer with the weights of a fixture, runs it on its inputs, and compares outputs and gradients with the
 * fixture's.
 *
 * @param specs from shape inference for the layer's inputs
 * @param integers the inputs that are whole numbers
 * @param node see {@link Fixture.read}
 * @param build from the bench to a function of the inputs to the outputs, including losses
 */
export async function holdAgainst(
  name: string,
  backend: BackendName,
  tolerance: Tolerance,
  build: (bench: Bench) => (inputs: Tensors) => Tensors,
  {
    specs = {},
    integers = [],
    node,
  }: { specs?: Record<string, EdgeSpec>; integers?: readonly string[]; node?: string | undefined } = {},
): Promise<void> {
  const fixture = await Fixture.read(name, node);
  const [weights, inputs] = [fixture.group('weights'), fixture.group('inputs')];
  const expected = fixture.group('gradients');
  const cotangents = fixture.group('cotangents');
  const prefixed = (group: string, keep: (key: string) => boolean, arrays: ReadonlyMap<string, NamedArray>) =>
    [...arrays].flatMap(([key, array]) => (keep(key) ? [[`${group}/${key}`, array] as const] : []));
  const given: Given = {
    floats: new Map([
      ...prefixed('weights', () => true, weights),
      ...prefixed('inputs', (key) => !integers.includes(key), inputs),
    ]),
    integers: new Map(prefixed('inputs', (key) => integers.includes(key), inputs)),
  };

  const found = await compute(backend, given, (tensor) => {
    const asked = new Set<string>();
    const variables = new Map([...weights.keys()].map((key) => [key, tf.variable(tensor(`weights/${key}`))] as const));
    const variable: LayerSetup['variable'] = (key, shape) => {
      const known = variables.get(key);
      if (!known) throw new Error(`The reference has no weight “${key}”.`);
      expect([key, shape]).toEqual([key, known.shape]);
      asked.add(key);
      return known;
    };
    const values = new Map(
      [...inputs.keys()].map((key) => {
        const value = tensor(`inputs/${key}`);
        return [key, integers.includes(key) ? value : tf.variable(value)] as const;
      }),
    );
    const losses = new Map<LossName, tf.Scalar>();
    const shared = new Map<tf.Tensor | string, unknown>();
    const draw = handOut(fixture);
    const run = build({
      setup: { inputs: specs, variable, state: variable },
      losses,
      pass: (changes) => ({
        scenario: 'complete',
        training: true,
        frozen: false,
        draw: (shape, drawn) => draw('layer', shape, drawn),
        addLoss: (key, value) => void losses.set(key, value),
        shared<Value>(key: tf.Tensor | string, make: () => Value): Value {
          if (!shared.has(key)) shared.set(key, make());
          return shared.get(key) as Value;
        },
        ...changes,
      }),
    });
    expect([...asked].sort()).toEqual([...variables.keys()].sort());

    let outputs: Tensors = {};
    const objective = (): tf.Scalar => {
      outputs = run(Object.fromEntries(values));
      Object.values(outputs).forEach((output) => tf.keep(output));
      return Object.entries(outputs)
        .map(([key, output]): tf.Scalar => tf.sum(tf.mul(output, tensorOf(cotangents.get(key) as NamedArray))))
        .reduce((a, b) => tf.add(a, b));
    };
    const named = new Map<string, tf.Tensor>([
      ...[...variables].map(([key, value]) => [`weights/${key}`, value] as const),
      ...[...values].map(([key, value]) => [`inputs/${key}`, value] as const),
    ]);
    const leaves = [...named].flatMap(([key, value]) => (expected.has(key) ? [value as tf.Variable] : []));
    const gradients = leaves.length > 0 ? tf.variableGrads(objective, leaves).grads : (tf.tidy(objective), {});
    return new Map([
      ...Object.entries(outputs).map(([key, output]) => [`outputs/${key}`, output] as const),
      ...[...expected.keys()].map((key) => {
        const gradient = (gradients as tf.NamedTensorMap)[(named.get(key) as tf.Variable).name];
        expect(gradient, `a gradient of ${key}`).toBeDefined();
        return [`gradients/${key}`, gradient as tf.Tensor] as const;
      }),
    ]);
  });

  const references = fixture.group('outputs');
  const outputNames = [...found.keys()].filter((key) => key.startsWith('outputs/'));
  expect(outputNames.sort()).toEqual([...references.keys()].map((key) => `outputs/${key}`).sort());
  for (const [key, reference] of references) {
    expectClose(key, found.get(`outputs/${key}`), reference, tolerance.outputs);
  }
  const floor = 1e-3 * Math.max(1, ...[...expected.values()].map(largestOf));
  for (const [key, reference] of expected) {
    expectClose(`gradient of ${key}`, found.get(`gradients/${key}`), reference, tolerance.gradients, floor);
  }
}
