import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../graph-nodes/graph/document';
import { stageQuestionSchema } from '../../engine/contract/stage';
import { batches, type BatchArrays } from '../../engine/data/batches';
import { median } from '../../engine/backends/median';
import { Stage } from '../../engine/stage/stage-process';
import { trainingOf } from '../fixtures/learners';

// STUDIO_STAGE_RUN names a finished run of the preset, as a path. Needs `npm run build`.
const run = process.env['STUDIO_STAGE_RUN'] ?? '';
const blocks = Number(process.env['STUDIO_STAGE_BLOCKS'] ?? 20);
/** Duration of a block, and time between two questions, in milliseconds. */
const [blockTime, askEvery] = [5000, 500];
const mostLoss = 0.03;

/** Seconds per step of training with and without a stage that gets two questions per second, in alternating blocks. */
describe.skipIf(run === '')('a training during requests to the stage', () => {
  it('loses less than 3 % of its speed, and an answer takes less than 200 ms', async () => {
    const training = await trainingOf(parseDocument(await readFile('presets/orchestra-rmm-avr.json', 'utf8')));
    const { learner } = await training.create('onnx');
    const list: BatchArrays[] = [];
    for await (const one of batches(training.opened.dataset, 'train', training.parameters.batchSize, {
      fill: true,
      negatives: { seed: 1, stream: 'negatives/0' },
    })) {
      if (list.push(one) === 50) break;
    }
    const stage = new Stage();
    const facts = await stage.facts(path.resolve(run), 'run');
    const answered: number[] = [];
    const ask = async (index: number) => {
      const { video, text } = facts.questions[index % facts.questions.length] ?? { video: '', text: '' };
      const seconds = Array.from({ length: facts.seconds }, (_, second) => second !== index % facts.seconds);
      const failure = { kind: 'missing', seconds } as const;
      const fails = index % 2 === 0 ? { audio: failure, visual: null } : { audio: null, visual: failure };
      const question = stageQuestionSchema.parse({ run: 'run', about: { video }, question: text, ...fails });
      const begun = performance.now();
      await stage.ask(path.resolve(run), question);
      answered.push(performance.now() - begun);
    };
    for (let index = 0; index < 20; index += 1) await ask(index);
    answered.length = 0;

    // Priorities as in the engine: below windows, above the stage.
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
    let step = 0;
    /** Steps per second of a block. */
    const block = async (asked: boolean): Promise<number> => {
      const times: number[] = [];
      let asking = asked;
      const questions = (async () => {
        for (let index = 0; asking; index += 1) await Promise.all([ask(index), sleep(askEvery)]);
      })();
      const end = performance.now() + blockTime;
      while (performance.now() < end) {
        const begun = performance.now();
        await learner.step(list[step % list.length] as BatchArrays, `train/${step}`, 1e-3);
        times.push(performance.now() - begun);
        step += 1;
      }
      asking = false;
      await questions;
      return times.length / (times.reduce((sum, time) => sum + time, 0) / 1000);
    };
    await block(false);
    const losses: number[] = [];
    for (let pair = 0; pair < blocks / 2; pair += 1) {
      // The order of the two alternates, so that a drift of the machine has no influence.
      const first = await block(pair % 2 === 0);
      const second = await block(pair % 2 !== 0);
      const [beside, alone] = pair % 2 === 0 ? [first, second] : [second, first];
      losses.push(1 - beside / alone);
      console.log(`alone ${alone.toFixed(1)} steps/s, beside the stage ${beside.toFixed(1)} steps/s`);
    }
    stage.close();
    await learner.dispose();
    const [loss, answer] = [median(losses) ?? 1, median(answered) ?? Infinity];
    console.log(
      `median loss ${(100 * loss).toFixed(1)} %, median answer ${answer.toFixed(0)} ms of ${answered.length}`,
    );
    expect(loss).toBeLessThan(mostLoss);
    expect(answer).toBeLessThan(200);
  });
});
