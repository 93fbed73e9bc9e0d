/**
 * The long forms of three tests, each with its number of inputs, kills or minutes:
 *
 *     npm run fuzz -- --inputs 100000 --seed 7
 *     npm run storm -- --kills 200 --seed 7
 *     npm run soak:studio -- --minutes 120 --seed 7
 *
 * `--write` builds first and, if the test passes, writes its section of docs/performance.md. The measured code must be committed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { figuresOf } from '../../docs/scripts/long-tests.mjs';
import { writeMeasured } from '../../docs/scripts/measured-file.mjs';
import { provenance, root } from '../../docs/scripts/provenance.mjs';
import { writePages } from '../../docs/scripts/write-pages.mjs';

/** Arguments of a test of the suite. Its limit is a day, so that it does not affect the test. */
const inSuite = (file) => ['--project', 'engine', '--testTimeout', '86400000', '--disableConsoleIntercept', file];

const tests = {
  fuzz: {
    script: 'fuzz',
    count: 'inputs',
    usual: '100000',
    parameters: inSuite('test/engine/fuzz.test.ts'),
    measured: ['test/fuzz', 'test/fixtures'],
  },
  storm: {
    script: 'storm',
    count: 'kills',
    usual: '200',
    parameters: inSuite('test/engine/storm.test.ts'),
    measured: ['test/fuzz', 'test/fixtures'],
  },
  soak: {
    script: 'soak:studio',
    count: 'minutes',
    usual: '120',
    parameters: ['--config', 'vitest.bench.config.ts', 'soak-studio'],
    measured: ['renderer', 'test/bench', 'test/fixtures'],
  },
};

const [name, ...given] = process.argv.slice(2);
const { script, count, usual, parameters, measured } = tests[name];
const { values } = parseArgs({
  args: given,
  options: {
    [count]: { type: 'string', default: usual },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
if (![values[count], values.seed].every((value) => /^[1-9]\d{0,8}$/.test(value))) {
  console.error(`Use whole numbers from 1 on: npm run ${script} -- --${count} ${usual} --seed 1`);
  process.exit(2);
}

/** Runs a command to its end, and ends this process if it fails. */
function run(program, parameters, environment = {}) {
  const { status } = spawnSync(program, parameters, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) process.exit(status ?? 1);
}

const origin = values.write ? provenance(`npm run ${script} -- ${given.join(' ')}`, measured) : undefined;
if (origin) run('npm', ['run', 'build']);
const file = path.join(root, 'release', `${name}.json`);
mkdirSync(path.dirname(file), { recursive: true });
rmSync(file, { force: true });
const variable = `STUDIO_${name.toUpperCase()}`;
const began = performance.now();
run('npx', ['vitest', 'run', ...parameters], {
  // With the real waiting time for the lock of a killed process, which short tests skip.
  STUDIO_TAKEOVER_MS: process.env.STUDIO_TAKEOVER_MS ?? '2000',
  [`${variable}_${count.toUpperCase()}`]: values[count],
  [`${variable}_SEED`]: values.seed,
  [`${variable}_FILE`]: file,
});
if (origin) {
  const seconds = Math.round((performance.now() - began) / 1000);
  const figures = figuresOf[name](JSON.parse(readFileSync(file, 'utf8')));
  await writeMeasured('long-tests', { [name]: { ...origin, seconds, ...figures } });
  await writePages();
}
