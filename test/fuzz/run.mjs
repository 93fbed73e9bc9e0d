/** `npm run fuzz -- --inputs 100000 --seed 7` and `npm run storm -- --kills 200 --seed 7`: the long forms of two tests. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const [test, ...parameters] = process.argv.slice(2);
const counts = { fuzz: 'inputs', storm: 'kills' };
const count = counts[test];
const usual = { inputs: '100000', kills: '200' }[count];
const { values } = parseArgs({
  args: parameters,
  options: { [count]: { type: 'string', default: usual }, seed: { type: 'string', default: '1' } },
});
if (!Object.values(values).every((value) => /^[1-9]\d{0,8}$/.test(value))) {
  console.error(`Use whole numbers from 1 on: npm run ${test} -- --${count} ${usual} --seed 1`);
  process.exit(2);
}
const name = `STUDIO_${test.toUpperCase()}`;
const { status } = spawnSync(
  'npx',
  // A day: the limit must not affect the test.
  [
    'vitest',
    'run',
    '--project',
    'engine',
    '--testTimeout',
    '86400000',
    '--disableConsoleIntercept',
    `test/engine/${test}.test.ts`,
  ],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    // With the real waiting time for the lock of a killed process, which short tests skip.
    env: {
      STUDIO_TAKEOVER_MS: '2000',
      ...process.env,
      [`${name}_${count.toUpperCase()}`]: values[count],
      [`${name}_SEED`]: values.seed,
    },
  },
);
process.exitCode = status ?? 1;
