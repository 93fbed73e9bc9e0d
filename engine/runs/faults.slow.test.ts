import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { canMount } from '../../test/fixtures/small-disk';
import { questionAlone } from '../../test/fixtures/graphs';
import type { ParameterValue } from '../../graph-nodes/graph/document';
import { RequestError } from '../contract/errors';
import { inEnglish } from '../contract/messages';
import { disk } from '../files/atomic';
import { createRun } from './create-run';
import { resumeRun } from './resume-run';
import type { Run } from './run';

const graph = (trainer: Readonly<Record<string, ParameterValue>>) =>
  questionAlone({ epochs: 2, checkpointEvery: 0, ...trainer }, { scenes: 12 });
const nobody = () => undefined;

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-faults-'));
});
afterAll(() => rm(runs, { recursive: true }));

const { write, add } = disk;
const mend = () => Object.assign(disk, { write, add });
afterEach(mend);

const numbersOf = (folder: string) =>
  Promise.all(
    ['metrics.jsonl', path.join('checkpoints', 'final.safetensors')].map((name) => readFile(path.join(folder, name))),
  );

describe('a disk that fills up', () => {
  it('at any write is reported in one sentence, and no data of the run is lost', async () => {
    let writes = 0;
    disk.write = (file, content) => {
      writes += 1;
      return write(file, content);
    };
    disk.add = (file, content) => {
      writes += 1;
      add(file, content);
    };
    const undisturbed = await createRun(graph({ epochs: 1 }), 'cpu', path.join(runs, 'whole'), nobody);
    await undisturbed.run();
    const expected = await numbersOf(path.join(runs, 'whole', undisturbed.id));
    const ofRun = writes;
    expect(ofRun).toBeGreaterThan(10);

    let goneOn = 0;
    for (let full = 1; full <= ofRun; full += 1) {
      writes = 0;
      const fits = () => (writes += 1) < full;
      const aPartOf = (content: string | Uint8Array) => content.slice(0, content.length / 2);
      const noSpace = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      disk.write = async (file, content) => {
        if (fits()) return write(file, content);
        await write(file, aPartOf(content));
        throw noSpace();
      };
      disk.add = (file, content) => {
        if (fits()) return add(file, content);
        add(file, aPartOf(content));
        throw noSpace();
      };
      const place = path.join(runs, `full-at-${full}`);
      let run: Run;
      try {
        run = await createRun(graph({ epochs: 1 }), 'cpu', place, nobody);
      } catch (error) {
        expect(error).toMatchObject({ name: 'RequestError', code: 'failed' });
        expect((error as Error).message).toMatch(/cannot be written: the disk is full\.$/);
        continue;
      }
      await run.run();
      expect(run.status).toMatchObject({ state: 'failed' });
      expect(inEnglish(run.status.message)).toMatch(/^“[^\n]*” cannot be written: the disk is full\.$/);
      mend();
      const again = await resumeRun(path.join(place, run.id), nobody);
      await again.run();
      expect(again.status.state).toBe('finished');
      expect(await numbersOf(path.join(place, run.id))).toEqual(expected);
      goneOn += 1;
    }
    expect(goneOn).toBeGreaterThan(ofRun - 5);
  }, 300_000);

  it.skipIf(!canMount())(
    'for real, leaves no partial file behind, and the run resumes once there is space',
    async () => {
      const place = path.join(runs, 'small-disk');
      await mkdir(place);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', place]);
      try {
        const run = await createRun(graph({ epochs: 4 }), 'cpu', place, nobody);
        const ballast = path.join(place, 'ballast');
        await writeFile(ballast, new Uint8Array(300_000));
        await run.run();
        expect(run.status).toMatchObject({
          state: 'failed',
          message: { code: 'cannotWrite', reason: { code: 'diskFull' } },
        });
        await rm(ballast);
        execFileSync('mount', ['-o', 'remount,size=8m', place]);
        const again = await resumeRun(path.join(place, run.id), nobody);
        await again.run();
        expect(again.status.state).toBe('finished');

        execFileSync('mount', ['-o', 'remount,ro', place]);
        const refused = await createRun(graph({}), 'cpu', place, nobody).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(RequestError);
        expect(refused).toMatchObject({
          code: 'refused',
          message: expect.stringMatching(/cannot be written: its disk is read-only\.$/) as unknown,
        });
      } finally {
        execFileSync('umount', [place]);
      }
    },
  );
});

describe('a folder that is not writable', () => {
  it('is refused before training', async () => {
    const file = path.join(runs, 'a-file');
    await writeFile(file, '');
    const error: unknown = await createRun(graph({}), 'cpu', path.join(file, 'runs'), nobody).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'RequestError', code: 'refused' });
    expect((error as Error).message).toContain('is a file and not a folder');
  });
});

describe('the removed folder of a run', () => {
  it('ends the run, which writes nothing more into it', async () => {
    const run = await createRun(graph({ epochs: 10_000 }), 'cpu', path.join(runs, 'taken'), nobody);
    const folder = path.join(runs, 'taken', run.id);
    const before = await readFile(path.join(folder, 'run.json'), 'utf8');
    await rm(path.join(folder, '.lock'), { recursive: true });
    await run.run();
    expect(run.status).toMatchObject({
      state: 'failed',
      message: { code: 'runFolderTaken' },
    });
    const { state } = JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8')) as { state: string };
    // The last write is between two steps or two epochs; nothing of the end is written.
    expect(before).toContain('preparing');
    expect(['training', 'evaluating']).toContain(state);
  });
});
