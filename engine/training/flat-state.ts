import type * as tf from '@tensorflow/tfjs-core';
import type { Recorder } from '../backends/onnx-runtime';
import type { Model } from '../model/build';
import { withAddedWeights } from '../files/earlier-weights';
import type { NamedArray } from '../files/safetensors';
import { placedMoment } from './earlier-moments';
import { frozenVariables, partOf, stateVariables, trainableVariables } from './flat-parameters';
import type { LearnerState } from './learner';
import { momentName } from './moment-name';
import type { FlatValues, OptimizerAlgorithm } from './optimizer-algorithms';
import { frozenInput, momentInput, outputOf, stateInput, weightsInput } from './state-inputs';

/** Flat arrays by name: the weights [P], the optimizer's moments [P], each state variable, the frozen values [F]. */
type FlatArrays = Readonly<Record<string, Float32Array>>;

/** The values of a built model's variables. */
export interface InitialValues {
  /** All trainable variables, [P]. */
  readonly weights: Float32Array;
  /** Each state variable. */
  readonly states: readonly Float32Array[];
  /** All variables and states of frozen nodes, [F]. */
  readonly frozen: Float32Array;
}

/** Reads the variables of a model that was built with the recorder as tfjs's backend. */
export function initialValues(model: Model, recorder: Recorder): InitialValues {
  const read = (variables: readonly tf.Variable[]) => variables.map((variable) => recorder.numbersOf(variable));
  return {
    weights: concatenated(read(trainableVariables(model))),
    states: read(stateVariables(model)),
    frozen: concatenated(read(frozenVariables(model))),
  };
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}

/**
 * State of a recorded learner: inputs and outputs of its steps. Each flat array that a step changes has two buffers,
 * which swap after every step, so that nothing is copied. The frozen values have one.
 */
export class FlatState {
  /** Steps taken. */
  steps = 0;
  private readonly names: readonly string[];
  private readonly momentNames: readonly string[];
  /** The moving average of the weights, or the weights without averaging. */
  private readonly averageName: string;
  /** The current values, and the buffers that the next step writes to. */
  private current: FlatArrays;
  private spare: FlatArrays;
  /** True while the spare buffers hold the values before the last step. */
  private stepped = false;
  private readonly frozen: FlatArrays;

  constructor(
    private readonly model: Model,
    { moments, average }: OptimizerAlgorithm,
    { weights, states, frozen }: InitialValues,
  ) {
    this.momentNames = Array.from({ length: moments }, (_, index) => momentInput(index));
    this.averageName = average === undefined ? weightsInput : momentInput(average);
    const lengths: [name: string, length: number][] = [
      [weightsInput, weights.length],
      ...this.momentNames.map((name): [string, number] => [name, weights.length]),
      ...states.map(({ length }, index): [string, number] => [stateInput(index), length]),
    ];
    // Without trained weights a step has neither weights nor moments.
    const present = lengths.filter(([, length]) => length > 0);
    this.names = present.map(([name]) => name);
    const zeros = (): FlatArrays =>
      Object.fromEntries(present.map(([name, length]) => [name, new Float32Array(length)]));
    [this.current, this.spare] = [zeros(), zeros()];
    this.current[weightsInput]?.set(weights);
    states.forEach((values, index) => this.current[stateInput(index)]?.set(values));
    this.frozen = { [frozenInput]: frozen.slice() };
  }

  /** Inputs of a training step. */
  get inputs(): FlatArrays {
    return { ...this.current, ...this.frozen };
  }

  /** Buffers for the outputs of a training step, by output name. */
  get outputs(): FlatArrays {
    return Object.fromEntries(Object.entries(this.spare).map(([name, buffer]) => [outputOf(name), buffer]));
  }

  /** Inputs of an evaluation: with the moving average for the weights if averaging is on. */
  get inferenceInputs(): FlatArrays {
    const weights = this.current[this.inferenceName];
    return { ...this.inputs, ...(weights && { [weightsInput]: weights }) };
  }

  /** Adopts the outputs of a step. */
  advance(outputs: Readonly<Record<string, unknown>>): void {
    this.steps += 1;
    this.stepped = true;
    this.spare = this.current;
    this.current = Object.fromEntries(this.names.map((name) => [name, outputs[outputOf(name)] as Float32Array]));
  }

  /** Trained values before and after the last step; undefined before the first step and after an assignment. */
  lastStep(): { readonly before: FlatValues; readonly after: FlatValues } | undefined {
    if (!this.stepped || !this.current[weightsInput]) return undefined;
    const valuesIn = (flat: FlatArrays): FlatValues => ({
      weights: flat[weightsInput] as Float32Array,
      moments: this.momentNames.map((name) => flat[name] as Float32Array),
    });
    return { before: valuesIn(this.spare), after: valuesIn(this.current) };
  }

  /** See {@link Learner.weights}. */
  weights(): Map<string, NamedArray> {
    return copied(this.variablesIn(this.inferenceInputs));
  }

  /** See {@link Learner.load}. */
  load(arrays: ReadonlyMap<string, NamedArray>): void {
    this.stepped = false;
    for (const flat of [this.inputs, this.inferenceInputs]) this.assign(flat, arrays);
  }

  snapshot(): LearnerState {
    const moments = this.momentNames.flatMap((name, index) => {
      const values = this.current[name];
      return values ? [{ name: momentName(index), shape: [values.length], values }] : [];
    });
    return { steps: this.steps, arrays: copied([...this.variablesIn(this.inputs), ...moments]) };
  }

  restore({ steps, arrays }: LearnerState): void {
    this.steps = steps;
    this.stepped = false;
    this.assign(this.inputs, withAddedWeights(arrays));
    this.momentNames.forEach((name, index) => {
      const values = arrays.get(momentName(index))?.values;
      if (values) this.current[name]?.set(placedMoment(this.model, arrays, values));
    });
  }

  private get inferenceName(): string {
    return this.steps > 0 ? this.averageName : weightsInput;
  }

  private assign(flat: FlatArrays, arrays: ReadonlyMap<string, NamedArray>): void {
    for (const { name, values } of this.variablesIn(flat)) values.set(arrays.get(name)?.values ?? values);
  }

  /** Every variable of the model as a view of the flat arrays. */
  private *variablesIn(flat: FlatArrays): Generator<NamedValues> {
    let states = 0;
    const starts = { trained: 0, frozen: 0 };
    const inputs = { trained: weightsInput, frozen: frozenInput };
    for (const [name, { shape, size }] of this.model.variables) {
      const part = partOf(this.model, name);
      if (part === 'state') {
        yield { name, shape, values: flat[stateInput(states)] as Float32Array };
        states += 1;
      } else {
        const start = starts[part];
        yield { name, shape, values: (flat[inputs[part]] as Float32Array).subarray(start, start + size) };
        starts[part] += size;
      }
    }
  }
}

interface NamedValues extends NamedArray {
  readonly name: string;
}

const copied = (arrays: Iterable<NamedValues>): Map<string, NamedArray> =>
  new Map([...arrays].map(({ name, shape, values }) => [name, { shape, values: values.slice() }]));
