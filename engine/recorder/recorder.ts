import * as tf from '@tensorflow/tfjs-core';
import { LayerError } from '../../graph-nodes/layers/layer-error';
import { RequestError } from '../contract/errors';
import { verbatim, type EngineMessage } from '../contract/messages';
import { GraphBuilder, type Numbers, type Value } from './graph';
import type { ElementType, OnnxModel } from './model';
import { RecordingError } from './recording-error';

/** Name of the recorder as a tfjs backend. */
export const recorderName = 'recorder';

/** tfjs also stores text and complex numbers; a recorded step has neither. */
export function elementType(dtype: tf.DataType): ElementType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new RecordingError({ code: 'typeNotRecorded', dtype });
}

/** Reason of a recording error, with the node whose layer caused it, if known. */
function reasonOf(error: unknown): EngineMessage {
  if (error instanceof LayerError) return { code: 'recordedNode', node: error.node, reason: reasonOf(error.cause) };
  if (error instanceof RecordingError) return error.reason;
  const text = error instanceof Error ? error.message : String(error);
  const kernel = /Kernel '(\w+)' not registered/.exec(text)?.[1];
  return kernel === undefined ? verbatim(text) : { code: 'kernelNotCovered', kernel };
}

/** Content of a tfjs data id: a value of the graph, or numbers that are not used yet. */
interface Data {
  value?: Value;
  readonly constant?: { readonly values: Numbers; readonly shape: readonly number[]; readonly type: ElementType };
  references: number;
}

/**
 * A tfjs backend that computes nothing: its tensors are values of an ONNX graph, and every kernel adds nodes to it.
 * Layers, gradients and the optimizer on top of it are unchanged.
 */
export class Recorder extends tf.KernelBackend {
  private readonly data = new WeakMap<object, Data>();
  private current: GraphBuilder | undefined;

  get graph(): GraphBuilder {
    if (!this.current) throw new RecordingError({ code: 'nothingRecorded' });
    return this.current;
  }

  /**
   * Records the computation of `trace` as a graph. Its inputs are created by {@link input}, its outputs are the
   * results. Tensors of one recording are invalid in another, except for those that contain numbers.
   * @throws {RecordingError}
   * @throws {RequestError} as `trace` does, since it would fail on any backend
   */
  record(name: string, trace: () => Readonly<Record<string, tf.Tensor>>): OnnxModel {
    const graph = new GraphBuilder();
    this.current = graph;
    try {
      // Passed outside the result of the tidy, which would search every byte of the model for tensors.
      const finished: OnnxModel[] = [];
      tf.tidy(() => {
        const outputs = Object.entries(trace()).map(([output, tensor]) => ({
          name: output,
          value: this.lookUp(tensor),
        }));
        finished.push(graph.finish(name, outputs));
      });
      return finished[0] as OnnxModel;
    } catch (error) {
      if (error instanceof RequestError) throw error;
      throw new RecordingError(reasonOf(error));
    } finally {
      this.current = undefined;
    }
  }

  /** A tensor that is an input of every run. */
  input(name: string, shape: readonly number[], dtype: 'float32' | 'int32'): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.keep(this.graph.input(name, dtype, shape)));
  }

  /** A tensor that is stored in the model under a name. */
  stored(name: string, shape: readonly number[], values: Float32Array): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.keep(this.graph.named(name, 'float32', shape, values)));
  }

  /** The numbers of a tensor that was created from numbers: an initial weight. */
  numbersOf({ dataId }: tf.TensorInfo): Float32Array {
    const values = this.data.get(dataId)?.constant?.values;
    if (!(values instanceof Float32Array)) throw new RecordingError({ code: 'tensorWithoutValues' });
    return values;
  }

  lookUp({ dataId, shape }: tf.TensorInfo): Value {
    const data = this.data.get(dataId);
    if (!data) throw new RecordingError({ code: 'tensorOfOtherBackend' });
    if (data.constant) {
      const { type, values, shape: ofValues } = data.constant;
      return this.graph.reshape(this.graph.constant(type, ofValues, values), shape);
    }
    if (!data.value) throw new RecordingError({ code: 'tensorDisposed' });
    // A tensor that shares data under another shape is a reshaped one.
    return this.graph.reshape(data.value, shape);
  }

  keep(value: Value): tf.TensorInfo {
    const dataId = {};
    this.data.set(dataId, { value, references: 1 });
    return { dataId, shape: [...value.shape], dtype: value.type as tf.DataType };
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    const type = elementType(dtype);
    const constant = { values: typed(type, values as Numbers), shape, type };
    this.data.set(dataId, { constant, references: 1 });
    return dataId;
  }

  override readSync(): never {
    throw new RecordingError({ code: 'valuesRead' });
  }
  override read(): Promise<never> {
    return Promise.resolve().then(() => this.readSync());
  }
  override move(): never {
    throw new RecordingError({ code: 'tensorOfOtherBackend' });
  }

  override incRef(dataId: object): void {
    const data = this.data.get(dataId);
    if (data) data.references += 1;
  }
  override refCount(dataId: object): number {
    return this.data.get(dataId)?.references ?? 0;
  }
  override disposeData(dataId: object): boolean {
    const data = this.data.get(dataId);
    if (!data) return true;
    data.references -= 1;
    return data.references <= 0 && this.data.delete(dataId);
  }

  override numDataIds(): number {
    return 0;
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
  override floatPrecision(): 32 {
    return 32;
  }
  override epsilon(): number {
    return 1e-7;
  }
  override dispose(): void {
    return;
  }
}

/** tfjs passes plain lists and typed arrays of any kind. */
function typed(type: ElementType, values: Numbers | readonly number[]): Numbers {
  if (type === 'float32') return values instanceof Float32Array ? values.slice() : Float32Array.from(values);
  if (type === 'int32') return Int32Array.from(values);
  return Uint8Array.from(values);
}
