import type { InferenceSession } from 'onnxruntime-node';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { Random } from '../../graph-nodes/graph/random';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { startBackend } from '../backends/backend';
import { loadRuntime } from '../backends/onnx-runtime/runtime';
import { idleSessions } from '../backends/onnx-runtime/sessions';
import { batches } from '../data/batches';
import { openDataset } from '../runs/open-dataset';
import type { Learner } from './learner';
import { RecordedLearner } from './recorded-learner';

const mostBytes = idleSessions.mostBytes;
const started = vi.spyOn(loadRuntime().InferenceSession, 'create');
beforeAll(async () => {
  await startBackend('onnx');
});
afterEach(() => {
  idleSessions.mostBytes = mostBytes;
});

/** A learner of a document and its first batch. */
async function learnerOf(document: GraphDocument) {
  const opened = await openDataset(document);
  const parameters = trainerParametersOf(document);
  const random = new Random(1, 'order/0');
  const { value: first } = await batches(opened.dataset, 'train', parameters.batchSize, { random }).next();
  if (!first) throw new Error('no batch');
  const specs = { [opened.node]: opened.dataset.spec };
  const learner = await RecordedLearner.create(document, specs, opened.node, parameters, first);
  const step = async (at: Learner, number: number) => (await at.step(first, `train/${number}`, 0.01)).total;
  return { learner, step: (number: number) => step(learner, number), answer: () => learner.answer(first, 'evaluate') };
}

const small = (slots: number, seed = 1) =>
  tinyPipeline({ dataset: { scenes: 12, visualWidth: 8, seconds: 3 }, rmm: { slots }, trainer: { seed } });

describe('learners of one document', () => {
  it('share the sessions of the first, sequentially and concurrently, also with other seeds', async () => {
    const first = await learnerOf(small(5));
    await first.answer();
    const before = started.mock.calls.length;
    const second = await learnerOf(small(5, 2));
    await second.answer();
    first.learner.dispose();
    second.learner.dispose();
    const third = await learnerOf(small(5));
    await third.answer();
    third.learner.dispose();
    expect(started.mock.calls.length).toBe(before);
    const other = await learnerOf(small(6));
    other.learner.dispose();
    expect(started.mock.calls.length).toBe(before + 1);
  });

  it('do not affect each other', async () => {
    const alone = await learnerOf(small(5));
    const expected = [await alone.step(1), await alone.step(2), await alone.step(3)];
    alone.learner.dispose();
    const [one, two] = [await learnerOf(small(5)), await learnerOf(small(5, 2))];
    const found: number[] = [];
    for (const number of [1, 2, 3]) {
      const [loss] = await Promise.all([one.step(number), two.step(number)]);
      found.push(loss);
    }
    expect(found).toEqual(expected);
    // The other continues after the first was disposed.
    one.learner.dispose();
    expect(await two.step(4)).toBeGreaterThan(0);
    two.learner.dispose();
  });

  it('start new sessions if no idle session may be kept', async () => {
    idleSessions.mostBytes = 0;
    const first = await learnerOf(small(4));
    const before = started.mock.calls.length;
    const ended = vi.spyOn(await (started.mock.results.at(-1)?.value as Promise<InferenceSession>), 'release');
    first.learner.dispose();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce(), { timeout: 60_000 });
    const second = await learnerOf(small(4));
    expect(started.mock.calls.length).toBe(before + 1);
    second.learner.dispose();
  });
});
