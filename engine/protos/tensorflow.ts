/** Messages of TensorFlow's graphs and TensorBoard's events, generated from their .proto files by `npm run generate`. */
export { AttrValueSchema } from './generated/tensorflow/core/framework/attr_value_pb';
export { GraphDefSchema } from './generated/tensorflow/core/framework/graph_pb';
export { DataType } from './generated/tensorflow/core/framework/types_pb';
export { SavedModelSchema } from './generated/tensorflow/core/protobuf/saved_model_pb';
export { EventSchema } from './generated/tensorflow/core/util/event_pb';
