import { defineConfig } from 'vitest/config';

/** `npm run soak`: many thousands of steps, for what only shows after them. Not a part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/bench/soak.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    execArgv: ['--expose-gc'],
    testTimeout: 6 * 3600_000,
  },
});
