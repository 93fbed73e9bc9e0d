import { create, fromJson, toBinary, type JsonObject } from '@bufbuild/protobuf';
import { AttrValueSchema, DataType, GraphDefSchema, SavedModelSchema } from '../../../protos/tensorflow';
import { graphDefVersion, type GraphDefType, type GraphDefWeight } from './graph-def';
import type { Translated } from './translate';

/** Tag under which the graph of a SavedModel is loaded. */
export const savedModelTag = 'serve';

const dataTypes: Readonly<Record<GraphDefType, DataType>> = {
  float32: DataType.DT_FLOAT,
  int32: DataType.DT_INT32,
  bool: DataType.DT_BOOL,
};

/** Encodes a graph as the bytes of `saved_model.pb`. */
export function encodeSavedModel({ nodes, weights }: Translated): Uint8Array {
  const constants = new Map(weights.map((weight) => [weight.name, weight]));
  const graphDef = fromJson(GraphDefSchema, {
    // GraphDefNode is the JSON form of NodeDef.
    node: nodes as unknown as JsonObject[],
    versions: { producer: graphDefVersion },
  });
  for (const node of graphDef.node) {
    const constant = constants.get(node.name);
    if (constant) node.attr['value'] = tensorAttribute(constant);
  }
  return toBinary(
    SavedModelSchema,
    create(SavedModelSchema, {
      savedModelSchemaVersion: 1n,
      metaGraphs: [{ metaInfoDef: { tags: [savedModelTag] }, graphDef }],
    }),
  );
}

/** Values of a constant, as the attribute `value` of its node. */
const tensorAttribute = ({ type, shape, bytes }: GraphDefWeight) =>
  create(AttrValueSchema, {
    value: {
      case: 'tensor',
      value: {
        dtype: dataTypes[type],
        tensorShape: { dim: shape.map((size) => ({ size: BigInt(size) })) },
        tensorContent: bytes as Uint8Array<ArrayBuffer>,
      },
    },
  });
