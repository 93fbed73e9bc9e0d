import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { planRuns, type PlannedRun } from '../../graph-nodes/study/plan';
import { tinyStudy } from '../../test/fixtures/studies';
import { verbatim } from '../contract/messages';
import { DataVersions } from '../runs/data-versions';
import * as identities from './identity';
import { recordFailure, runFolderName, studyFolder } from './study-folder';
import { StudySession } from './study-session';

const [earlier, other] = ['0.1.0+000000000001', '0.1.0+000000000002'];
beforeEach(() => void vi.spyOn(identities, 'equalEarlierCode', 'get').mockReturnValue([earlier]));
afterEach(() => vi.restoreAllMocks());

const study = tinyStudy({ title: 'Earlier', ablation: {} });
const [first] = planRuns(study) as [PlannedRun, ...PlannedRun[]];

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-study-session-'));
});
afterAll(() => rm(runs, { recursive: true }));

/** Identity of the study's first run with a given code version, and a new runs folder. */
async function place(code: string) {
  const runsFolder = await mkdtemp(path.join(runs, 'runs-'));
  const identity = identities.runIdentity(first.graph, await new DataVersions().of(first.graph), study, code);
  const folder = runFolderName(first.name, first.seed, identity);
  return { runsFolder, identity, folder, at: await studyFolder(runsFolder, study) };
}

const plan = (runsFolder: string) => StudySession.plan(runsFolder, study);

describe('a study with runs of other code', () => {
  it('treats completed runs of equal earlier code as finished, and those of unknown code as new', async () => {
    for (const [code, done] of [
      [earlier, 1],
      [other, 0],
    ] as const) {
      const { runsFolder, folder, at } = await place(code);
      await mkdir(path.join(at, 'runs', folder), { recursive: true });
      const session = await plan(runsFolder);
      expect(session.status.done, code).toBe(done);
    }
  });

  it('resumes interrupted runs of equal earlier code in their folder', async () => {
    const { runsFolder, identity, folder, at } = await place(earlier);
    await mkdir(path.join(at, 'partial', 'worker', folder), { recursive: true });
    const [task] = (await plan(runsFolder)).untimed;
    expect(task).toMatchObject({ identity, folder });
  });

  it('includes failures under equal earlier code', async () => {
    const { runsFolder, identity, at } = await place(earlier);
    await recordFailure(at, identity, { message: verbatim('The graph has an error.'), crashed: false });
    expect((await plan(runsFolder)).status.failed).toBe(1);
  });

  it('gives new runs the identity of the current code, for any partial folders', async () => {
    const { runsFolder, identity, at } = await place(earlier);
    await mkdir(path.join(at, 'partial'), { recursive: true });
    await writeFile(path.join(at, 'partial', 'note.txt'), '');
    const [task] = (await plan(runsFolder)).untimed;
    expect(task?.identity).not.toBe(identity);
  });
});
