import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { onnxDeviceBackend } from '../onnx-runtime/backends';

const hardware = { en: 'an NVIDIA GPU', ko: 'NVIDIA GPU' };
const command = 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12';

const require = createRequire(import.meta.url);
const cudaLibrary = () =>
  path.join(
    path.dirname(require.resolve('onnxruntime-node/package.json')),
    `bin/napi-v6/linux/${process.arch}/libonnxruntime_providers_cuda.so`,
  );

export const backend = onnxDeviceBackend({
  name: 'onnx-cuda',
  rank: 20,
  help: 'ONNX Runtime on an NVIDIA GPU',
  provider: 'cuda',
  hardware,
  // npm does not run the package's install script, which downloads this library.
  missing: () =>
    process.platform === 'linux' && !existsSync(cudaLibrary())
      ? { code: 'onnxLibraryMissing', hardware, command }
      : undefined,
});
