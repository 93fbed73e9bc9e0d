import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from '../descriptor';
import { patchWasmKernels } from '../wasm';

const require = createRequire(import.meta.url);

const label = {
  en: 'WebAssembly with SIMD, one thread, on every machine',
  ko: 'SIMD를 쓰는 WebAssembly, 스레드 하나, 어느 컴퓨터에나 있음',
};

export const backend: Backend = {
  name: 'wasm',
  rank: 80,
  help: 'TensorFlow.js as WebAssembly, on every machine',
  studies: true,
  async start() {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    await import('@tensorflow/tfjs-backend-cpu');
    wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    await tf.ready();
    return { code: 'backendDetail', label };
  },
  tfjs: 'wasm',
  ready: patchWasmKernels,
  lowestRate: 5e9,
};
