import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { numbersDigest } from './build/numbers-digest.ts';

// Measurements of tests stay out of the user's cache.
process.env['STUDIO_CACHE'] ??= mkdtempSync(path.join(os.tmpdir(), 'studio-cache-'));

/**
 * The environment that makes WebGPU available without a GPU: Chromium's package contains a Vulkan driver that computes on
 * the CPU. A process reads both variables when it starts.
 */
function vulkanOnCpu(): Record<string, string> {
  const chromium = '/usr/lib/chromium';
  const driver = `${chromium}/vk_swiftshader_icd.json`;
  if (process.env['VK_ICD_FILENAMES'] !== undefined || !existsSync(driver)) return {};
  const libraries = [process.env['LD_LIBRARY_PATH'], chromium].filter(Boolean).join(':');
  return { VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: libraries };
}

const tests = ['{graph-nodes,engine,renderer,electron}/**/*.test.{ts,tsx}', 'test/unit/**/*.test.ts'];
const slowTests = [
  '{graph-nodes,engine,renderer,electron,test}/**/*.slow.test.{ts,tsx}',
  'test/{engine,reference}/**/*.test.ts',
];
const deviceTests = ['engine/**/*.device.test.ts'];

export default defineConfig({
  plugins: [numbersDigest(import.meta.dirname)],
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: tests, exclude: [...configDefaults.exclude, ...slowTests, ...deviceTests] },
      },
      { extends: true, test: { name: 'engine', include: slowTests } },
      {
        extends: true,
        test: {
          name: 'devices',
          include: deviceTests,
          env: vulkanOnCpu(),
          // One test at a time has a device, and only after the tests of the other projects.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
