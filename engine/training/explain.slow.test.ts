import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OpenDataset } from '../../graph-nodes/datasets/dataset';
import type { ParameterValue } from '../../graph-nodes/graph/document';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import type { CreateLayer, Signal } from '../../graph-nodes/layers/layer';
import { tinyPipeline } from '../../test/fixtures/graphs';
import type { BackendName } from '../contract/backends';
import { inEnglish } from '../contract/messages';
import type { RunStatus } from '../contract/runs';
import * as layers from '../model/layers';
import { readCheckpoint } from '../runs/checkpoint';
import { createRun } from '../runs/create-run';

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-nan-'));
});
afterAll(() => rm(runs, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

const backends: readonly BackendName[] = ['onnx', 'wasm', 'cpu'];

/** A run until its failure. */
async function train(
  backend: BackendName,
  trainer: Record<string, ParameterValue>,
): Promise<{ status: RunStatus; sentence: string; folder: string }> {
  const document = tinyPipeline({
    dataset: { scenes: 20, visualWidth: 8, seconds: 3 },
    trainer: { epochs: 30, batchSize: 16, checkpointEvery: 0, ...trainer },
  });
  const run = await createRun(document, backend, runs, () => undefined);
  await run.run();
  const { status } = run;
  return { status, sentence: inEnglish(status.message), folder: path.join(runs, run.id) };
}

/** A dataset with NaN in the visual features of one video. */
function spoilFeatures(): () => string {
  const original = layers.datasetOf;
  let spoiled = '';
  vi.spyOn(layers, 'datasetOf').mockImplementation((kind) => {
    const open = original(kind);
    if (!open) return undefined;
    const spoiling: OpenDataset = async (parameters) => {
      const dataset = await open(parameters);
      spoiled = dataset.questions.train.at(-1)?.video ?? '';
      return {
        ...dataset,
        async features(video) {
          const { audio, visual } = await dataset.features(video);
          return {
            audio,
            visual: video === spoiled ? (visual?.map((value, index) => (index === 7 ? NaN : value)) ?? null) : visual,
          };
        },
      };
    };
    return spoiling;
  });
  return () => spoiled;
}

describe.each(backends)('on %s a loss that is NaN or infinite', (backend) => {
  it('from a huge learning rate names the first node, and keeps the last valid checkpoint', async () => {
    const { status, sentence, folder } = await train(backend, {
      optimiser: 'sgd',
      learningRate: 10,
      rmmr: 1000,
      diffusion: 1000,
    });
    expect(status.state).toBe('failed');
    expect(sentence).toMatch(/(is|are) NaN or infinite/);
    const kind = findKind(tinyPipeline().nodes.find(({ id }) => id === status.node)?.kind ?? '');
    expect(sentence).toContain(`node “${kind?.title}”`);
    expect(sentence).toContain('A lower learning rate or gradient clipping may help.');
    const found = await readCheckpoint(folder, () => Promise.resolve(undefined));
    const step = found?.checkpoint.trainState.step ?? 0;
    if (found) expect(sentence).toContain(`The last checkpoint is from step ${step}.`);
    for (const [name, { values }] of found?.checkpoint.learner.arrays ?? []) {
      if (!name.startsWith('optimiser:')) expect(values.every(Number.isFinite), name).toBe(true);
    }
  });

  it('from invalid data names dataset and video', async () => {
    const spoiled = spoilFeatures();
    const { status, sentence } = await train(backend, {});
    expect(status).toMatchObject({ state: 'failed', node: 'dataset' });
    expect(sentence).toMatch(/loss is NaN or infinite at step \d+; the cause is node “Orchestra”/);
    expect(sentence).toContain(`the frames of the video “${spoiled()}” have a value that is NaN or infinite`);
    expect(sentence).not.toContain('learning rate');
  });

  it('from a division by zero in a node names that node and the scenario', async () => {
    const original = layers.layerOf;
    const odd: CreateLayer = (setup, parameters) => {
      const apply = original('rmm-generator')?.(setup, parameters);
      return (inputs, pass) => {
        const outputs = apply?.(inputs, pass) ?? {};
        const audio = outputs['audio'] as Signal;
        if (pass.scenario !== 'audioMissing') return outputs;
        return { ...outputs, audio: { ...audio, values: tf.div(audio.values, tf.sub(audio.values, audio.values)) } };
      };
    };
    vi.spyOn(layers, 'layerOf').mockImplementation((kind) => (kind === 'rmm-generator' ? odd : original(kind)));
    const { status, sentence } = await train(backend, {});
    expect(status).toMatchObject({ state: 'failed', node: 'rmm' });
    expect(sentence).toContain(
      'the cause is node “RMM generator”: its output “audio” is NaN or infinite in the scenario “audioMissing”',
    );
    expect(sentence).toContain('There is no checkpoint yet.');
  });
});
