import type { OnnxModel } from '../../backend/onnx/model';
import { RequestError } from '../../errors';
import type { ExportFile } from '../export-file';
import { GraphDefBuilder } from './builder';
import { dimensions, graphDefType, typeAttribute, type GraphDefWeight } from './graph-def';
import { operators } from './operators';

/** Weights come in files of at most this many bytes, which browsers load side by side and keep. */
const shardBytes = 4 * 2 ** 20;

/**
 * A recorded model as a tfjs GraphModel: `model.json` with TensorFlow's GraphDef, and the weights beside it.
 * `tf.loadGraphModel` opens it, and needs nothing of this studio.
 * @throws {RequestError} when an operator has no counterpart
 */
export function encodeGraphModel(model: OnnxModel): ExportFile[] {
  const graph = new GraphDefBuilder(model.initializers);
  for (const { name, type, shape } of model.inputs) {
    graph.placeholder(name, { dtype: typeAttribute(type), shape: { shape: dimensions(shape) } });
  }
  for (const node of model.nodes) {
    const translate = operators[node.type];
    if (!translate) {
      throw new RequestError(
        'failed',
        `The model cannot be written for tfjs: its operator ${node.type} is not covered.`,
      );
    }
    const results = translate(graph, node);
    node.outputs.forEach((output, index) => graph.bind(output, results[index] as string));
  }
  for (const { name } of model.outputs) graph.nodes.push({ name, op: 'Identity', input: [graph.resolve(name)] });
  const { nodes, weights } = graph.finish(model.outputs.map(({ name }) => name));
  const shards = shardsOf(weights);
  const paths = shards.map((_, index) => `group1-shard${index + 1}of${shards.length}.bin`);
  const signature = (values: OnnxModel['inputs']) =>
    Object.fromEntries(
      values.map(({ name, type, shape }) => [
        name,
        { name: `${name}:0`, dtype: typeAttribute(type).type, tensorShape: dimensions(shape) },
      ]),
    );
  const topology = {
    format: 'graph-model',
    generatedBy: 'missing-modality-studio',
    convertedBy: 'missing-modality-studio',
    signature: { inputs: signature(model.inputs), outputs: signature(model.outputs) },
    userDefinedMetadata: model.metadata ?? {},
    modelTopology: { node: nodes, library: {}, versions: { producer: 1395 } },
    weightsManifest: [
      { paths, weights: weights.map(({ name, type, shape }) => ({ name, shape, dtype: graphDefType(type) })) },
    ],
  };
  return [
    { name: 'model.json', bytes: new TextEncoder().encode(`${JSON.stringify(topology)}\n`) },
    ...shards.map((bytes, index) => ({ name: paths[index] as string, bytes })),
  ];
}

/** The weights one after another, cut where a file is full. */
function shardsOf(weights: readonly GraphDefWeight[]): Uint8Array[] {
  const all = Buffer.concat(weights.map(({ bytes }) => bytes));
  const count = Math.max(1, Math.ceil(all.length / shardBytes));
  return Array.from({ length: count }, (_, index) => all.subarray(index * shardBytes, (index + 1) * shardBytes));
}
