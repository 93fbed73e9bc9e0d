import path from 'node:path';
import { baseFinder } from '../../graph-nodes/study/bases';
import { planRuns, type PlannedRun } from '../../graph-nodes/study/plan';
import { StudyError } from '../../graph-nodes/study/study-error';
import type { StudyDocument } from '../../graph-nodes/study/document';
import type { RunResult, RunTimes } from '../contract/runs';
import type { StudyRun } from '../contract/studies';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { timesOf } from '../runs/list';
import { readRunState } from '../runs/run-state';
import { trainedDigests } from './identity';
import { DoneRuns, givenUp, readFailures, readPlanOf, readStudyOf, runPath, type Failure } from './study-folder';

/** A planned run with its result. */
export interface StudyRunResult extends PlannedRun {
  /** Run folder of a finished run. */
  readonly folder?: string;
  readonly result?: RunResult;
  readonly times?: RunTimes;
}

/** {@link planRuns} with its errors as refused requests. */
export function planOf(study: StudyDocument): PlannedRun[] {
  try {
    return planRuns(study);
  } catch (error) {
    if (error instanceof StudyError) throw new RequestError('refused', error.reason, error.node);
    throw error;
  }
}

/**
 * All runs of a study's plan in order: rows, then seeds. An unfinished run has neither folder nor result. Runs of one
 * `name` differ in their seed only.
 *
 * @param folder a study's folder, with `study.json`
 * @throws {RequestError} if there is no study, or a file is invalid
 */
export async function studyResults(folder: string): Promise<StudyRunResult[]> {
  const planned = planOf(await readStudyOf(folder));
  const stored = await readPlanOf(folder);
  const done = await DoneRuns.of(folder);
  // Matched by training and not by name, since the document may have been edited.
  const folders = new Map(stored?.runs.map((run) => [run.graph, run]));
  const digests = trainedDigests(planned);
  return Promise.all(
    planned.map(async (run): Promise<StudyRunResult> => {
      const found = folders.get(digests.get(run) ?? '');
      const own = found && done.find(found.identity);
      if (own === undefined) return run;
      const ownFolder = runPath(folder, { folder: own });
      return { ...run, folder: ownFolder, ...(await readDone(ownFolder)) };
    }),
  );
}

/**
 * All runs of a study's folder with their stored state, like {@link studyResults}: finished, failed, or waiting.
 * @throws {RequestError}
 */
export async function storedRuns(folder: string): Promise<StudyRun[]> {
  const results = await studyResults(folder);
  const identities = new Map((await readPlanOf(folder))?.runs.map((run) => [run.graph, run.identity]));
  const failures = await readFailures(folder);
  const digests = trainedDigests(results);
  return failedWithBases(
    results.map((run) => viewOf(run, failures.get(identities.get(digests.get(run) ?? '') ?? '') ?? [])),
  );
}

/** A waiting run also fails if its base run failed. Bases precede the runs that start from them. */
function failedWithBases(runs: readonly StudyRun[]): StudyRun[] {
  const baseOf = baseFinder(runs);
  const views = new Map<StudyRun, StudyRun>();
  for (const run of runs) {
    const base = baseOf(run);
    const failed = run.state === 'waiting' && base && views.get(base)?.state === 'failed';
    views.set(run, failed ? { ...run, state: 'failed', message: baseFailed(base) } : run);
  }
  return [...views.values()];
}

/** Reason of a run that cannot be trained because its base run failed. */
export const baseFailed = ({ name, seed }: Pick<StudyRun, 'name' | 'seed'>): EngineMessage => ({
  code: 'baseRunFailed',
  base: name,
  seed,
});

/** A run for display, without its graph. */
export function viewOf(run: StudyRunResult, failures: readonly Failure[]): StudyRun {
  const { name, row, label, rowLabel, settings, bypassed, seed, startsFrom, folder, result, times } = run;
  const base = startsFrom !== undefined && { startsFrom };
  const about = { name, row, label, rowLabel, settings, bypassed: [...bypassed], seed, ...base };
  if (folder !== undefined && result) return { ...about, state: 'done', share: 1, folder, result, ...times };
  const message = failures.at(-1)?.message;
  const state = givenUp(failures) ? 'failed' : 'waiting';
  return { ...about, state, share: 0, ...(message !== undefined && { message }) };
}

/** Result of a finished run, with its start and duration. */
export async function readDone(folder: string): Promise<{ readonly result: RunResult; readonly times: RunTimes }> {
  const state = await readRunState(folder);
  const { result } = state;
  if (!result) throw new RequestError('refused', { code: 'noRunResult', file: path.join(folder, 'run.json') });
  return { result, times: await timesOf(folder, state) };
}
