import { defineConfig } from 'vitest/config';

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
