import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { storm } from '../fuzz/storm';

// `npm run storm` sets these.
const { STUDIO_STORM_KILLS: kills, STUDIO_STORM_SEED: seed, STUDIO_STORM_FILE: file } = process.env;

it('a run that is killed at random moments ends with the files of an uninterrupted one', async () => {
  const result = await storm(Number(kills ?? 10), Number(seed ?? 1));
  const { kills: done, beforeStart, runs } = result;
  expect(done).toBe(Number(kills ?? 10));
  if (file !== undefined) await writeFile(file, JSON.stringify(result));
  if (kills === undefined) return;
  console.log(
    `${done} kills, ${beforeStart} of them left a folder without a state; ${runs} runs ended and were compared.`,
  );
});
