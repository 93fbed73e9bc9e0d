import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../../graph-nodes/datasets/dataset';
import { parseDocument, type GraphDocument } from '../../../graph-nodes/graph/document';
import { batch, drawsFor, eager, expectClose, exportedGraphs, runOf } from '../../../test/fixtures/exported';
import { ablations, tinyPipeline } from '../../../test/fixtures/graphs';
import { startBackend } from '../../backends/backend';
import { exportRun } from '../export';
import type { ExportFile } from '../export-file';
import { encodeGraphModel } from './graph-model';

const runner = fileURLToPath(new URL('../../../test/fixtures/run-tfjs-model.mjs', import.meta.url));
const served = new Map<string, Uint8Array>();
let server: Server;
let folder: string;
let address: string;
beforeAll(async () => {
  await startBackend('wasm');
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-tfjs-'));
  server = createServer((request, response) => {
    const bytes = served.get(request.url ?? '');
    response.writeHead(bytes ? 200 : 404, { 'content-type': 'application/octet-stream' }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** Loads the export over HTTP with plain tfjs, in a process without the studio. @returns outputs by backend */
async function runInTfjs(files: readonly ExportFile[], feeds: object, ...backends: readonly string[]) {
  served.clear();
  for (const { name, bytes } of files) served.set(`/${name}`, bytes);
  const lists = Object.entries(feeds).map(([name, values]) => [name, [...(values as Float32Array)]]);
  const feedsFile = path.join(folder, 'feeds.json');
  await writeFile(feedsFile, JSON.stringify(Object.fromEntries(lists)));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [runner, `${address}/model.json`, feedsFile, ...backends],
    { maxBuffer: 2 ** 26 },
  );
  const printed = JSON.parse(stdout.slice(stdout.indexOf('{"outputs"'))) as {
    outputs: Record<string, Record<string, number[]>>;
  };
  return Object.entries(printed.outputs);
}

const expectLogits = (outputs: Record<string, number[]>, logits: readonly Float32Array[]): void =>
  expectClose(
    scenarios.map((scenario) => Float32Array.from(outputs[`logits_${scenario}`] ?? [])),
    logits,
  );

describe.each(exportedGraphs)('the tfjs model of %s', (name) => {
  it('gives our own logits in every scenario, in plain tfjs on cpu and wasm', async () => {
    const { run, model } = runOf(ablations[name] as GraphDocument);
    const { feeds, logits } = eager(run, model);
    model.dispose();
    const { files } = await exportRun(run, 'tfjs', { batch, drawsAsInputs: false });
    const found = await runInTfjs(files, feeds, 'cpu', 'wasm');
    expect(found.map(([backend]) => backend)).toEqual(['cpu', 'wasm']);
    for (const [, outputs] of found) expectLogits(outputs, logits);
  });
});

describe('a tfjs model', () => {
  it('has random draws as inputs on request', async () => {
    const { run, model } = runOf(tinyPipeline({ avr: { steps: 3, width: 4 } }));
    const { feeds, logits } = eager(run, model);
    model.dispose();
    const { files: all, inputs = [] } = await exportRun(run, 'tfjs', { batch, drawsAsInputs: true });
    const draws = drawsFor(inputs);
    expect(Object.keys(draws)).toHaveLength(4);
    const [[, outputs = {}] = []] = await runInTfjs(all, { ...feeds, ...draws }, 'wasm');
    expectLogits(outputs, logits);
  });

  const files = async () => {
    const { run, model } = runOf(tinyPipeline());
    model.dispose();
    return { run, ...(await exportRun(run, 'tfjs', { batch, drawsAsInputs: false })) };
  };
  interface Topology {
    format: string;
    userDefinedMetadata: Record<string, string>;
    signature: Record<'inputs' | 'outputs', Record<string, unknown>>;
    weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
  }
  const topologyOf = (all: readonly ExportFile[]) => JSON.parse(new TextDecoder().decode(all[0]?.bytes)) as Topology;

  it('is model.json with its inputs, scenarios and words, and weights under their own names', async () => {
    const { run, files: all } = await files();
    expect(all.map(({ name }) => name)).toEqual(['model.json', 'group1-shard1of1.bin']);
    const topology = topologyOf(all);
    expect(topology.format).toBe('graph-model');
    expect(Object.keys(topology.signature.inputs)).toEqual(['audio', 'visual', 'question']);
    expect(topology.signature.outputs).toMatchObject({
      logits_audioMissing: { dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: '3' }, { size: '42' }] } },
    });
    expect(parseDocument(topology.userDefinedMetadata['graph'] ?? '')).toEqual(run.document);
    const [{ weights = [] } = {}] = topology.weightsManifest;
    expect(weights).toContainEqual({ name: 'rmm/audioSlots', shape: [5, 8], dtype: 'float32' });
    const bytes = weights.reduce(
      (sum, { shape, dtype }) => sum + shape.reduce((a, b) => a * b, dtype === 'bool' ? 1 : 4),
      0,
    );
    expect(all[1]?.bytes.length).toBe(bytes);
  });

  it('has its weights in files of 4 MiB', () => {
    const bytes = new Uint8Array(9 * 2 ** 20).fill(7);
    const shape = [bytes.length / 4];
    const all = encodeGraphModel({
      name: 'large',
      nodes: [{ type: 'Identity', inputs: ['node/weight'], outputs: ['out'], attributes: {} }],
      inputs: [],
      outputs: [{ name: 'out', type: 'float32', shape }],
      initializers: [{ name: 'node/weight', type: 'float32', shape, bytes }],
      operations: 0,
      work: [],
      valueBytes: 0,
      shapes: new Map(),
    });
    expect(all.slice(1).map((file) => [file.name, file.bytes.length / 2 ** 20])).toEqual([
      ['group1-shard1of3.bin', 4],
      ['group1-shard2of3.bin', 4],
      ['group1-shard3of3.bin', 1],
    ]);
    expect(topologyOf(all).weightsManifest[0]?.paths).toHaveLength(3);
  });

  it('is refused if an operator has no counterpart', () => {
    const node = { type: 'Einsum', inputs: [], outputs: ['out'], attributes: {} };
    const shell = {
      name: '',
      inputs: [],
      outputs: [],
      initializers: [],
      operations: 0,
      work: [],
      valueBytes: 0,
      shapes: new Map(),
    };
    expect(() => encodeGraphModel({ ...shell, nodes: [node] })).toThrow('the operator Einsum is not supported');
  });
});
