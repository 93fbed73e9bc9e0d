import * as tf from '@tensorflow/tfjs-core';
import type { Draw, Signal } from '../../graph-nodes/layers/layer';
import { Random } from '../../graph-nodes/graph/random';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import { withRecorder, type Recorder } from '../backends/onnx-runtime';
import type { OnnxModel } from '../recorder/model';
import type { Feed } from '../backends/onnx-runtime/runtime';
import type { BatchInput, Model } from '../model/build';
import { missingSignal } from '../data/batches';
import { logitsOf } from './learner';

/** What batches of one recorded graph have in common. */
export interface BatchForm {
  readonly size: number;
  /** Whether the dataset has the modality. */
  readonly audio: boolean;
  readonly visual: boolean;
  readonly negativeFrames: boolean;
}

/** What a recorded graph is given at every run in place of a layer's random draw. */
export interface Drawn {
  readonly input: string;
  readonly stream: string;
  readonly length: number;
  readonly draw: Draw;
}

/**
 * A batch as inputs of the graph that is being recorded, by the names of {@link BatchForm} and `question` and `labels`.
 * @param draws takes what the layers draw, in their order, each as an input named after node and scenario; without it the
 * numbers that they draw now are part of the graph
 */
export function recordBatch(
  recorder: Recorder,
  spec: BatchSpec,
  datasetNode: string,
  form: BatchForm,
  draws?: Drawn[],
): { input: BatchInput; labels: tf.Tensor1D } {
  const { size } = form;
  const { seconds, audioWidth, height, width, visualWidth, questionLength } = spec;
  const signal = (name: 'audio' | 'visual', shape: number[]): Signal =>
    form[name] ? { values: recorder.input(name, shape, 'float32'), state: 'real' } : missingSignal(shape);
  const labels = recorder.input('labels', [size], 'int32') as tf.Tensor1D;
  const batch = {
    spec,
    audio: signal('audio', [size, seconds, audioWidth]),
    visual: signal('visual', [size, seconds, height, width, visualWidth]),
    question: recorder.input('question', [size, questionLength], 'int32') as tf.Tensor2D,
  };
  const asInput = (into: Drawn[]): NonNullable<BatchInput['draw']> => {
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
    ...(form.negativeFrames && {
      negativeFrames: recorder.input('negativeFrames', [size * seconds], 'int32') as tf.Tensor1D,
    }),
    ...(draws && { draw: asInput(draws) }),
  };
  return { input, labels };
}

/** Draws anew: each stream in the order of its layer, as an eager pass does. */
export function drawn(draws: readonly Drawn[], seed: number, randomKey: string): Record<string, Feed> {
  const streams = new Map<string, Random>();
  const values: Record<string, Feed> = {};
  for (const { input, stream, length, draw } of draws) {
    const random = streams.get(stream) ?? new Random(seed, `${randomKey}/${stream}`);
    streams.set(stream, random);
    values[input] = draw(random, length);
  }
  return values;
}

/** How a batch on its way through a model is recorded, with the model's weights in place. */
export interface BatchRecording {
  readonly name: string;
  readonly spec: BatchSpec;
  readonly datasetNode: string;
  readonly form: BatchForm;
  /** Puts the weights that the graph is to have into the model's variables. */
  place(recorder: Recorder): void;
  /** Names the random draws where they become part of the graph; absent: they are inputs. */
  readonly fixedDraws?: string;
}

export interface EvaluationRecording extends BatchRecording {
  /** What the graph gives, from the logits [B, A] of each scenario in their order and the right answers [B]. */
  outputs(logits: tf.Tensor2D[], labels: tf.Tensor1D): Readonly<Record<string, tf.Tensor>>;
}

/**
 * Records what is computed from a batch.
 * @param compute with a model that was compiled with the recorder as tfjs's backend
 * @throws {RecordingError} when a layer cannot be recorded
 */
export function recordPasses(
  { name, spec, datasetNode, form, place, fixedDraws }: BatchRecording,
  compute: (input: BatchInput, randomKey: string, labels: tf.Tensor1D) => Readonly<Record<string, tf.Tensor>>,
): { graph: OnnxModel; draws: Drawn[] } {
  const draws: Drawn[] = [];
  const graph = withRecorder((recorder) =>
    recorder.record(name, () => {
      place(recorder);
      const taken = fixedDraws === undefined ? draws : undefined;
      const { input, labels } = recordBatch(recorder, spec, datasetNode, form, taken);
      return compute(input, fixedDraws ?? '', labels);
    }),
  );
  return { graph, draws };
}

/** Records an evaluation of a batch in all scenarios; see {@link recordPasses}. */
export const recordEvaluation = (model: Model, recording: EvaluationRecording): { graph: OnnxModel; draws: Drawn[] } =>
  recordPasses(recording, (input, randomKey, labels) => recording.outputs(logitsOf(model, input, randomKey), labels));
