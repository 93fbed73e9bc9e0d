import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyGraph } from '../../test/fixtures/studies';
import { createRun } from './create-run';
import { resumeRun } from './resume-run';
import type { Run } from './run';

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-base-run-'));
});
afterAll(() => rm(runs, { recursive: true }));

const nobody = () => undefined;
const placeOf = (name: string) => path.join(runs, name);
const finalOf = (name: string) => readFile(path.join(placeOf(name), 'checkpoints', 'final.safetensors'));

async function ended(run: Run): Promise<Run> {
  await run.run();
  return run;
}

const created = (name: string, base?: string) =>
  createRun(tinyGraph(), 'onnx', runs, nobody, { name, base: base && placeOf(base) });

describe('a run that starts from the run beside it', () => {
  it('resumes without a checkpoint from the base that it recorded, and never from new weights', async () => {
    await ended(await created('base'));
    const whole = await ended(await created('whole', 'base'));
    expect(whole.status.result?.startedFrom).toMatchObject({ file: '../base/checkpoints/final.safetensors' });
    expect((await finalOf('whole')).equals(await finalOf('base'))).toBe(false);

    const stopped = await created('stopped', 'base');
    stopped.stop();
    await ended(stopped);
    await rm(path.join(placeOf('stopped'), 'checkpoints'), { recursive: true });
    await rename(placeOf('base'), placeOf('elsewhere'));
    await expect(resumeRun(placeOf('stopped'), nobody)).rejects.toMatchObject({
      reason: { code: 'startFromMissing', place: placeOf('base') },
    });
    await rename(placeOf('elsewhere'), placeOf('base'));
    const resumed = await ended(await resumeRun(placeOf('stopped'), nobody));
    expect(resumed.status.state).toBe('finished');
    expect((await finalOf('stopped')).equals(await finalOf('whole'))).toBe(true);
  }, 120_000);
});
