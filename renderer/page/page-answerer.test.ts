import { describe, expect, it } from 'vitest';
import type { Failure } from '../../engine/contract/stage';
import { failureKey, type Failures, type StagePage } from '../../engine/contract/stage-page';
import { stageAnswer, stageFacts } from '../../test/fixtures/stage';
import { pageAnswerer } from './page-answerer';

const failing = (seconds: readonly boolean[]): Failure => ({ kind: 'missing', seconds: [...seconds] });
const all = failing([true, true, true, true]);
const part = failing([false, true, true, false]);
const [{ video = '', text = '' } = {}] = stageFacts.questions;
const question = { run: stageFacts.run, about: { video }, question: text.replace('?', '') };

const whole = (failures: Failures) => [failureKey(failures) ?? '', stageAnswer({ ...question, ...failures })] as const;
const page: StagePage = {
  facts: stageFacts,
  answers: [Object.fromEntries([null, all].flatMap((audio) => [null, all].map((visual) => whole({ audio, visual }))))],
  stretches: [
    {
      'missing 2-3/missing': [
        [1, 600, 0, 400],
        [0, 510, 1, 490],
        [0, 750, 1, 250],
      ],
    },
  ],
  classes: ['one', 'two'],
};
const { ask } = pageAnswerer(page);

describe('the answers of a page', () => {
  it('of a stretch have separate probabilities, with the recall of each second in a whole clip', async () => {
    const answer = await ask({ ...question, audio: part, visual: all });
    expect(answer.variants.map(({ variant, answers }) => [variant, answers[0]])).toEqual([
      ['real', { answer: 'one', probability: 0.82 }],
      ['zeros', { answer: 'two', probability: 0.6 }],
      ['generator', { answer: 'one', probability: 0.51 }],
      ['enhancer', { answer: 'one', probability: 0.75 }],
    ]);
    const of = (modality: string) =>
      answer.recalled.find((each) => each.variant === 'enhancer' && each.modality === modality)?.seconds;
    expect(of('audio')?.map(({ length }) => length)).toEqual([0, 2, 2, 0]);
    expect(of('visual')).toEqual(
      page.answers[0]?.['real/missing']?.recalled.find(({ variant }) => variant === 'enhancer')?.seconds,
    );
    expect(answer.truth).toBe('one');
  });

  it('of a whole clip are those of the run, and others are refused', async () => {
    expect(await ask({ ...question, audio: all, visual: null })).toEqual(page.answers[0]?.['missing/real']);
    await expect(ask({ ...question, audio: part, visual: null })).rejects.toThrow('no answer');
    await expect(ask({ ...question, about: { video: 'other' }, audio: null, visual: null })).rejects.toThrow(
      'no answer',
    );
  });
});
