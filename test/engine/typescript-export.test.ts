import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { buildModel } from '../../engine/model/build';
import { batchLoss, namedLosses } from '../../engine/training/step';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { typescriptOf } from '../../renderer/documents/typescript';
import { randomBatch } from '../fixtures/batch';
import { bypass, tinyPipeline } from '../fixtures/graphs';

/** An empty folder with only the packages of tfjs. */
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-typescript-'));
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(path.resolve('node_modules/@tensorflow'), path.join(folder, 'node_modules/@tensorflow'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  await tf.setBackend('cpu');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the exported module in a separate process: logits of each scenario, then the loss before and after one step. */
const program = `
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import * as model from './model.js';

await tf.setBackend('cpu');
const { batch, scenarios, spec } = JSON.parse(readFileSync('batch.json', 'utf8'));
const tensor = ({ values, shape, dtype }) => tf.tensor(values, shape, dtype);
const labels = tensor(batch.labels);
const sources = {
  dataset: {
    batch: {
      spec,
      audio: { values: tensor(batch.audio), state: 'real' },
      visual: { values: tensor(batch.visual), negative: tensor(batch.negative), state: 'real' },
      question: tensor(batch.question),
    },
    labels,
  },
};
const logits = scenarios.map((scenario) => [...model.openBatch(sources, 'test')(scenario, false).logits.dataSync()]);
const loss = () => model.trainingLoss(sources, labels, 'train/0');
const before = loss().dataSync()[0];
tf.train.sgd(0.01).minimize(loss, false, model.trainable());
console.log(JSON.stringify({ names: [...model.variables.keys()], logits, before, after: loss().dataSync()[0] }));
`;

interface Result {
  readonly names: readonly string[];
  readonly logits: readonly (readonly number[])[];
  readonly before: number;
  readonly after: number;
}

const stored = ({ shape, dtype, dataSync }: tf.Tensor, tensor: tf.Tensor) => ({
  shape,
  dtype,
  values: [...(dataSync.call(tensor) as Float32Array)],
});

function run(document: GraphDocument, spec: object, given: ReturnType<typeof randomBatch>): Result {
  const { outputText } = ts.transpileModule(typescriptOf(document), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  writeFileSync(path.join(folder, 'model.js'), outputText);
  writeFileSync(path.join(folder, 'run.js'), program);
  const { batch, labels } = given;
  const of = (tensor: tf.Tensor) => stored(tensor, tensor);
  const content = {
    spec,
    scenarios,
    batch: {
      labels: of(labels),
      audio: of(batch.audio.values),
      visual: of(batch.visual.values),
      negative: of(batch.visual.negative as tf.Tensor),
      question: of(batch.question),
    },
  };
  writeFileSync(path.join(folder, 'batch.json'), JSON.stringify(content));
  return JSON.parse(execFileSync('node', ['run.js'], { cwd: folder, encoding: 'utf8' })) as Result;
}

describe('a graph exported as TypeScript', () => {
  it.each([
    ['the whole pipeline', tinyPipeline()],
    ['a bypassed diffusion', bypass(tinyPipeline(), 'avr')],
  ])('runs with tfjs alone, gives the studio’s logits and loss, and trains: %s', (_, document) => {
    const spec = analyse(document, catalogue).nodes.get('dataset')?.inference.outputs['batch']?.batch;
    if (!spec) throw new Error('no batch');
    const given = randomBatch(spec, 3, 7);
    const parameters = trainerParametersOf(document);
    const model = buildModel(document, { dataset: spec }, parameters.seed);
    const result = run(document, spec, given);
    expect(result.names).toEqual([...model.variables.keys()]);
    scenarios.forEach((scenario, index) => {
      const { logits } = model.open(given.input)({ scenario, training: false, randomKey: 'test' });
      expect(result.logits[index]).toEqual([...logits.dataSync()]);
    });
    const { names, losses } = batchLoss(model, given.input, given.labels, parameters, 'train/0');
    expect(result.before).toBeCloseTo(namedLosses(names, losses.dataSync()).total ?? NaN, 4);
    expect(result.after).toBeLessThan(result.before);
    model.dispose();
  });

  it('is TypeScript that a compiler accepts, without imports of the studio', () => {
    const text = typescriptOf(tinyPipeline());
    const imports = [...text.matchAll(/^\s*(?:import|export)\b.*from ['"](.*)['"]/gm)].map(([, from]) => from);
    expect(imports).toEqual(['@tensorflow/tfjs-core']);
    const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
    expect(diagnostics).toEqual([]);
  });

  it('is refused with the graph’s first error', () => {
    expect(() => typescriptOf(tinyPipeline({ rmm: { slots: 0 } }))).toThrow(/slots/);
  });
});
