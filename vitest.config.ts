import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

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
    testTimeout: 300_000,
  },
});
