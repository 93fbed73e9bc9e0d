import * as tf from '@tensorflow/tfjs-core';
import { scenarios, type Dataset } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { namesIn } from '../../graph-nodes/graph/node-names';
import type { EdgeValue } from '../../graph-nodes/layers/layer';
import { lossNames, type LossName } from '../../graph-nodes/graph/kind';
import { crossEntropy } from '../../graph-nodes/layers/basic';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { startBackend } from '../backends/backend';
import { sentences, type EngineMessage } from '../contract/messages';
import { buildModel } from '../model/build';
import { toTensors, type BatchArrays } from '../data/batches';
import type { NamedArray } from '../files/safetensors';
import type { NonFinite } from './train';

/** Origin of the first value that is NaN or infinite. */
export interface Origin {
  readonly node: string;
  /** The value and its scenario: part of a sentence. */
  readonly found: EngineMessage;
  /** True if the data has the value; false if it was computed. */
  readonly inData?: true;
}

/**
 * Index of the first value that is NaN or infinite; −1 without one. It is a loop for speed, because every checkpoint
 * checks every weight.
 */
function nonFinitePlace(values: Float32Array): number {
  for (let index = 0; index < values.length; index += 1) {
    if (!Number.isFinite(values[index])) return index;
  }
  return -1;
}

/** The first weight that is NaN or infinite, in the order of the graph. */
export function nonFiniteWeight(weights: ReadonlyMap<string, NamedArray>): Origin | undefined {
  for (const [name, { values }] of weights) {
    const [node = '', ...rest] = name.split('/');
    // The optimizer's moments belong to no node.
    if (rest.length === 0) continue;
    if (nonFinitePlace(values) >= 0) {
      return { node, found: { code: 'weightNotFinite', weight: rest.join('/') } };
    }
  }
  return undefined;
}

/** The first question of a batch whose features are NaN or infinite. */
function nonFiniteFeatures({ questions, audio, visual }: BatchArrays, node: string): Origin | undefined {
  for (const [code, values] of [
    ['audioNotFinite', audio],
    ['visualNotFinite', visual],
  ] as const) {
    if (!values) continue;
    const place = nonFinitePlace(values);
    if (place < 0) continue;
    const question = questions[Math.floor(place / (values.length / questions.length))];
    return { node, found: { code, video: question?.video ?? '' }, inData: true };
  }
  return undefined;
}

/** Backends that compute eagerly, by their tfjs names. */
const eagerBackends = ['tensorflow', 'wasm', 'cpu'];

/**
 * Finds the first value that is NaN or infinite in a step: in the data, a weight, an output or a loss, in the order of
 * the graph and of the scenarios. It repeats the step's passes node by node, with the weights before the step.
 * @param before the learner's variables before the step
 */
export async function findOrigin(
  document: GraphDocument,
  opened: { readonly node: string; readonly dataset: Dataset },
  parameters: TrainerParameters,
  before: ReadonlyMap<string, NamedArray>,
  failure: NonFinite,
): Promise<Origin | undefined> {
  const { arrays, randomKey } = failure;
  const { node: datasetNode, dataset } = opened;
  const known = nonFiniteFeatures(arrays, datasetNode) ?? nonFiniteWeight(before);
  if (known) return known;
  if (!eagerBackends.includes(tf.getBackend())) await startBackend('wasm');
  const model = buildModel(document, { [datasetNode]: dataset.spec }, parameters.seed);
  const { trainer } = model;
  const found: Origin[] = [];
  const owners = new Map<LossName, string>([['qa', trainer]]);
  try {
    tf.tidy(() => {
      for (const [name, variable] of model.variables) {
        const array = before.get(name);
        if (array) variable.assign(tf.tensor(array.values, variable.shape, 'float32'));
      }
      const { batch, labels } = toTensors(arrays, dataset.spec);
      const pass = model.open({ sources: { [datasetNode]: { batch, labels } } });
      for (const scenario of scenarios) {
        if (parameters[scenario] === 0) continue;
        const report = (node: string, message: EngineMessage) => found.push({ node, found: message });
        const ownLoss = (loss: string): EngineMessage => ({ code: 'ownLossNotFinite', loss, scenario });
        const { logits } = pass({
          scenario,
          training: true,
          randomKey,
          observe(node, outputs, losses) {
            for (const name of losses.keys()) if (!owners.has(name)) owners.set(name, node);
            const output = Object.keys(outputs).find((name) => !tensorsOf(outputs[name]).every(isFiniteTensor));
            const [loss] = [...losses].find(([, value]) => !isFiniteTensor(value)) ?? [];
            if (output !== undefined) report(node, { code: 'outputNotFinite', output, scenario });
            else if (loss !== undefined) report(node, ownLoss(loss));
          },
        });
        const oneHot = tf.oneHot(labels, logits.shape[1], 1, 0, 'float32');
        if (!isFiniteTensor(crossEntropy(logits, oneHot))) report(trainer, ownLoss('qa'));
        if (found.length > 0) return;
      }
    });
    if (found[0]) return found[0];
    // Numbers near the limit of float32 overflow on some backends only.
    const loss = nonFiniteLoss(failure);
    const node = loss && owners.get(loss);
    return loss && node !== undefined ? { node, found: { code: 'lossAtEdge', loss } } : undefined;
  } finally {
    model.dispose();
  }
}

/** The tensors of an edge: of a signal, of a batch's two signals, or the tensor itself. */
function tensorsOf(value: EdgeValue | undefined): tf.Tensor[] {
  if (value === undefined) return [];
  if (value instanceof tf.Tensor) return [value];
  if ('values' in value) return [value.values];
  return [value.audio, value.visual].flatMap(({ state, values }) => (state === 'missing' ? [] : [values]));
}

const isFiniteTensor = (tensor: tf.Tensor): boolean => tensor.dataSync().every(Number.isFinite);

const nonFiniteLoss = ({ losses }: NonFinite): LossName | undefined =>
  lossNames.find((name) => losses[name] !== undefined && !Number.isFinite(losses[name]));

/**
 * The message of a loss that is NaN or infinite.
 * @param document graph of the node
 */
export function describeNonFinite(
  failure: NonFinite,
  origin: Origin | undefined,
  document: GraphDocument,
): EngineMessage {
  const loss = nonFiniteLoss(failure) ?? 'total';
  const { step } = failure;
  const message: EngineMessage = origin
    ? { code: 'lossNotFinite', loss, step, node: namesIn(document, catalogue)(origin.node), found: origin.found }
    : { code: 'lossNotFiniteOnce', loss, step };
  // A lower learning rate does not help with invalid data.
  return origin?.inData ? message : sentences(message, { code: 'lowerRate' });
}
