import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Chromium’s package brings a Vulkan that computes on the CPU: without a GPU, WebGPU is tested on that. A process finds
// libraries by what its environment says when it starts, as those of the tests do after this.
const chromium = '/usr/lib/chromium';
if (process.env['VK_ICD_FILENAMES'] === undefined && existsSync(`${chromium}/vk_swiftshader_icd.json`)) {
  process.env['VK_ICD_FILENAMES'] = `${chromium}/vk_swiftshader_icd.json`;
  process.env['LD_LIBRARY_PATH'] = [process.env['LD_LIBRARY_PATH'], chromium].filter(Boolean).join(':');
}

/** The tests of compiled steps on devices beside the CPU; without such a device they are left out. */
export default defineConfig({
  test: {
    include: ['engine/backends/onnx-runtime/onnx.test.ts', 'engine/training/compiled.test.ts'],
    testNamePattern: /computes on (?!cpu|wasm|tensorflow)|on another device/,
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 300_000,
  },
});
