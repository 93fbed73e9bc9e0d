import { expect, it } from 'vitest';
import type { StageAnswer, StageQuestion } from '../../engine/contract/stage';
import { stageAnswer } from '../../test/fixtures/stage';
import { LatestQuestion, type Answered } from './latest';

const question = (text: string): StageQuestion => ({
  run: 'r',
  about: { video: 'v' },
  question: text,
  audio: null,
  visual: null,
});

function asking() {
  const sent: { readonly question: string; answer(): Promise<void> }[] = [];
  const frames: (() => void)[] = [];
  const answered: Answered[] = [];
  const failed: unknown[] = [];
  const latest = new LatestQuestion(
    (asked) =>
      new Promise<StageAnswer>((resolve, reject) =>
        sent.push({
          question: asked.question,
          answer() {
            if (asked.question === 'bad') reject(new Error('refused'));
            else resolve(stageAnswer(asked));
            return new Promise((done) => setTimeout(done));
          },
        }),
      ),
    { answered: (each) => answered.push(each), failed: (error) => failed.push(error) },
    (run) => frames.push(run),
  );
  const frame = (): void => frames.splice(0).forEach((run) => run());
  return { latest, sent, answered, failed, frame };
}

it('sends the last question of a frame', () => {
  const { latest, sent, frame } = asking();
  for (const text of ['a', 'b', 'c']) latest.ask(question(text));
  expect(sent).toHaveLength(0);
  frame();
  expect(sent.map((each) => each.question)).toEqual(['c']);
});

it('sends one at a time, and then the last of the waiting ones', async () => {
  const { latest, sent, answered, frame } = asking();
  for (const text of ['a', 'b', 'c']) {
    latest.ask(question(text));
    frame();
  }
  expect(sent.map((each) => each.question)).toEqual(['a']);
  await sent[0]?.answer();
  expect(sent.map((each) => each.question)).toEqual(['a', 'c']);
  await sent[1]?.answer();
  expect(answered.map((each) => each.question.question)).toEqual(['a', 'c']);
});

it('reports a failure, and still sends the next question', async () => {
  const { latest, sent, answered, failed, frame } = asking();
  latest.ask(question('bad'));
  frame();
  await sent[0]?.answer();
  expect(failed).toHaveLength(1);
  latest.ask(question('good'));
  frame();
  await sent[1]?.answer();
  expect(answered).toHaveLength(1);
});

it('drops answers after it is closed', async () => {
  const { latest, sent, answered, frame } = asking();
  latest.ask(question('a'));
  frame();
  latest.close();
  await sent[0]?.answer();
  expect(answered).toEqual([]);
});
