import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../graph-nodes/datasets/dataset';
import { openDataset } from '../../graph-nodes/nodes/orchestra/dataset';
import { blankCount, missingSamples, withBlankSeconds, withFeatureNoise } from './corrupt';

const open = (): Promise<Dataset> => openDataset({ scenes: 20, seconds: 5, visualWidth: 8 });

describe('noise on a dataset', () => {
  it('has the requested deviation, is the same each time, and does not change the dataset', async () => {
    const dataset = await open();
    const clean = (await dataset.features('scene-00003')).audio?.slice() ?? new Float32Array();
    const noisy = (await withFeatureNoise(dataset, 2, 1).features('scene-00003')).audio ?? new Float32Array();
    const noise = noisy.map((value, index) => value - (clean[index] as number));
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const deviation = Math.sqrt(noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length);
    expect(mean).toBeCloseTo(0, 0);
    expect(deviation / 2).toBeGreaterThan(0.9);
    expect(deviation / 2).toBeLessThan(1.1);
    expect((await withFeatureNoise(dataset, 2, 1).features('scene-00003')).audio).toEqual(noisy);
    expect((await withFeatureNoise(dataset, 2, 2).features('scene-00003')).audio).not.toEqual(noisy);
    expect((await dataset.features('scene-00003')).audio).toEqual(clean);
    expect(withFeatureNoise(dataset, 0, 1)).toBe(dataset);
  });
});

describe('missing data', () => {
  it('per sample is that share of the samples, and a lower rate is a subset of a higher one', () => {
    let before: Uint8Array = new Uint8Array(200);
    for (const rate of [0, 0.1, 0.25, 0.5, 0.9, 1]) {
      const missing = missingSamples(200, 'audio', rate, 3);
      expect(missing.reduce((sum, one) => sum + one, 0)).toBe(200 * rate);
      before.forEach((one, index) => expect(missing[index]).toBeGreaterThanOrEqual(one));
      before = missing;
    }
    expect(missingSamples(200, 'audio', 0.5, 3)).not.toEqual(missingSamples(200, 'visual', 0.5, 3));
  });

  it('per second is that share of every video’s seconds, with zeros for one modality only', async () => {
    const dataset = await open();
    const blank = withBlankSeconds(dataset, 'visual', 0.5, 1);
    let [of, lost] = [0, 0];
    for (const video of new Set(dataset.questions.train.map((question) => question.video))) {
      const [clean, changed] = [await dataset.features(video), await blank.features(video)];
      expect(changed.audio).toEqual(clean.audio);
      const size = (clean.visual?.length ?? 0) / 5;
      const seconds = [0, 1, 2, 3, 4].map((second) => changed.visual?.subarray(second * size, (second + 1) * size));
      const zeros = seconds.filter((values) => values?.every((value) => value === 0)).length;
      expect(zeros).toBe(blankCount(video, 'visual', 0.5, 5, 1));
      expect([2, 3]).toContain(zeros);
      seconds.forEach((values, second) => {
        if (values?.some((value) => value !== 0))
          expect(values).toEqual(clean.visual?.subarray(second * size, (second + 1) * size));
      });
      of += 5;
      lost += zeros;
    }
    expect(Math.abs(lost / of - 0.5)).toBeLessThan(0.1);
    expect([0, 1].map((rate) => blankCount('scene-00001', 'audio', rate, 5, 1))).toEqual([0, 5]);
  });
});
