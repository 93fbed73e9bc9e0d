import * as tf from '@tensorflow/tfjs-core';
import { kernelOf, replaceKernel } from '../replace-kernel';

/** TensorFlow's library in tfjs-node; tensors and loaded graphs are numbers there. */
export interface Binding extends Readonly<
  Record<'TF_ATTR_BOOL' | 'TF_ATTR_TYPE' | (typeof types)[keyof typeof types], number>
> {
  readonly TF_Version: string;
  createTensor(shape: readonly number[], dtype: number, values: tf.TypedArray): number;
  tensorDataSync(id: number): tf.TypedArray;
  deleteTensor(id: number): void;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  getNumOfSavedModels(): number;
  /** @param inputNames outputs of nodes, such as `x:0`, separated by commas; the same for `outputNames` */
  runSavedModel(
    id: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): readonly { readonly id: number }[];
}

/** The registered backend of tfjs-node, with the parts that the studio uses. */
export interface NodeBackend extends tf.KernelBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Binding;
  executeSingleOutput(name: string, attributes: readonly Attribute[], inputs: readonly tf.TensorInfo[]): tf.TensorInfo;
}

/** tfjs number types by the binding's names of TensorFlow types. */
const types = { float32: 'TF_FLOAT', int32: 'TF_INT32', bool: 'TF_BOOL' } as const;
const isNumeric = (dtype: string): dtype is keyof typeof types => dtype in types;

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** Maximum number of number lists that are cached as tensors; the oldest are removed. */
const mostLists = 500;

/**
 * Patches slow parts of tfjs-node 4.22. A step of a small model has thousands of operators of some microseconds each.
 * Many of them changed nothing, and kernels created a tensor of a shape or of axes in every call. Called once, after
 * the backend has started.
 *
 * @param signalsWait true if the binding blocks signals during operators; see build.ts
 */
export function patchTensorflowKernels(backend: NodeBackend, { signalsWait }: { readonly signalsWait: boolean }): void {
  const { binding } = backend;
  const flag = (name: string, value: boolean): Attribute => ({ name, type: binding.TF_ATTR_BOOL, value });
  const type = (name: string, dtype: keyof typeof types): Attribute => ({
    name,
    type: binding.TF_ATTR_TYPE,
    value: binding[types[dtype]],
  });
  const unchanged = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => {
    backend.incRef(dataId);
    return { dataId, shape, dtype };
  };

  const lists = new Map<string, tf.TensorInfo>();
  const list = (values: readonly number[]): tf.TensorInfo => {
    const key = values.join();
    const known = lists.get(key);
    if (known) return known;
    for (const [oldest, { dataId }] of lists.size < mostLists ? [] : lists) {
      lists.delete(oldest);
      backend.disposeData(dataId);
      break;
    }
    const shape = [values.length];
    const made: tf.TensorInfo = {
      dataId: backend.write(Int32Array.from(values), shape, 'int32'),
      shape,
      dtype: 'int32',
    };
    lists.set(key, made);
    return made;
  };

  /** Replaces a kernel for numbers; text and complex numbers use the old one. */
  const mend = <Inputs, Attributes>(
    name: string,
    kernel: (inputs: Inputs, attributes: Attributes, dtype: keyof typeof types) => tf.TensorInfo | undefined,
  ): void => {
    const original = kernelOf('tensorflow', name);
    replaceKernel('tensorflow', name, (call) => {
      const inputs = call.inputs as Inputs & Record<string, tf.TensorInfo>;
      const [{ dtype }] = Object.values(inputs) as [tf.TensorInfo];
      const found = isNumeric(dtype) ? kernel(inputs, call.attrs as Attributes, dtype) : undefined;
      return found ?? original(call);
    });
  };

  mend<{ x: tf.TensorInfo }, { shape: number[] }>('Reshape', ({ x }, attributes, dtype) => {
    const shape = tf.util.inferFromImplicitShape(attributes.shape, tf.util.sizeFromShape(x.shape));
    if (tf.util.arraysEqual(x.shape, shape)) return unchanged(x);
    return backend.executeSingleOutput('Reshape', [type('T', dtype), type('Tshape', 'int32')], [x, list(shape)]);
  });
  mend<{ x: tf.TensorInfo }, { dtype: string }>('Cast', ({ x }, attributes, dtype) =>
    dtype === attributes.dtype ? unchanged(x) : undefined,
  );
  mend<{ x: tf.TensorInfo }, { perm: number[] }>('Transpose', ({ x }, { perm }, dtype) =>
    backend.executeSingleOutput('Transpose', [type('T', dtype), type('Tperm', 'int32')], [x, list(perm)]),
  );
  mend<{ x: tf.TensorInfo }, { axis: number | number[]; keepDims: boolean }>('Sum', ({ x }, attributes, dtype) => {
    const axes = list(tf.util.parseAxisParam(attributes.axis, x.shape));
    const kinds = [flag('keep_dims', attributes.keepDims), type('T', dtype), type('Tidx', 'int32')];
    return backend.executeSingleOutput('Sum', kinds, [x, axes]);
  });
  // For a single pair of matrices the batch operator takes some 50 µs longer, but tolerates signals.
  if (!signalsWait) return;
  mend<{ a: tf.TensorInfo; b: tf.TensorInfo }, { transposeA: boolean; transposeB: boolean }>(
    'BatchMatMul',
    ({ a, b }, { transposeA, transposeB }, dtype) => {
      if (a.shape.length !== 2 || b.shape.length !== 2) return undefined;
      const kinds = [flag('transpose_a', transposeA), flag('transpose_b', transposeB), type('T', dtype)];
      return backend.executeSingleOutput('MatMul', kinds, [a, b]);
    },
  );
}
