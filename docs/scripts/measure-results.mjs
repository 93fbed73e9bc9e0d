/**
 * Measures the figures of docs/results.md and writes that page: `npm run docs:results`.
 *
 * With parts as words, only those are measured: repair (the rows of the table in README), methods (all rows of the study), ceiling,
 * strongest, questions.
 *
 *     --seeds 1,2,3        seeds of the study
 *     --rows A,B           of `methods`: only rows whose names start so, beside those of README
 *     --workers 1          runs at a time; chosen automatically otherwise
 *     --annotations FILE   annotations of MUSIC-AVQA for the part `questions`; left out otherwise
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeMeasured } from './measured-file.mjs';
import { provenance, root } from './provenance.mjs';
import { writePages } from './write-pages.mjs';

const baseline = 'A: zero fill, complete only';
const claimRows = [baseline, 'B: RMM', 'B: RMM + AVR', 'B: feed-forward'];
/** Rows whose differences to other rows the page states, beside those to the baseline. */
const compared = ['B: RMM', 'B: feed-forward'];
const scenarios = ['complete', 'audioMissing', 'visualMissing'];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1,2,3,4,5' },
    rows: { type: 'string' },
    workers: { type: 'string' },
    annotations: { type: 'string' },
  },
});
const { seeds, rows, workers, annotations } = options;

const studio = (...words) =>
  execFileSync('node', ['bin/studio.mjs', ...words], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
const studioJson = (...words) => JSON.parse(studio(...words));

/** Runs rows of the study, and reads their figures. */
function studyOf(part, isIn) {
  const given = [seeds !== '1,2,3,4,5' && `--seeds ${seeds}`, part === 'methods' && rows && `--rows "${rows}"`];
  const origin = provenance(['npm run docs:results --', part, ...given].filter(Boolean).join(' '));
  const study = JSON.parse(readFileSync(path.join(root, 'presets/studies/collapse-and-repair.json'), 'utf8'));
  Object.assign(study, {
    rows: study.rows.filter(({ name }) => isIn(name)),
    seeds: seeds.split(',').map(Number),
    // A busy machine would make the choice by speed differ between runs.
    backend: 'onnx',
  });
  const folder = path.join(root, 'runs/docs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'study.json'), JSON.stringify(study));
  studio('study', path.join(folder, 'study.json'), '--runs', folder, ...(workers ? ['--workers', workers] : []));
  const tableAgainst = (row) =>
    studioJson(
      ...['table', path.join(folder, 'studies/collapse-and-repair'), '--format', 'json', '--columns', 'overall'],
      ...['--scenarios', scenarios.join(','), '--derived', '--against', row],
    );
  const names = study.rows.map(({ name }) => name);
  const tables = [baseline, ...compared]
    .filter((name) => names.includes(name))
    .map((row) => ({ against: row, table: tableAgainst(row) }));
  return {
    ...origin,
    backend: study.backend,
    threads: study.threads,
    seeds: study.seeds,
    rows: rowsOf(tables[0].table),
    differences: tables.flatMap(({ against, table }) => differencesOf(table, against)),
  };
}

const parts = {
  repair: () => studyOf('repair', (name) => claimRows.includes(name)),

  methods() {
    const wanted = rows?.split(',') ?? [''];
    return studyOf('methods', (name) => claimRows.includes(name) || wanted.some((start) => name.startsWith(start)));
  },

  ceiling() {
    const words = ['presets/orchestra-rmm-avr.json', '--questions', '3600', '--samples', '400'];
    const origin = provenance(`npx studio data ceiling ${words.join(' ')}`);
    return { ...origin, ...studioJson('data', 'ceiling', ...words, '--json') };
  },

  strongest() {
    const preset = 'presets/orchestra-strongest.json';
    const origin = provenance(`npx studio train ${preset} --backend onnx --json`);
    return { ...origin, ...ofRun(studioJson('train', preset, '--backend', 'onnx', '--runs', 'runs/docs', '--json')) };
  },

  questions() {
    if (annotations === undefined) return undefined;
    const preset = 'presets/music-avqa-question-only.json';
    const setting = (file) => `dataset.annotations=${file}`;
    const origin = provenance(`npx studio train ${preset} --set ${setting(path.basename(annotations))} --json`);
    const words = ['train', preset, '--set', setting(path.resolve(annotations)), '--runs', 'runs/docs', '--json'];
    return { ...origin, ...ofRun(studioJson(...words)) };
  },
};

const ofRun = ({ seed, backend, steps, accuracy, baseline }) => ({ seed, backend, steps, accuracy, baseline });

/** Rows of the page: each figure is a mean with its standard deviation over seeds. */
function rowsOf({ columns, blocks }) {
  return blocks[0].rows.map(({ name, seeds, cells }) => ({
    name,
    seeds,
    figures: Object.fromEntries(
      columns.flatMap(({ name: column }, index) => {
        const cell = cells[index];
        return cell && !cell.interval ? [[column, { mean: cell.mean, deviation: cell.deviation }]] : [];
      }),
    ),
  }));
}

/** Differences of accuracy to one row, each with the 95 % interval of the paired bootstrap. */
function differencesOf({ columns, blocks }, against) {
  return blocks[0].rows.map(({ name, cells }) => ({
    name,
    against,
    figures: Object.fromEntries(
      columns.flatMap(({ name: column }, index) => {
        const cell = cells[index];
        return cell?.interval ? [[column, { mean: cell.mean, ...cell.interval }]] : [];
      }),
    ),
  }));
}

for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
  if (!(name in parts)) throw new Error(`“${name}” is not one of ${Object.keys(parts).join(', ')}.`);
  const measurement = parts[name]();
  if (measurement) await writeMeasured('results', { [name]: measurement });
}
await writePages();
