import type * as tf from '@tensorflow/tfjs-core';
import type { Recorder } from '../backends/onnx-runtime';
import type { Model } from '../model/build';
import { assignFlat, frozenVariables, stateVariables, trainableVariables } from './flat-parameters';
import type { OptimizerAlgorithm } from './optimizer-algorithms';

/** Names of the flat arrays as inputs of recorded graphs. */
export const weightsInput = 'weights';
export const frozenInput = 'frozen';
export const momentInput = (index: number): string => `moment${index}`;
export const stateInput = (index: number): string => `state${index}`;

/** Name of a flat array as an output of a recorded step. */
export const outputOf = (name: string): string => `${name}Next`;

/** The flat arrays after a step. */
interface NextValues {
  /** Absent if none are trained. */
  readonly weights?: tf.Tensor;
  readonly moments?: readonly tf.Tensor[];
  readonly states: readonly tf.Tensor[];
}

/** Names the flat arrays that a recorded step computes, see {@link outputOf}. */
export const stepOutputs = ({ weights, moments = [], states }: NextValues): Record<string, tf.Tensor> => ({
  ...(weights && { [outputOf(weightsInput)]: weights }),
  ...Object.fromEntries(moments.map((moment, index) => [outputOf(momentInput(index)), moment])),
  ...Object.fromEntries(states.map((state, index) => [outputOf(stateInput(index)), state])),
});

/**
 * Creates the recorder's graph inputs of the flat arrays and assigns them to the model's variables.
 * @returns the weights [P]; undefined if none are trained
 */
export function placeInputs(recorder: Recorder, model: Model): tf.Tensor1D | undefined {
  const flat = (name: string, variables: readonly tf.Variable[]): tf.Tensor1D | undefined => {
    if (variables.length === 0) return undefined;
    const size = variables.reduce((sum, variable) => sum + variable.size, 0);
    const values = recorder.input(name, [size], 'float32') as tf.Tensor1D;
    assignFlat(variables, values);
    return values;
  };
  const weights = flat(weightsInput, trainableVariables(model));
  flat(frozenInput, frozenVariables(model));
  stateVariables(model).forEach((variable, index) => {
    variable.assign(recorder.input(stateInput(index), variable.shape, 'float32'));
  });
  return weights;
}

/** Graph inputs [P] for the moments of an algorithm. */
export const momentInputs = (recorder: Recorder, { moments }: OptimizerAlgorithm, size: number): tf.Tensor1D[] =>
  Array.from({ length: moments }, (_, index) => recorder.input(momentInput(index), [size], 'float32') as tf.Tensor1D);
