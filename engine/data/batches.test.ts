import { describe, expect, it } from 'vitest';
import type { Dataset, Question } from '../../graph-nodes/datasets/dataset';
import { Random } from '../../graph-nodes/graph/random';
import { batches, type BatchArrays } from './batches';

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

/** Ten questions about five videos; features tell which video they are of. Counts how many reads are under way. */
function fakeDataset() {
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
      return { audio: Float32Array.of(Number(video), Number(video)), visual: null };
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
  it('go through every question once, each beside the features of its own video', async () => {
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

  it('come in one order for one seed and in the file’s order without', async () => {
    const order = async (random?: Random) =>
      (await all(batches(fakeDataset().dataset, 'train', 3, random && { random }))).flatMap(({ questions }) =>
        questions.map(({ tokens }) => tokens[0]),
      );
    expect(await order(new Random(1))).toEqual(await order(new Random(1)));
    expect(await order(new Random(1))).not.toEqual(await order(new Random(2)));
    expect(await order()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('pair every frame with a frame of another video, where there is one', async () => {
    for (const { questions, negativeFrames } of await all(
      batches(fakeDataset().dataset, 'train', 6, { random: new Random(4) }),
    )) {
      questions.forEach(({ video }, row) => {
        for (let second = 0; second < 2; second += 1) {
          const frame = negativeFrames?.[2 * row + second] ?? -1;
          expect(questions[Math.floor(frame / 2)]?.video).not.toBe(video);
          expect(questions[Math.floor(frame / 2)]).toBeDefined();
        }
      });
    }
    expect(
      (await all(batches(fakeDataset().dataset, 'test', 4, { random: new Random(1) })))[0]?.negativeFrames,
    ).toBeNull();
  });

  it('are of one size where they are to be filled up, with questions from the start', async () => {
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
