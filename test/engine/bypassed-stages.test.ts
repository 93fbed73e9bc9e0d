import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSafetensors } from '../../engine/files/safetensors';
import { createRun } from '../../engine/runs/create-run';
import { resumeRun } from '../../engine/runs/resume-run';
import type { EngineEvent } from '../../engine/contract/protocol';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { trainedStages } from '../../graph-nodes/nodes/trainer/stages';
import { bypass, freeze, tinyPipeline, withParameters } from '../fixtures/graphs';
import { withStages } from '../fixtures/stages';

const pipeline = tinyPipeline({ dataset: { scenes: 12, visualWidth: 8, seconds: 3 }, trainer: { checkpointEvery: 0 } });
const staged = withStages(pipeline, [
  { name: 'backbone', parameters: { audioMissing: 0, visualMissing: 0 }, frozen: [], bypassed: ['rmm', 'avr'] },
  { name: 'repair', parameters: { complete: 0, qa: 0, match: 0 }, frozen: ['audio', 'question', 'head'] },
]);

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-bypassed-'));
});
afterAll(() => rm(runs, { recursive: true }));

async function trained(document: GraphDocument, emit: (event: EngineEvent) => void = () => undefined) {
  const run = await createRun(document, 'cpu', runs, emit);
  await run.run();
  return { folder: path.join(runs, run.id), result: run.status.result };
}

const weightsOf = async (folder: string, name: string) =>
  readSafetensors(await readFile(path.join(folder, 'checkpoints', `${name}.safetensors`)));

it('bypasses nodes in the stages that name them', () => {
  const [backbone, repair] = trainedStages(staged).map(({ document }) => document);
  const { nodes } = bypass(pipeline, 'rmm', 'avr');
  expect(backbone?.nodes.slice(0, -1)).toEqual(nodes.slice(0, -1));
  expect(repair?.nodes.slice(0, -1)).toEqual(freeze(pipeline, 'audio', 'question', 'head').nodes.slice(0, -1));
});

it('trains without the variables of bypassed nodes, and initialises them in the next stage', async () => {
  const [, second] = trainedStages(staged).map(({ document }) => document) as [GraphDocument, GraphDocument];
  let stopped = false;
  const run = await createRun(staged, 'cpu', runs, (event) => {
    if (stopped || event.event !== 'step' || event.record.stage !== 2) return;
    stopped = true;
    run.stop();
  });
  await run.run();
  expect(run.status.state).toBe('stopped');
  const folder = path.join(runs, run.id);
  const first = await weightsOf(folder, 'stage-1');
  expect([...first.keys()].filter((name) => /^(rmm|avr)\//.test(name))).toEqual([]);
  expect([...first.keys()].some((name) => name.startsWith('head/'))).toBe(true);

  // Stopped in the second stage and resumed, it has the weights of a run of that stage alone.
  const resumed = await resumeRun(folder, () => undefined);
  await resumed.run();
  const from = path.join(folder, 'checkpoints', 'stage-1.safetensors');
  const alone = await trained(withParameters(second, { trainer: { startFrom: from } }));
  expect(resumed.status.result?.stages?.map(({ name }) => name)).toEqual(['backbone', 'repair']);
  expect(resumed.status.result?.accuracy).toEqual(alone.result?.accuracy);
  expect(alone.result?.startedFrom).toMatchObject({ loaded: first.size });
  expect(await weightsOf(folder, 'final')).toEqual(await weightsOf(alone.folder, 'final'));
});
