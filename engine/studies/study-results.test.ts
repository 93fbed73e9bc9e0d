import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { runResult } from '../../test/fixtures/run-result';
import { readStudy, studyFormat } from '../../graph-nodes/study/document';
import { graphDigest } from './identity';
import { readFailures, recordFailure, runFolderName, runPath, studyFolder, writeStudy } from './study-folder';
import { planOf, storedRuns, studyResults } from './study-results';

const study = readStudy({
  format: studyFormat,
  version: 1,
  title: 'What matters?',
  graph: tinyPipeline(),
  ablation: { nodes: ['rmm'] },
  seeds: [1, 2],
});

let folder: string;
beforeAll(async () => {
  const runs = await mkdtemp(path.join(os.tmpdir(), 'studio-study-'));
  folder = await studyFolder(runs, study);
  const planned = planOf(study).map(({ name, seed, graph }, index) => {
    const identity = String(index).repeat(64);
    return { name, seed, graph: graphDigest(graph), identity, folder: runFolderName(name, seed, identity) };
  });
  await writeStudy(folder, study, { version: 1, code: 'x', runs: planned });
  for (const run of planned.slice(0, 3)) {
    await mkdir(runPath(folder, run), { recursive: true });
    const result = runResult({ run: run.folder, title: run.name, seed: run.seed });
    const status = { run: run.folder, title: run.name, state: 'finished', message: 'Finished.', epoch: 1, epochs: 1 };
    const steps = { step: 3, steps: 3, secondsPerStep: null, secondsLeft: 0 };
    await writeFile(path.join(runPath(folder, run), 'run.json'), JSON.stringify({ ...status, ...steps, result }));
  }
});
afterAll(() => rm(path.dirname(path.dirname(folder)), { recursive: true }));

describe('failures of a run', () => {
  it('are stored as codes with values; the sentences of earlier versions are read as text', async () => {
    const identity = '3'.repeat(64);
    const file = path.join(folder, 'failed', `${identity}.jsonl`);
    await mkdir(path.dirname(file));
    await writeFile(file, '{"message":"The process of the run ended (SIGKILL).","crashed":true}\n');
    const message = { code: 'runProcessExited', exitCode: 1 } as const;
    await recordFailure(folder, identity, { message, crashed: true });
    const [, line = ''] = (await readFile(file, 'utf8')).split('\n');
    expect(JSON.parse(line)).toEqual({ message, crashed: true });
    await appendFile(file, '{"message":{"code":"ofAnotherVersion"},"crashed":true}\n');
    expect((await readFailures(folder)).get(identity)).toEqual([
      { message: { code: 'text', text: 'The process of the run ended (SIGKILL).' }, crashed: true },
      { message, crashed: true },
      { message: { code: 'text', text: 'ofAnotherVersion' }, crashed: true },
    ]);
    expect((await storedRuns(folder)).map(({ state }) => state)).toContain('failed');
    await rm(path.dirname(file), { recursive: true });
  });
});

describe('the results of a study', () => {
  it('are those of its plan, in order, and empty for an unfinished run', async () => {
    expect(path.basename(folder)).toBe('what-matters-145182fad7');
    const results = await studyResults(folder);
    expect(results.map(({ name, seed, result }) => [name, seed, result?.seed])).toEqual([
      ['Tiny pipeline', 1, 1],
      ['Tiny pipeline', 2, 2],
      ['without RMM generator', 1, 1],
      ['without RMM generator', 2, undefined],
    ]);
    expect(results[0]?.folder).toBe(path.join(folder, 'runs', 'tiny-pipeline-seed1-000000000000'));
    expect(results[2]?.bypassed).toEqual(['rmm']);
  });

  it('exclude those of a row that was redefined', async () => {
    const file = path.join(folder, 'study.json');
    const changed = { ...study, graph: tinyPipeline({ rmm: { slots: 9 } }) };
    await writeFile(file, JSON.stringify(changed));
    const results = await studyResults(folder);
    // Without the generator its slots have no effect.
    expect(results.map(({ result }) => result !== undefined)).toEqual([false, false, true, false]);
    await writeFile(file, JSON.stringify(study));
  });

  it('are refused if there is no study or a run’s file is broken', async () => {
    await expect(studyResults(path.join(folder, 'nowhere'))).rejects.toThrow('not the folder of a study');
    const [first] = await studyResults(folder);
    await writeFile(path.join(first?.folder ?? '', 'run.json'), '{"run":');
    await expect(studyResults(folder)).rejects.toThrow(/run\.json” cannot be read/);
  });
});
