import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { batch, drawsFor, eager, expectClose, exportedGraphs, runOf } from '../../test/fixtures/exported';
import { ablations, freeze, tinyPipeline } from '../../test/fixtures/graphs';
import { startBackend } from '../backends/backend';
import { encodeModel, type OnnxModel } from '../recorder/model';
import { loadRuntime } from '../backends/onnx-runtime/runtime';
import { readSafetensors } from '../files/safetensors';
import { exportRun } from './export';
import { encodeGraphModel } from './tfjs/graph-model';
import { datasetOfRun, exportOnnx } from './onnx-export';

let folder: string;
beforeAll(async () => {
  await startBackend('wasm');
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-export-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the file's bytes in ONNX Runtime like another program: by its names and shapes. */
async function runModel(model: OnnxModel, feeds: Readonly<Record<string, Float32Array | Int32Array>>) {
  const { InferenceSession, Tensor } = loadRuntime();
  const session = await InferenceSession.create(encodeModel(model));
  const tensors = model.inputs.map(({ name, type, shape }) => {
    const values = feeds[name];
    if (!values) throw new Error(`no values for “${name}”`);
    return [name, new Tensor(type as 'float32', values as Float32Array, shape as number[])] as const;
  });
  const results = await session.run(Object.fromEntries(tensors));
  await session.release();
  return scenarios.map((scenario) => results[`logits_${scenario}`]?.data as Float32Array);
}

describe.each(exportedGraphs)('the ONNX model of %s', (name) => {
  it('gives our own logits in every scenario', async () => {
    const { run, model } = runOf(ablations[name] as GraphDocument);
    const { feeds, logits } = eager(run, model);
    const exported = exportOnnx(run, { batch, drawsAsInputs: false });
    expectClose(await runModel(exported, feeds), logits);
    // The scenarios differ, so agreement in all three is meaningful.
    const apart = logits.map((values) => Math.abs((values[0] ?? 0) - (logits[0]?.[0] ?? 0)));
    expect(apart[1]).toBeGreaterThan(1e-3);
    model.dispose();
  });
});

describe('an ONNX model', () => {
  it('has the features as inputs, named weights, and all metadata for use without the studio', () => {
    const { run, model } = runOf(tinyPipeline());
    const { inputs, outputs, initializers, metadata = {} } = exportOnnx(run, { batch, drawsAsInputs: false });
    expect(inputs).toEqual([
      { name: 'audio', type: 'float32', shape: [3, 3, 128] },
      { name: 'visual', type: 'float32', shape: [3, 3, 2, 3, 8] },
      { name: 'question', type: 'int32', shape: [3, 9] },
    ]);
    expect(outputs.map(({ name, shape }) => [name, shape])).toEqual(
      scenarios.map((scenario) => [`logits_${scenario}`, [3, 42]]),
    );
    const slots = initializers.find((stored) => stored.name === 'rmm/audioSlots');
    expect(new Float32Array(slots?.bytes.buffer ?? new ArrayBuffer(0))).toEqual(
      run.weights.get('rmm/audioSlots')?.values,
    );
    expect(parseDocument(metadata['graph'] ?? '')).toEqual(run.document);
    expect(JSON.parse(metadata['vocabulary'] ?? '')).toEqual(run.vocabulary);
    expect(JSON.parse(metadata['answers'] ?? '')).toEqual(run.answers);
    expect(JSON.parse(metadata['spec'] ?? '')).toEqual(datasetOfRun(run).spec);
    expect(Object.keys(JSON.parse(metadata['inputs'] ?? '') as object)).toEqual(inputs.map(({ name }) => name));
    expect(Object.keys(JSON.parse(metadata['scenarios'] ?? '') as object)).toEqual(outputs.map(({ name }) => name));
    model.dispose();
  });

  it('has no input for a modality that the graph does not read', () => {
    const inputsOf = (name: string) => {
      const { run, model } = runOf(ablations[name] as GraphDocument);
      model.dispose();
      return exportOnnx(run, { batch: 1, drawsAsInputs: false }).inputs.map((input) => input.name);
    };
    expect(inputsOf('mean-pool head on sound alone')).toEqual(['audio', 'question']);
    expect(inputsOf('question alone')).toEqual(['question']);
  });

  it('has random draws as inputs named after their nodes on request', async () => {
    const { run, model } = runOf(tinyPipeline({ avr: { steps: 3, width: 4 } }));
    const { feeds, logits } = eager(run, model);
    const exported = exportOnnx(run, { batch, drawsAsInputs: true });
    const draws = exported.inputs.filter(({ name }) => name.includes('_draw'));
    expect(draws.map(({ name }) => name)).toEqual([
      'avr_audioMissing_draw0',
      'avr_audioMissing_draw1',
      'avr_visualMissing_draw2',
      'avr_visualMissing_draw3',
    ]);
    const drawn = drawsFor(exported.inputs);
    expectClose(await runModel(exported, { ...feeds, ...drawn }), logits);
    model.dispose();
  });

  it('drops the modality of a scenario in every sample, though training dropped it in half of them', async () => {
    const shared = (rate: number) => tinyPipeline({ missing: { rate } });
    const { run, model } = runOf(shared(0.5));
    const { model: always } = runOf(shared(1));
    const { feeds, logits } = eager(run, always);
    expectClose(await runModel(exportOnnx(run, { batch, drawsAsInputs: false }), feeds), logits);
    model.dispose();
    always.dispose();
  });

  it('is refused if a weight is missing or of another shape', () => {
    const { run, model } = runOf(tinyPipeline());
    model.dispose();
    const weights = new Map(run.weights);
    weights.delete('rmm/audioSlots');
    const refused = (part: string) =>
      expect.objectContaining({ code: 'refused', message: expect.stringContaining(part) });
    const attempt = () => exportOnnx({ ...run, weights }, { batch: 1, drawsAsInputs: false });
    expect(attempt).toThrow(refused('“rmm/audioSlots” of shape [5, 8]'));
    weights.set('rmm/audioSlots', { shape: [4, 8], values: new Float32Array(32) });
    expect(attempt).toThrow(refused('but [4, 8] in'));
  });

  it('passes ONNX’s own checker with inferred shapes', async ({ skip }) => {
    const python = process.env['STUDIO_PYTHON'] ?? 'python3';
    const execute = promisify(execFile);
    if (!(await execute(python, ['-c', 'import onnx']).catch(() => undefined))) {
      skip(`“${python}” has no package onnx; STUDIO_PYTHON may name a Python that has.`);
    }
    const files: string[] = [];
    for (const [index, name] of exportedGraphs.entries()) {
      const { run, model } = runOf(ablations[name] as GraphDocument);
      model.dispose();
      for (const drawsAsInputs of [false, true]) {
        const file = path.join(folder, `${index}-${drawsAsInputs}.onnx`);
        const { files: made } = await exportRun(run, 'onnx', { batch: 2, drawsAsInputs });
        await writeFile(file, made[0]?.bytes ?? '');
        files.push(file);
      }
    }
    const check =
      'import onnx, sys\nfor file in sys.argv[1:]: onnx.checker.check_model(file, full_check=True); print(file)';
    const { stdout } = await execute(python, ['-c', check, ...files]);
    expect(stdout.trim().split('\n')).toEqual(files);
  }, 120_000);
});

describe('a model with frozen nodes', () => {
  it('equals the export of a model without them, as ONNX, tfjs and safetensors', async () => {
    const plain = tinyPipeline({ missing: { fill: 'mean' } });
    const exports = [plain, freeze(plain, 'missing', 'audio', 'head')].map((document) => {
      const { run, model } = runOf(document);
      model.dispose();
      return { run, graph: exportOnnx(run, { batch, drawsAsInputs: false }) };
    });
    const [expected, found] = exports.map(({ graph: { nodes, inputs, initializers } }) => ({
      nodes,
      inputs,
      initializers,
    }));
    expect(found).toEqual(expected);
    // The graph document in the metadata of model.json differs.
    const [plainShards, frozenShards] = exports.map(({ graph }) => encodeGraphModel(graph).slice(1));
    expect(frozenShards).toEqual(plainShards);
    const frozen = exports[1] as (typeof exports)[0];
    const [file] = (await exportRun(frozen.run, 'safetensors', { batch, drawsAsInputs: false })).files;
    expect(new Map([...readSafetensors(file?.bytes ?? new Uint8Array())].sort())).toEqual(
      new Map([...frozen.run.weights].sort()),
    );
  });
});

describe('a safetensors export', () => {
  it('has the exact weights, and the metadata of their model', async () => {
    const { run, model } = runOf(tinyPipeline());
    model.dispose();
    const [file] = (await exportRun(run, 'safetensors', { batch: 1, drawsAsInputs: false })).files;
    const bytes = file?.bytes ?? new Uint8Array();
    expect(new Map([...readSafetensors(bytes)].sort())).toEqual(new Map([...run.weights].sort()));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as {
      __metadata__: Record<string, string>;
    };
    expect(parseDocument(header.__metadata__['graph'] ?? '')).toEqual(run.document);
  });
});
