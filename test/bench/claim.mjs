/**
 * The table of the claim: what each answer to a missing modality reaches on Orchestra, mean ± standard deviation over seeds.
 *
 *     npm run build && npm run claim [-- --workers 2 --runs runs …]
 *
 * The rows and seeds are those of presets/studies/orchestra-claim.json; the words after `--` go to `studio study`, which does
 * not train again what is done, so that a broken-off table goes on where it was. The table is printed.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const columns = { complete: 'complete', audioMissing: 'audio missing', visualMissing: 'visual missing' };
const file = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** The study by the command that people use; resolves with what it prints. */
function runStudy() {
  const words = ['study', file('presets/studies/orchestra-claim.json'), '--json', ...process.argv.slice(2)];
  const child = spawn(process.execPath, [file('bin/studio.mjs'), ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data) => (text += data));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      if (text === '') process.exit(code ?? 1);
      process.exitCode = code ?? 1;
      resolve(JSON.parse(text));
    });
  });
}

/** Mean ± sample standard deviation, of one value the value alone. */
function summary(values) {
  if (values.length === 0) return '–';
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return mean.toFixed(1);
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return `${mean.toFixed(1)} ± ${Math.sqrt(square).toFixed(1)}`;
}

const { runs, document } = await runStudy();
const results = (name) => runs.flatMap((run) => (run.name === name && run.result ? [run.result] : []));
const lines = [
  `| row | ${Object.values(columns).join(' | ')} |`,
  `| --- |${' ---: |'.repeat(Object.keys(columns).length)}`,
  ...document.rows.map(({ name }) => {
    const own = results(name);
    const cells = Object.keys(columns).map((scenario) =>
      summary(own.map(({ accuracy }) => accuracy[scenario].overall)),
    );
    return `| ${name} | ${cells.join(' | ')} |`;
  }),
];
const backends = [...new Set(runs.flatMap(({ result }) => result?.backend ?? []))].join(', ');
const seeds = document.seeds.join(', ');
const caption = `Orchestra, held-out scenes, percent right, mean ± standard deviation over seeds ${seeds}; backend ${backends || '–'}.`;
process.stdout.write(`${caption}\n\n${lines.join('\n')}\n`);
