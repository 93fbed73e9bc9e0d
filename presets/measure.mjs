/**
 * Trains the presets without data files, and writes their accuracies and times to presets/measured/results.json for the gallery:
 * npm run presets:measure  (with names of presets, only these; the others keep their results).
 * Backend onnx, one thread, seed of the preset. The time is processor time, which depends little on other programs.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const load = async (file) => (await runnerImport(fileURLToPath(new URL(file, import.meta.url)))).module;
const { graphDigest } = await load('../engine/studies/identity.ts');
const { parseDocument } = await load('../graph-nodes/graph/document.ts');

const here = fileURLToPath(new URL('.', import.meta.url));
const studio = path.join(here, '../bin/studio.mjs');
const file = path.join(here, 'measured/results.json');

/** Trains a graph. @returns the JSON result, and seconds of processor time */
async function train(graph, runs) {
  const report =
    'process.on("exit", () => { const { user, system } = process.cpuUsage(); console.error(`cpu ${user + system}`); });';
  const child = spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(report)}`,
      studio,
      'train',
      graph,
      '--backend',
      'onnx',
    ].concat(['--threads', '1', '--json', '--runs', runs]),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${graph}: ${err}`);
  return { result: JSON.parse(out), seconds: Number(/^cpu (\d+)$/m.exec(err)?.[1]) / 1e6 };
}

const names = (await readdir(here))
  .filter((name) => name.startsWith('orchestra-') && name.endsWith('.json'))
  .map((name) => name.replace(/\.json$/, ''));
const asked = process.argv.slice(2);
const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '{"presets":{}}'));
const runs = await mkdtemp(path.join(os.tmpdir(), 'studio-measure-'));
const origin = {
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: here, encoding: 'utf8' }).trim(),
  date: new Date().toISOString().slice(0, 10),
  machine: `${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, one thread`,
};
const presets = {};
for (const name of names) {
  if (asked.length > 0 && !asked.includes(name)) {
    if (kept.presets[name]) presets[name] = kept.presets[name];
    continue;
  }
  const graph = path.join(here, `${name}.json`);
  const { result, seconds } = await train(graph, runs);
  const accuracy = Object.fromEntries(
    ['complete', 'audioMissing', 'visualMissing'].map((scenario) => [scenario, result.accuracy[scenario].overall]),
  );
  const digest = graphDigest(parseDocument(await readFile(graph, 'utf8')));
  presets[name] = { digest, ...origin, seconds: Math.round(seconds), accuracy };
  console.error(name, presets[name]);
}
await rm(runs, { recursive: true });
await writeFile(file, `${JSON.stringify({ presets }, null, 2)}\n`);
