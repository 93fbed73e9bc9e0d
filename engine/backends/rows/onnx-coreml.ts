import { onnxDeviceBackend } from '../onnx-runtime/backends';

export const backend = onnxDeviceBackend({
  name: 'onnx-coreml',
  rank: 40,
  help: 'ONNX Runtime on Apple’s GPU and Neural Engine',
  provider: 'coreml',
  hardware: { en: 'Apple’s GPU and Neural Engine', ko: 'Apple의 GPU와 Neural Engine' },
});
