import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model/build';

/** Trained variables, in the order of the flat parameters. */
export const trainableVariables = (model: Model): tf.Variable[] => variablesOf(model, 'trained');

/** Variables that layers update themselves, such as stored banks. */
export const stateVariables = (model: Model): tf.Variable[] => variablesOf(model, 'state');

/** Variables and states of frozen nodes, in the order of the flat frozen values [F]. */
export const frozenVariables = (model: Model): tf.Variable[] => variablesOf(model, 'frozen');

/** Role of a model variable in training, by its name. */
export function partOf(model: Model, name: string): 'trained' | 'state' | 'frozen' {
  if (model.frozen.has(name)) return 'frozen';
  return model.variables.get(name)?.trainable === true ? 'trained' : 'state';
}

const variablesOf = (model: Model, part: ReturnType<typeof partOf>): tf.Variable[] =>
  [...model.variables].filter(([name]) => partOf(model, name) === part).map(([, variable]) => variable);

/** Concatenates tensors to flat parameters [P]. */
export function flatten(values: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(values.map((value) => tf.reshape(value, [-1]) as tf.Tensor1D));
}

/** Assigns flat parameters [P] to their variables. */
export function assignFlat(variables: readonly tf.Variable[], flat: tf.Tensor1D): void {
  tf.split(
    flat,
    variables.map(({ size }) => size),
  ).forEach((values, index) => {
    const variable = variables[index] as tf.Variable;
    variable.assign(tf.reshape(values, variable.shape));
  });
}

/** Concatenates the gradients of variables to one flat gradient [P]; a missing gradient is zero. */
export function flatGradient(variables: readonly tf.Variable[], gradients: tf.NamedTensorMap): tf.Tensor1D {
  return flatten(variables.map((variable) => gradients[variable.name] ?? tf.zeros(variable.shape)));
}
