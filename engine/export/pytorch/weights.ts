import type { NamedArray } from '../../files/safetensors';
import { snakeCase } from './python';

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Permutes the axes of an array. */
export function withAxes({ shape, values }: NamedArray, order: readonly number[]): NamedArray {
  const to = order.map((axis) => shape[axis] ?? 1);
  const strides = order.map((axis) => sizeOf(shape.slice(axis + 1)));
  const result = new Float32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    let [rest, from] = [index, 0];
    for (let axis = to.length - 1; axis >= 0; axis -= 1) {
      const size = to[axis] ?? 1;
      from += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    result[index] = values[from] ?? 0;
  }
  return { shape: to, values: result };
}

/** Matrices as [outputs, inputs], kernels as [outputs, inputs, H, W]. */
function asWeight(array: NamedArray): NamedArray {
  return array.shape.length === 4 ? withAxes(array, [3, 2, 0, 1]) : withAxes(array, [1, 0]);
}

/** torch.nn names of a recurrent network's variables. */
const recurrent: Readonly<Record<string, string>> = {
  inputWeight: 'weight_ih_l0',
  hiddenWeight: 'weight_hh_l0',
  bias: 'bias_ih_l0',
  inputBias: 'bias_ih_l0',
  hiddenBias: 'bias_hh_l0',
};

/** Names that are already methods of a torch module. */
const renamed: Readonly<Record<string, string>> = { double: 'after_doubling' };

/** One part of a variable's path as a module's name; numbered layers form a list, `layers.0`. */
const moduleName = (part: string): string => renamed[part] ?? snakeCase(part).replace(/^layer(\d+)$/, 'layers.$1');

/**
 * A node's variable as an entry of its module's state_dict: the path with dots, in the names and axis order of
 * torch.nn.
 * @param name path of the variable within the node
 */
export function stateEntry(name: string, array: NamedArray): [key: string, array: NamedArray] {
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  const within = parts.slice(0, -1).map(moduleName);
  const key = (own: string) => [...within, own].join('.');
  const parent = parts.at(-2);
  if (parent === 'lstm' || parent === 'gru') {
    return [key(recurrent[last] ?? last), array.shape.length === 2 ? withAxes(array, [1, 0]) : array];
  }
  if (name === 'embedding') return ['embedding.weight', array];
  if (last === 'weight') return [key('weight'), asWeight(array)];
  if (last === 'scale') return [key('weight'), array];
  if (last === 'shift') return [key('bias'), array];
  return [key(snakeCase(last)), array];
}
