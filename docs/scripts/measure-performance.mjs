/**
 * Measures the figures of docs/performance.md and writes that page: `npm run docs:performance`. The machine must do nothing else.
 *
 * With parts as words, only those are measured: steps, start.
 *
 *     --rounds 3              measurements of each row of `steps`; their median counts
 *     --sizes preset,middle   sizes of `studio bench`
 *     --backends onnx,wasm    backends; those of `studio bench` otherwise
 *     --steps 40              steps of each measurement; those of `studio bench` otherwise
 *     --python python3        a Python with torch
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeMeasured } from './measured-file.mjs';
import { provenance, root } from './provenance.mjs';
import { writePages } from './write-pages.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    sizes: { type: 'string', default: 'preset,middle' },
    backends: { type: 'string' },
    steps: { type: 'string' },
    python: { type: 'string', default: 'python3' },
  },
});
const { rounds, sizes, backends, steps, python } = options;

const node = (...words) =>
  execFileSync('node', words, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });

const parts = { steps: measureSteps, start: measureStart };

function measureSteps() {
  const settings = Object.entries({ rounds, sizes, backends, steps });
  const given = settings.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`]));
  const origin = provenance(`npm run docs:performance -- steps ${given.join(' ')}`);
  mkdirSync(path.join(root, 'runs'), { recursive: true });
  const words = ['--json', '--out', 'runs/docs-bench.json', '--sizes', sizes, '--python', python];
  if (backends !== undefined) words.push('--backends', backends);
  if (steps !== undefined) words.push('--steps', steps);
  const measured = Array.from({ length: Number(rounds) }, () => JSON.parse(node('bin/studio.mjs', 'bench', ...words)));
  const [first] = measured;
  for (const note of first.notes) console.error(note);
  const rows = first.rows.map(({ size, backend }) => rowOf(measured, size, backend));
  const peakGflops = median(measured.map(({ machine }) => machine.peakGflops));
  return { ...origin, rounds: measured.length, peakGflops, rows };
}

const isTorch = ({ backend }) => backend.startsWith('pytorch');

/** Medians over the rounds of what one backend does at one size. */
function rowOf(measured, size, backend) {
  const own = measured.map(({ rows }) => rows.find((row) => row.size === size && row.backend === backend));
  if (own.includes(undefined)) throw new Error(`A round lacks ${size} on ${backend}; measure again.`);
  const of = (name) => median(own.map((row) => row[name]));
  const ratios = measured.map(({ rows }, round) => {
    const torch = rows.find((row) => row.size === size && isTorch(row));
    return torch ? torch.secondsPerStep / own[round].secondsPerStep : null;
  });
  return {
    size,
    backend: backend.replace('pytorch', 'PyTorch'),
    secondsPerStep: of('secondsPerStep'),
    samplesPerSecond: of('samplesPerSecond'),
    gflops: of('gflops'),
    peakMemoryMiB: of('peakMemoryMiB'),
    secondsToFirstPoint: of('secondsToFirstPoint'),
    speedUp: isTorch({ backend }) ? null : median(ratios),
  };
}

/** Median; null if a value is absent. */
function median(values) {
  if (values.some((value) => value === null || value === undefined)) return null;
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function measureStart() {
  const origin = provenance('npm run docs:performance -- start', ['renderer', 'test/bench']);
  const text = node('test/bench/start.mjs');
  const times = ['address', 'shown', 'usable'].map((name) => [name, new RegExp(`${name} (\\d+) ms`).exec(text)?.[1]]);
  times.push(['starts', /medians of (\d+) starts/.exec(text)?.[1]]);
  if (times.some(([, value]) => value === undefined))
    throw new Error(`test/bench/start.mjs printed no times:\n${text}`);
  return { ...origin, ...Object.fromEntries(times.map(([name, value]) => [name, Number(value)])) };
}

for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
  if (!(name in parts)) throw new Error(`“${name}” is not one of ${Object.keys(parts).join(', ')}.`);
  await writeMeasured('performance', { [name]: parts[name]() });
}
await writePages();
