import { onnxDeviceBackend } from '../onnx-runtime/backends';

export const backend = onnxDeviceBackend({
  name: 'onnx-webgpu',
  rank: 50,
  help: 'ONNX Runtime on a GPU through WebGPU',
  provider: 'webgpu',
  hardware: { en: 'a GPU through Vulkan, Metal or DirectX 12', ko: 'Vulkan, Metal, DirectX 12를 통한 GPU' },
});
