import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

// Chromium’s package brings a Vulkan that computes on the CPU: without a GPU, WebGPU is tested on that. A process finds
// libraries by what its environment says when it starts, as those of the tests do after this.
const chromium = '/usr/lib/chromium';
if (process.env['VK_ICD_FILENAMES'] === undefined && existsSync(`${chromium}/vk_swiftshader_icd.json`)) {
  process.env['VK_ICD_FILENAMES'] = `${chromium}/vk_swiftshader_icd.json`;
  process.env['LD_LIBRARY_PATH'] = [process.env['LD_LIBRARY_PATH'], chromium].filter(Boolean).join(':');
}

// What tests measure is not for the machine’s user.
process.env['STUDIO_CACHE'] ??= mkdtempSync(path.join(os.tmpdir(), 'studio-cache-'));

export default defineConfig({
  test: {
    include: [
      'graph-nodes/**/*.test.ts',
      'engine/**/*.test.ts',
      'renderer/**/*.test.ts',
      'test/{unit,engine,reference}/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
