import type { Backend } from '../descriptor';
import { onnxBackend } from '../onnx-runtime/backends';

export const backend: Backend = {
  ...onnxBackend({
    name: 'onnx-wasm',
    rank: 60,
    help: 'ONNX Runtime as WebAssembly',
    studies: true,
    provider: 'wasm',
  }),
  // For machines without the native runtime.
  tried: (available) => !available.includes('onnx'),
};
