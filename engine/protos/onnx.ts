/** Messages of the ONNX file format, generated from onnx.proto by `npm run generate`. */
export {
  AttributeProto_AttributeType,
  ModelProtoSchema,
  TensorProto_DataType,
  type AttributeProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from './generated/onnx/onnx_pb';
