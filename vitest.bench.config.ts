import { defineConfig } from 'vitest/config';
import { numbersDigest } from './build/numbers-digest.ts';

/**
 * `npm run soak`, `npm run full-size`: tests that take hours, or more memory than the others. Not a part of `npm test`.
 */
export default defineConfig({
  plugins: [numbersDigest(import.meta.dirname)],
  test: {
    include: ['test/bench/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    execArgv: ['--expose-gc'],
    testTimeout: 6 * 3600_000,
  },
});
