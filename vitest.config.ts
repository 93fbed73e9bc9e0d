import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { instrumentPictures } from './build/instrument-pictures.ts';
import { layerSources } from './build/layer-sources.ts';
import { numbersDigest } from './build/numbers-digest.ts';

/** Linux's folder in memory, where programs may run and there is room. */
function memoryFolder(): string | undefined {
  const folder = '/dev/shm';
  if (!existsSync('/proc/mounts')) return undefined;
  const mounted = /^\S+ \/dev\/shm tmpfs (?!\S*noexec)/m.test(readFileSync('/proc/mounts', 'utf8'));
  if (!mounted) return undefined;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 4 * 2 ** 30 ? folder : undefined;
}

// Runs flush each checkpoint to the disk, which takes longer than the steps of tests. In memory it takes no time.
const memory = process.env['TMPDIR'] === undefined ? memoryFolder() : undefined;
if (memory !== undefined) {
  const folder = mkdtempSync(path.join(memory, 'studio-tests-'));
  // Tests of other users enter it.
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // A killed test leaves its small disk mounted.
    }
  });
}

// Test measurements must not change the user's cache.
process.env['STUDIO_CACHE'] ??= mkdtempSync(path.join(os.tmpdir(), 'studio-cache-'));

// Tests of killed processes do not wait for their locks; see engine/runs/lock.ts. Tests of that wait remove this.
process.env['STUDIO_TAKEOVER_MS'] ??= '0';

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

/** The files that take longest, in this order. */
const longestFiles = [
  'test/engine/resume.test.ts',
  'engine/training/recorded-learner.slow.test.ts',
  'test/engine/fuzz.test.ts',
  'test/reference/release.test.ts',
  'test/engine/contract.test.ts',
  'test/engine/new-node.test.ts',
  'test/engine/study.test.ts',
  'test/engine/stored-by-0.1.0.test.ts',
];

/**
 * Starts the longest files first, so that no worker is left with one at the end. Without earlier durations, as in a new clone,
 * Vitest orders by size.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longestFiles.findIndex((file) => moduleId.endsWith(file));
      return found === -1 ? longestFiles.length : found;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

const tests = ['{graph-nodes,engine,renderer,electron}/**/*.test.ts', 'test/unit/**/*.test.ts'];
const componentTests = ['renderer/**/*.test.tsx'];
const slowTests = [
  '{graph-nodes,engine,renderer,electron,test}/**/*.slow.test.{ts,tsx}',
  'test/{engine,reference}/**/*.test.ts',
];
const deviceTests = ['engine/**/*.device.test.ts'];

export default defineConfig({
  plugins: [
    numbersDigest(import.meta.dirname),
    instrumentPictures(import.meta.dirname),
    layerSources(import.meta.dirname),
  ],
  test: {
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: tests,
          exclude: [...configDefaults.exclude, ...slowTests, ...deviceTests],
          // Files share a process and its modules, so each module is loaded twice in total instead of once per file. A
          // test restores its changes; spies are restored before the next one.
          isolate: false,
          restoreMocks: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'components',
          include: componentTests,
          setupFiles: 'test/fixtures/component-window.ts',
          // As above; the setup restores the window and its stores after each test.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'engine', include: slowTests } },
      {
        extends: true,
        test: {
          name: 'devices',
          include: deviceTests,
          env: vulkanOnCpu(),
          // One test at a time uses a device, after the tests of the other projects.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
