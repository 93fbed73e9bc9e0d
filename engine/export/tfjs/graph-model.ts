import type { OnnxModel } from '../../recorder/model';
import {
  dimensions,
  graphDefType,
  graphDefVersion,
  typeAttribute,
  type GraphDefWeight,
} from '../../backends/tensorflow/graph/graph-def';
import { OperatorError, translate, type Translated } from '../../backends/tensorflow/graph/translate';
import { RequestError } from '../../contract/errors';
import type { ExportFile } from '../export-file';

/** Maximum size of a weights file in bytes; browsers load and cache such files in parallel. */
const shardBytes = 4 * 2 ** 20;

/**
 * A recorded model as a tfjs GraphModel: `model.json` with TensorFlow's GraphDef, and the weights beside it.
 * `tf.loadGraphModel` opens it without the studio.
 * @throws {RequestError} if an operator has no counterpart
 */
export function encodeGraphModel(model: OnnxModel): ExportFile[] {
  const { nodes, weights } = translated(model);
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
    modelTopology: { node: nodes, library: {}, versions: { producer: graphDefVersion } },
    weightsManifest: [
      { paths, weights: weights.map(({ name, type, shape }) => ({ name, shape, dtype: graphDefType(type) })) },
    ],
  };
  return [
    { name: 'model.json', bytes: new TextEncoder().encode(`${JSON.stringify(topology)}\n`) },
    ...shards.map((bytes, index) => ({ name: paths[index] as string, bytes })),
  ];
}

function translated(model: OnnxModel): Translated {
  try {
    return translate(model, (name) => name);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new RequestError('failed', { code: 'tfjsOperatorMissing', operator: error.operator });
  }
}

/** Concatenates the weights, and splits them into files of the maximum size. */
function shardsOf(weights: readonly GraphDefWeight[]): Uint8Array[] {
  const all = Buffer.concat(weights.map(({ bytes }) => bytes));
  const count = Math.max(1, Math.ceil(all.length / shardBytes));
  return Array.from({ length: count }, (_, index) => all.subarray(index * shardBytes, (index + 1) * shardBytes));
}
