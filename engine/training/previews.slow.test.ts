import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { drawable, evenly } from '../../graph-nodes/layers/drawable';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { ablations, tinyPipeline } from '../../test/fixtures/graphs';
import { previewSchema, type Preview } from '../contract/runs';
import { openDataset } from '../runs/open-dataset';
import { createLearner } from './create-learner';
import { previewsOf } from './previews';

const pipeline = tinyPipeline({
  dataset: { scenes: 40, visualWidth: 8, seconds: 3 },
  rmm: { slots: 70, temperature: 0.05, relation: 'normalised' },
  avr: { steps: 12, width: 4, denoiser: 'light' },
});

async function shown(document: typeof pipeline, backend: 'onnx' | 'wasm'): Promise<readonly Preview[]> {
  const opened = await openDataset(document);
  const { learner } = await createLearner(document, opened, trainerParametersOf(document), backend);
  const before = tf.memory().numTensors;
  const previews = await previewsOf(learner, opened.dataset);
  expect(await previewsOf(learner, opened.dataset)).toEqual(previews);
  expect(tf.memory().numTensors).toBe(before);
  await learner.dispose();
  return previews;
}

describe('previews of nodes', () => {
  const backends = { onnx: shown(pipeline, 'onnx'), wasm: shown(pipeline, 'wasm') };
  afterAll(() => Promise.all(Object.values(backends)));

  it.each(['onnx', 'wasm'] as const)('are declared by their kinds and fit the contract, on %s', async (backend) => {
    const previews = await backends[backend];
    const declared = pipeline.nodes.flatMap(({ id, kind }) =>
      (findKind(kind)?.previews ?? []).map(({ name }) => `${id}/${name}`),
    );
    expect(previews.map(({ node, name }) => `${node}/${name}`).sort()).toEqual(declared.sort());
    for (const preview of previews) {
      expect(previewSchema.parse(preview)).toEqual(preview);
      expect(preview.values).toHaveLength(preview.shape.reduce((a, b) => a * b, 1));
    }
  });

  it('are equal when recorded and when computed kernel by kernel', async () => {
    const eager = await backends.wasm;
    for (const { node, name, values } of await backends.onnx) {
      const other = eager.find((preview) => preview.node === node && preview.name === name);
      expect(other?.values).toHaveLength(values.length);
      values.forEach((value, index) => expect(value).toBeCloseTo(other?.values[index] ?? NaN, 3));
    }
  });

  it('of the generator are the share of every slot in a recall, question by question', async () => {
    for (const name of ['audio', 'visual']) {
      const { shape, values } = (await backends.onnx).find((preview) => preview.name === name) as Preview;
      // 70 slots in cells of two.
      expect(shape).toEqual([8, 35]);
      for (let row = 0; row < 8; row += 1) {
        expect(values.slice(35 * row, 35 * (row + 1)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 2);
      }
    }
  });

  it('of the diffusion are an error at ten of its steps', async () => {
    const { shape, values } = (await backends.onnx).find(({ name }) => name === 'denoising') as Preview;
    expect(shape).toEqual([10]);
    for (const value of values) expect(value).toBeGreaterThan(0);
  });

  it('are absent if no node has any', async () => {
    const [plain] = Object.values(ablations).filter(
      ({ nodes }) => !nodes.some(({ kind, bypassed }) => !bypassed && findKind(kind)?.previews),
    );
    if (!plain) throw new Error('Every graph has previews.');
    expect(await shown(plain, 'onnx')).toEqual([]);
  });
});

describe('a preview in the precision of the display', () => {
  it('has the first rows and sums adjacent columns', async () => {
    const map = drawable(tf.ones([9, 130]));
    expect(map.shape).toEqual([8, 44]);
    expect(Array.from(await map.data()).slice(0, 44)).toEqual([...Array<number>(43).fill(3), 1]);
  });

  it('has steps at equal distances, including the first and the last', () => {
    expect(evenly(3, 10)).toEqual([0, 1, 2]);
    expect(evenly(1000, 4)).toEqual([0, 333, 666, 999]);
    expect(evenly(1, 10)).toEqual([0]);
  });
});
