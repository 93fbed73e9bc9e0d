/**
 * The table of the claim: what each answer to a missing modality reaches on Orchestra, mean ± standard deviation over seeds.
 *
 *     npm run build && npm run claim -- --workers 2 [--seeds 1,2,3,4,5] [--rows rmm,rmm-avr] [--out runs/claim] [-- --backend wasm …]
 *
 * What stands after a second `--` goes to every `studio train`. A row and seed whose result lies in the folder is not
 * trained again, so that a broken-off table goes on where it was. The table is printed and written to `claim.md`.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Rows by the last part of their preset's name: orchestra-NAME. */
const rows = {
  'question-only': 'question only',
  'zero-fill': 'zero fill',
  'mean-fill': 'mean fill',
  'missing-token': 'missing token',
  'feed-forward': 'feed-forward imputer',
  autoencoder: 'residual autoencoder',
  retrieval: 'retrieval',
  rmm: 'RMM',
  'rmm-avr': 'RMM + AVR',
};
const columns = { complete: 'complete', audioMissing: 'audio missing', visualMissing: 'visual missing' };
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Ends the program for a wrong command line or folder. */
function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

function readCommandLine() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        workers: { type: 'string', default: '1' },
        seeds: { type: 'string', default: '1,2,3,4,5' },
        rows: { type: 'string', default: Object.keys(rows).join(',') },
        out: { type: 'string', default: path.join('runs', 'claim') },
      },
      allowPositionals: true,
    });
    const seeds = values.seeds.split(',').map(Number);
    const names = values.rows.split(',');
    const workers = Number(values.workers);
    if (!(Number.isInteger(workers) && workers > 0))
      refuse(`“--workers” expects a whole number from 1, found “${values.workers}”.`);
    if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0))
      refuse(`“--seeds” expects whole numbers with commas between, found “${values.seeds}”.`);
    const unknown = names.find((name) => !(name in rows));
    if (unknown !== undefined) refuse(`“--rows” knows ${Object.keys(rows).join(', ')}, and not “${unknown}”.`);
    return { seeds, names, workers, out: values.out, extra: positionals };
  } catch (error) {
    return refuse(error.message);
  }
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    return refuse(`“${file}” should be JSON that this command wrote, but cannot be read: ${error.message}`);
  }
}

/** Whole or not at all. */
async function writeWhole(file, text) {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

const { seeds, names, workers, out, extra } = readCommandLine();
await mkdir(out, { recursive: true });
const settingsFile = path.join(out, 'settings.json');
const settings = await readJson(settingsFile);
if (settings && JSON.stringify(settings.train) !== JSON.stringify(extra)) {
  refuse(
    `“${out}” holds results of training with “${settings.train.join(' ')}”, not “${extra.join(' ')}”; name another folder with --out.`,
  );
}
await writeWhole(settingsFile, `${JSON.stringify({ train: extra })}\n`);

/** One training by the command that people use. Resolves with its result, or with undefined where it failed. */
function train(name, seed) {
  const words = ['train', path.join(root, 'presets', `orchestra-${name}.json`), '--seed', String(seed), '--json'];
  const child = spawn(
    process.execPath,
    [path.join(root, 'bin', 'studio.mjs'), ...words, '--runs', path.join(out, 'runs'), ...extra],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [text, complaint] = ['', ''];
  child.stdout.on('data', (data) => (text += data));
  child.stderr.on('data', (data) => (complaint = (complaint + data).slice(-2000)));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const result = code === 0 ? JSON.parse(text) : undefined;
      // A run that was stopped is evaluated too, but it is no result of the row.
      if (result?.stopped === false) return resolve(result);
      console.error(`${name}, seed ${seed}: ${complaint.trim().split('\n').at(-1)}`);
      process.exitCode = 1;
      return resolve(undefined);
    });
  });
}

const results = new Map();
const waiting = seeds.flatMap((seed) => names.map((name) => ({ name, seed })));
const total = waiting.length;

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { name, seed } = next;
    const file = path.join(out, `${name}-seed${seed}.json`);
    let result = await readJson(file);
    if (!result) {
      result = await train(name, seed);
      if (!result) continue;
      await writeWhole(file, `${JSON.stringify(result, null, 2)}\n`);
    }
    results.set(`${name}/${seed}`, result);
    const overall = Object.keys(columns).map((scenario) => result.accuracy[scenario].overall.toFixed(1));
    console.error(`${results.size} of ${total}  ${name}, seed ${seed}: ${overall.join('  ')}`);
  }
}
await Promise.all(Array.from({ length: workers }, work));

/** Mean ± sample standard deviation, of one value the value alone. */
function summary(values) {
  if (values.length === 0) return '–';
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return mean.toFixed(1);
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return `${mean.toFixed(1)} ± ${Math.sqrt(square).toFixed(1)}`;
}

const lines = [
  `| row | ${Object.values(columns).join(' | ')} |`,
  `| --- |${' ---: |'.repeat(Object.keys(columns).length)}`,
  ...names.map((name) => {
    const own = seeds.flatMap((seed) => results.get(`${name}/${seed}`) ?? []);
    const cells = Object.keys(columns).map((scenario) =>
      summary(own.map(({ accuracy }) => accuracy[scenario].overall)),
    );
    return `| ${rows[name]} | ${cells.join(' | ')} |`;
  }),
];
const backends = [...new Set([...results.values()].map(({ backend }) => backend))].join(', ');
const caption = `Orchestra, held-out scenes, percent right, mean ± standard deviation over seeds ${seeds.join(', ')}; backend ${backends || '–'}.`;
const table = `${caption}\n\n${lines.join('\n')}\n`;
await writeWhole(path.join(out, 'claim.md'), table);
process.stdout.write(table);
