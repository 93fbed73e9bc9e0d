import { onnxDeviceBackend } from '../onnx-runtime/backends';

export const backend = onnxDeviceBackend({
  name: 'onnx-dml',
  rank: 30,
  help: 'ONNX Runtime on a GPU through DirectX 12',
  provider: 'dml',
  hardware: { en: 'a GPU through DirectX 12, on Windows', ko: 'Windows의 DirectX 12를 통한 GPU' },
});
