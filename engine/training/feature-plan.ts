import * as tf from '@tensorflow/tfjs-core';
import { scenarios, type Scenario, type TestScenario } from '../../graph-nodes/datasets/dataset';
import { Random } from '../../graph-nodes/graph/random';
import type { BatchSignal, EdgeValue, EdgeValues, Signal } from '../../graph-nodes/layers/layer';
import type { Recorder } from '../backends/onnx-runtime';
import type { BatchInput, Model, SettledNode } from '../model/build';
import type { BatchForm } from './batch-form';

/** A tensor of a kept output: an input of the batch, or a kept tensor by its index. */
type KeptTensor = { readonly batch: 'audio' | 'visual' } | { readonly kept: number };

/** A kept output: a tensor, or a signal with named tensors. */
interface KeptOutput {
  readonly signal?: Pick<Signal, 'state' | 'noise'>;
  readonly values: KeptTensor;
  readonly target?: KeptTensor;
}

type KeptOutputs = Readonly<Record<string, Readonly<Record<string, KeptOutput>>>>;

/** The outputs of settled nodes that a training step takes as inputs. */
export interface FeaturePlan {
  /** Shapes of the kept tensors of one sample. */
  readonly shapes: readonly (readonly number[])[];
  /** Kept outputs by node id and socket. A node that only kept nodes read has none. */
  readonly outputs: ReadonlyMap<TestScenario, KeptOutputs>;
}

/** Name of a kept tensor, as an output of the features' graph and as an input of the step. */
export const keptName = (index: number): string => `kept${index}`;

/**
 * Computes the outputs of settled nodes for a batch in the training scenarios, and plans the tensors to keep. A node is
 * kept if neither it nor a node before it uses random numbers, because its outputs for a sample are then the same at
 * every step.
 *
 * @returns the plan and the tensors to keep, [B, …] each
 */
export function planFeatures(
  model: Model,
  input: BatchInput,
  batch: BatchSignal,
  trains: (scenario: Scenario) => boolean,
): { readonly plan: FeaturePlan; readonly tensors: readonly tf.Tensor[] } {
  const passes = settledPasses(model, input, trains);
  const nodes = keptNodes(model.settled, passes);
  const ids = new Set(nodes.map(({ id }) => id));
  const tensors: tf.Tensor[] = [];
  const place = (tensor: tf.Tensor): KeptTensor => {
    const own = (['audio', 'visual'] as const).find((modality) => batch[modality].values === tensor);
    if (own) return { batch: own };
    if (!tensors.includes(tensor)) tensors.push(tensor);
    return { kept: tensors.indexOf(tensor) };
  };
  const outputs = [...passes.outputs].map(([scenario, ofPass]): [TestScenario, KeptOutputs] => {
    const ofNode = ({ id, readBy }: SettledNode): KeptOutputs[string] =>
      readBy.every((reader) => ids.has(reader)) ? {} : placed(ofPass.get(id) ?? {}, place);
    return [scenario, Object.fromEntries(nodes.map((node) => [node.id, ofNode(node)]))];
  });
  return { plan: { shapes: tensors.map(({ shape }) => shape.slice(1)), outputs: new Map(outputs) }, tensors };
}

/** The batch that a dataset node outputs. */
export const batchOf = ({ sources }: BatchInput, datasetNode: string): BatchSignal =>
  sources[datasetNode]?.['batch'] as BatchSignal;

interface SettledPasses {
  readonly outputs: ReadonlyMap<Scenario, ReadonlyMap<string, EdgeValues>>;
  /** Ids of the nodes that used random numbers. */
  readonly drawing: ReadonlySet<string>;
}

function settledPasses(model: Model, input: BatchInput, trains: (scenario: Scenario) => boolean): SettledPasses {
  const drawing = new Set<string>();
  const run = model.openSettled({
    ...input,
    draw: (stream, shape, values) => {
      drawing.add(stream.slice(stream.indexOf('/') + 1));
      return tf.tensor(values(new Random(0), tf.util.sizeFromShape([...shape])), [...shape]);
    },
  });
  const outputs = scenarios
    .filter(trains)
    .map((scenario) => [scenario, run({ scenario, training: true, randomKey: '' })] as const);
  return { outputs: new Map(outputs), drawing };
}

/** The settled nodes whose outputs are the same at every step and are read by other nodes. */
function keptNodes(settled: readonly SettledNode[], { outputs, drawing }: SettledPasses): SettledNode[] {
  const changing = new Set<string>();
  return settled.filter(({ id, reads, readBy }) => {
    const values = [...outputs.values()].flatMap((ofPass) => Object.values(ofPass.get(id) ?? {}));
    const hasNegative = values.some((value) => value !== undefined && 'negative' in value);
    if (drawing.has(id) || hasNegative || reads.some((read) => changing.has(read))) {
      changing.add(id);
      return false;
    }
    // A batch comes directly from the dataset, so keeping it saves no time.
    const isBatch = values.some((value) => value !== undefined && 'spec' in value);
    return !isBatch && readBy.length > 0;
  });
}

function placed(outputs: EdgeValues, place: (tensor: tf.Tensor) => KeptTensor): Readonly<Record<string, KeptOutput>> {
  const output = (value: EdgeValue): KeptOutput => {
    if (value instanceof tf.Tensor) return { values: place(value) };
    const { state, noise, values, target } = value as Signal;
    return {
      signal: { state, ...(noise !== undefined && { noise }) },
      values: place(values),
      ...(target && { target: place(target) }),
    };
  };
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([socket, value]) => (value ? [[socket, output(value)]] : [])),
  );
}

/** Creates graph inputs for the kept tensors, and returns the outputs that they replace. */
export function placeKept(
  recorder: Recorder,
  { shapes, outputs }: FeaturePlan,
  { size }: BatchForm,
  batch: BatchSignal,
): NonNullable<BatchInput['known']> {
  const inputs = shapes.map((shape, index) => recorder.input(keptName(index), [size, ...shape], 'float32'));
  const tensor = (kept: KeptTensor): tf.Tensor =>
    'batch' in kept ? batch[kept.batch].values : (inputs[kept.kept] as tf.Tensor);
  const output = ({ signal, values, target }: KeptOutput): EdgeValue =>
    signal ? { ...signal, values: tensor(values), ...(target && { target: tensor(target) }) } : tensor(values);
  const ofNode = (node: Readonly<Record<string, KeptOutput>>): EdgeValues =>
    Object.fromEntries(Object.entries(node).map(([socket, kept]) => [socket, output(kept)]));
  return (scenario) =>
    Object.fromEntries(Object.entries(outputs.get(scenario) ?? {}).map(([id, node]) => [id, ofNode(node)]));
}
