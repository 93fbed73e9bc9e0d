import { onnxBackend } from '../onnx-runtime/backends';

export const backend = onnxBackend({
  name: 'onnx',
  rank: 10,
  help: 'ONNX Runtime on the CPU',
  studies: true,
  provider: 'cpu',
});
