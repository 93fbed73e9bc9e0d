import { describe, expect, it } from 'vitest';
import type { Dataset, Question, Split } from '../../graph-nodes/datasets/dataset';
import { Random } from '../../graph-nodes/graph/random';
import { batches, type BatchArrays, type NegativeStreams } from './batches';

const spec = {
  seconds: 2,
  audioWidth: 1,
  height: 1,
  width: 1,
  visualWidth: 1,
  questionLength: 1,
  vocabulary: 4,
  answers: 3,
};

/** Ten questions about five videos; features identify their video. The number of concurrent reads is measured. */
function fakeDataset(withPicture = false) {
  const reads: string[] = [];
  const questions: Question[] = Array.from({ length: 10 }, (_, index) => ({
    video: String(Math.floor(index / 2)),
    type: 'audioCounting',
    text: '',
    tokens: Int32Array.of(index),
    answer: 0,
  }));
  const dataset: Dataset = {
    spec,
    vocabulary: [],
    answers: [],
    questions: { train: questions, validation: [], test: questions.slice(0, 1) },
    features: async (video) => {
      reads.push(video);
      return {
        audio: Float32Array.of(Number(video), Number(video)),
        visual: withPicture ? Float32Array.of(10 * Number(video), 10 * Number(video) + 1) : null,
      };
    },
  };
  return { dataset, reads };
}

async function all(generator: AsyncGenerator<BatchArrays>): Promise<BatchArrays[]> {
  const list: BatchArrays[] = [];
  for await (const batch of generator) list.push(batch);
  return list;
}

describe('batches', () => {
  it('contain every question once, each with the features of its video', async () => {
    const list = await all(batches(fakeDataset().dataset, 'train', 4, { random: new Random(1) }));
    expect(list.map(({ questions }) => questions.length)).toEqual([4, 4, 2]);
    const seen = list.flatMap(({ questions, audio }) =>
      questions.map(({ video }, row) => [Number(video), audio?.[2 * row]]),
    );
    for (const [video, feature] of seen) expect(feature).toBe(video);
    expect(
      list.flatMap(({ questions }) => questions.map(({ tokens }) => tokens[0] ?? -1)).sort((a, b) => a - b),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(list.every(({ visual }) => visual === null)).toBe(true);
  });

  it('are in the same order for the same seed, and in the file’s order without one', async () => {
    const order = async (random?: Random) =>
      (await all(batches(fakeDataset().dataset, 'train', 3, random && { random }))).flatMap(({ questions }) =>
        questions.map(({ tokens }) => tokens[0]),
      );
    expect(await order(new Random(1))).toEqual(await order(new Random(1)));
    expect(await order(new Random(1))).not.toEqual(await order(new Random(2)));
    expect(await order()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  /** Videos and seconds of the negatives, by question. */
  const drawnBy = async (negatives: NegativeStreams, split: Split = 'train', skip = 0) => {
    const { dataset } = fakeDataset(true);
    const list = await all(batches(dataset, split, 4, { random: new Random(4), negatives, skip }));
    return list.map(({ questions, negative }) => ({ videos: questions.map(({ video }) => video), negative }));
  };

  it('have for every second a real second of another video of the split, seeded by the stream', async () => {
    const found = await drawnBy({ seed: 1, stream: 'negatives/0' });
    const others = new Set<number>();
    for (const { videos, negative } of found) {
      expect(negative).toHaveLength(2 * videos.length);
      negative?.forEach((value, place) => {
        const video = Math.floor(value / 10);
        expect(String(video)).not.toBe(videos[Math.floor(place / 2)]);
        expect([0, 1]).toContain(value % 10);
        others.add(value);
      });
    }
    expect(others.size).toBeGreaterThan(5);
    expect(await drawnBy({ seed: 1, stream: 'negatives/0' })).toEqual(found);
    expect(await drawnBy({ seed: 2, stream: 'negatives/0' })).not.toEqual(found);
    expect(await drawnBy({ seed: 1, stream: 'negatives/1' })).not.toEqual(found);
    expect(await drawnBy({ seed: 1, stream: 'negatives/0' }, 'train', 1)).toEqual(found.slice(1));
  });

  it('have no negatives if none are requested, the split has one video or the dataset lacks visual features', async () => {
    const negatives = { seed: 1, stream: 'negatives' };
    expect((await drawnBy(negatives, 'test')).map(({ negative }) => negative)).toEqual([null]);
    for (const options of [{}, { negatives }]) {
      const list = await all(batches(fakeDataset().dataset, 'train', 4, options));
      expect(list.map(({ negative }) => negative)).toEqual([null, null, null]);
    }
  });

  it('read only the seconds of negatives if the dataset supports it', async () => {
    const { dataset, reads } = fakeDataset(true);
    const frames: string[] = [];
    const frame = (video: string, second: number) => {
      frames.push(video);
      return Promise.resolve(Float32Array.of(10 * Number(video) + second));
    };
    const read = (from: Dataset) => all(batches(from, 'train', 5, { negatives: { seed: 1, stream: 'negatives' } }));
    const found = await read({ ...dataset, frame });
    expect(reads).toHaveLength(10);
    expect(frames).toHaveLength(20);
    expect(found).toEqual(await read(dataset));
  });

  it('have one size if they are padded, with questions from the start', async () => {
    const list = await all(batches(fakeDataset().dataset, 'train', 4, { fill: true }));
    expect(list.map(({ questions }) => questions.map(({ tokens }) => tokens[0]))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 0, 1],
    ]);
    expect(list[2]?.audio).toHaveLength(list[0]?.audio?.length ?? 0);
  });

  it('read one batch ahead and no further', async () => {
    const { dataset, reads } = fakeDataset();
    const generator = batches(dataset, 'train', 2);
    await generator.next();
    expect(reads).toHaveLength(4);
    await generator.next();
    expect(reads).toHaveLength(6);
    await generator.return(undefined);
  });
});
