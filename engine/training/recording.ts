import * as tf from '@tensorflow/tfjs-core';
import type { Signal } from '../../graph-nodes/layers/layer';
import { Random } from '../../graph-nodes/graph/random';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import { withRecorder, type Recorder } from '../backends/onnx-runtime';
import type { OnnxModel } from '../recorder/model';
import type { BatchInput, Model } from '../model/build';
import { missingSignal } from '../data/batches';
import type { BatchForm } from './batch-form';
import { logitsOf, type EvaluationPass } from './logits';
import type { RandomInput } from './random-inputs';

/**
 * Creates the recorder's graph inputs of a batch, with the names of {@link BatchForm} and `question` and `labels`.
 * @param randomInputs collects the random draws of layers in order, each as an input named after node and scenario;
 * without it, the numbers drawn while recording are constants of the graph
 */
export function recordBatch(
  recorder: Recorder,
  spec: BatchSpec,
  datasetNode: string,
  form: BatchForm,
  randomInputs?: RandomInput[],
): { input: BatchInput; labels: tf.Tensor1D } {
  const { size } = form;
  const { seconds, audioWidth, height, width, visualWidth, questionLength } = spec;
  const maps = [size, seconds, height, width, visualWidth];
  const signal = (name: 'audio' | 'visual', shape: number[]): Signal =>
    form[name] ? { values: recorder.input(name, shape, 'float32'), state: 'real' } : missingSignal(shape);
  const labels = recorder.input('labels', [size], 'int32') as tf.Tensor1D;
  const audio = signal('audio', [size, seconds, audioWidth]);
  const visual = signal('visual', maps);
  const batch = {
    spec,
    audio,
    visual: form.negative ? { ...visual, negative: recorder.input('negative', maps, 'float32') } : visual,
    question: recorder.input('question', [size, questionLength], 'int32') as tf.Tensor2D,
  };
  const asInput = (into: RandomInput[]): NonNullable<BatchInput['draw']> => {
    return (stream, shape, draw) => {
      const length = tf.util.sizeFromShape([...shape]);
      const dtype = draw(new Random(0), 1) instanceof Int32Array ? 'int32' : 'float32';
      const name = `${stream.split('/').reverse().join('_')}_draw${into.length}`;
      into.push({ input: name, stream, length, draw });
      return recorder.input(name, shape, dtype);
    };
  };
  const input: BatchInput = {
    sources: { [datasetNode]: { batch, labels } },
    ...(randomInputs && { draw: asInput(randomInputs) }),
  };
  return { input, labels };
}

/** Recorded passes of a batch through a model. */
export interface BatchRecording {
  readonly name: string;
  readonly spec: BatchSpec;
  readonly datasetNode: string;
  readonly form: BatchForm;
  /** Assigns the graph's weights to the model's variables. */
  place(recorder: Recorder): void;
  /** Names the random streams whose numbers become constants of the graph; absent: random draws are inputs. */
  readonly fixedDraws?: string;
}

/** A recorded graph and its random inputs, which every run needs. */
export interface RecordedPasses {
  readonly graph: OnnxModel;
  readonly randomInputs: readonly RandomInput[];
}

export interface EvaluationRecording extends BatchRecording {
  /** Absent: a pass per training scenario. */
  readonly passes?: readonly EvaluationPass[];
  /** Outputs of the graph from the logits [B, A] of each pass in order and the right answers [B]. */
  outputs(logits: tf.Tensor2D[], labels: tf.Tensor1D): Readonly<Record<string, tf.Tensor>>;
}

/**
 * Records a computation on a batch.
 * @param compute uses a model that was built with the recorder as the tfjs backend
 * @throws {RecordingError} if a layer cannot be recorded
 */
export function recordPasses(
  { name, spec, datasetNode, form, place, fixedDraws }: BatchRecording,
  compute: (input: BatchInput, randomKey: string, labels: tf.Tensor1D) => Readonly<Record<string, tf.Tensor>>,
): RecordedPasses {
  const randomInputs: RandomInput[] = [];
  const graph = withRecorder((recorder) =>
    recorder.record(name, () => {
      place(recorder);
      const collected = fixedDraws === undefined ? randomInputs : undefined;
      const { input, labels } = recordBatch(recorder, spec, datasetNode, form, collected);
      return compute(input, fixedDraws ?? '', labels);
    }),
  );
  return { graph, randomInputs };
}

/** Records an evaluation of a batch; see {@link recordPasses}. */
export const recordEvaluation = (model: Model, recording: EvaluationRecording): RecordedPasses =>
  recordPasses(recording, (input, randomKey, labels) =>
    recording.outputs(logitsOf(model, input, randomKey, recording.passes), labels),
  );
