/**
 * Measures the figures of docs/performance.md and writes that page: `npm run docs:performance`. The machine must do nothing else.
 *
 *     --rounds 3              measurements of each row; their median counts
 *     --sizes preset,middle   sizes of `studio bench`
 *     --backends onnx,wasm    backends; those of `studio bench` otherwise
 *     --steps 40              steps of each measurement; those of `studio bench` otherwise
 *     --python python3        a Python with torch
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { writeMeasured } from './measured-file.mjs';
import { provenance, root } from './provenance.mjs';
import { writePages } from './write-pages.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    sizes: { type: 'string', default: 'preset,middle' },
    backends: { type: 'string' },
    steps: { type: 'string' },
    python: { type: 'string', default: 'python3' },
  },
});

const { rounds, sizes, backends, steps, python } = options;
const settings = Object.entries({ rounds, sizes, backends, steps });
const given = settings.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`]));
const origin = provenance(`npm run docs:performance -- ${given.join(' ')}`);

const bench = () =>
  JSON.parse(
    execFileSync(
      'node',
      [
        ...['bin/studio.mjs', 'bench', '--json', '--out', 'runs/docs-bench.json', '--sizes', sizes, '--python', python],
        ...(backends === undefined ? [] : ['--backends', backends]),
        ...(steps === undefined ? [] : ['--steps', steps]),
      ],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28 },
    ),
  );

/** Median; null if a value is absent. */
function median(values) {
  if (values.length === 0 || values.some((value) => value === null || value === undefined)) return null;
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

const isTorch = ({ backend }) => backend.startsWith('pytorch');
const measured = Array.from({ length: Number(rounds) }, bench);
const rows = measured[0].rows.map(({ size, backend }) => {
  const own = measured.map((round) => round.rows.find((row) => row.size === size && row.backend === backend));
  if (own.includes(undefined)) throw new Error(`Not every round has a figure for ${size} on ${backend}; measure again.`);
  const of = (name) => median(own.map((row) => row[name]));
  const ratios = measured.map((round, index) => {
    const torch = round.rows.find((row) => row.size === size && isTorch(row));
    return torch ? torch.secondsPerStep / own[index].secondsPerStep : null;
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
});
for (const { notes } of measured.slice(0, 1)) for (const note of notes) console.error(note);
await writeMeasured('performance', {
  steps: { ...origin, rounds: measured.length, peakGflops: median(measured.map(({ machine }) => machine.peakGflops)), rows },
});
await writePages();
