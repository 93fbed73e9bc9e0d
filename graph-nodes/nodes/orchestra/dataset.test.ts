import { describe, expect, it } from 'vitest';
import { answers } from '../../datasets/answers';
import { DatasetError, splits, type Dataset } from '../../datasets/dataset';
import { openDataset } from './dataset';
import { sceneSchema } from '../../datasets/orchestra/scene';

const small = { scenes: 60, seconds: 4, visualWidth: 8, validationShare: 0.1, testShare: 0.2 };
const videos = (dataset: Dataset, split: (typeof splits)[number]): Set<string> =>
  new Set(dataset.questions[split].map(({ video }) => video));
const everything = async (dataset: Dataset) => ({
  questions: dataset.questions,
  features: await Promise.all([...videos(dataset, 'train')].map((video) => dataset.features(video))),
});

describe('Orchestra as a dataset', () => {
  it('is the same for the same seed, to the last byte, and different for another seed', async () => {
    const [one, same, other] = await Promise.all(
      [7, 7, 8].map(async (seed) => everything(await openDataset({ ...small, seed }))),
    );
    expect(same).toEqual(one);
    expect(other?.questions).not.toEqual(one?.questions);
    expect(other?.features[0]).not.toEqual(one?.features[0]);
  });

  it('gives equal features of a scene for any number and order of reads', async () => {
    const forwards = await openDataset(small);
    const backwards = await openDataset(small);
    const ids = [...videos(forwards, 'train')];
    const first = await Promise.all(ids.map((id) => forwards.features(id)));
    const second = await Promise.all(ids.toReversed().map((id) => backwards.features(id)));
    expect(second.toReversed()).toEqual(first);
    expect(await forwards.features(ids[0] ?? '')).toEqual(first[0]);
  });

  it('keeps a scene’s questions in one split, with the given shares', async () => {
    const dataset = await openDataset(small);
    const [train, validation, test] = splits.map((split) => videos(dataset, split));
    expect([train?.size, validation?.size, test?.size]).toEqual([42, 6, 12]);
    expect(new Set([...(train ?? []), ...(validation ?? []), ...(test ?? [])]).size).toBe(60);
  });

  it('asks at most the given number of questions of a scene', async () => {
    const dataset = await openDataset({ ...small, questionsPerScene: 2 });
    const times = new Map<string, number>();
    for (const { video } of splits.flatMap((split) => dataset.questions[split])) {
      times.set(video, (times.get(video) ?? 0) + 1);
    }
    expect(Math.max(...times.values())).toBe(2);
  });

  it('delivers the sizes of its spec, and a scene that can be shown', async () => {
    const dataset = await openDataset({ ...small, height: 3, width: 5 });
    const { spec } = dataset;
    expect(spec).toMatchObject({ seconds: 4, audioWidth: 128, height: 3, width: 5, visualWidth: 8, answers: 42 });
    expect(dataset.answers).toEqual(answers);
    for (const question of dataset.questions.test) {
      const { audio, visual } = await dataset.features(question.video);
      expect(audio).toHaveLength(4 * 128);
      expect(visual).toHaveLength(4 * 3 * 5 * 8);
      expect(question.answer).toBeLessThan(42);
      const scene = sceneSchema.parse(JSON.parse(JSON.stringify(dataset.describe?.(question.video))));
      expect(scene.id).toBe(question.video);
    }
  });

  it('names a scene that it does not have', async () => {
    const dataset = await openDataset(small);
    expect(() => dataset.describe?.('scene-99999')).toThrow(DatasetError);
    expect(() => dataset.describe?.('scene-99999')).toThrow(/“scene-99999”/);
    await expect(dataset.features('scene-99999')).rejects.toThrow(/“scene-99999”/);
  });

  it('has a vocabulary that does not depend on the seed, so that a trained model reads another world’s questions', async () => {
    const [one, other] = await Promise.all([1, 2].map((seed) => openDataset({ ...small, seed })));
    expect(other?.vocabulary).toEqual(one?.vocabulary);
  });

  it('is generated in seconds, with all of its features', { timeout: 20_000 }, async () => {
    const dataset = await openDataset({ seed: 1, scenes: 1500 });
    const ids = splits.flatMap((split) => [...videos(dataset, split)]);
    expect(ids).toHaveLength(1500);
    for (const id of ids) await dataset.features(id);
  });
});
