import path from 'node:path';
import { planRuns, type PlannedRun } from '../../graph-nodes/study/plan';
import { StudyError } from '../../graph-nodes/study/study-error';
import type { StudyDocument } from '../../graph-nodes/study/document';
import type { RunResult } from '../contract/runs';
import type { StudyRun } from '../contract/studies';
import { RequestError } from '../contract/errors';
import { readRunState } from '../runs/run-state';
import { graphDigest } from './identity';
import { DoneRuns, givenUp, readFailures, readPlanOf, readStudyOf, runPath, type Failure } from './study-folder';

/** A planned run with what it came to. */
export interface StudyRunResult extends PlannedRun {
  /** An ordinary run folder, once the run is done. */
  readonly folder?: string;
  readonly result?: RunResult;
}

/** {@link planRuns}, for the engine: what cannot be planned is a request that is refused. */
export function planOf(study: StudyDocument): PlannedRun[] {
  try {
    return planRuns(study);
  } catch (error) {
    if (error instanceof StudyError) throw new RequestError('refused', error.reason, error.node);
    throw error;
  }
}

/**
 * All runs that a study's folder asks for, in the order of its plan: rows, then seeds. A run that is not done has neither
 * folder nor result. Runs of one `name` differ in their seed alone.
 *
 * @param folder a study's folder, with `study.json`
 * @throws {RequestError} when there is no study, or a file is not as it should be
 */
export async function studyResults(folder: string): Promise<StudyRunResult[]> {
  const planned = planOf(await readStudyOf(folder));
  const stored = await readPlanOf(folder);
  const done = await DoneRuns.of(folder);
  // By what is trained and not by name: the document may have been changed since.
  const folders = new Map(stored?.runs.map((run) => [run.graph, run]));
  return Promise.all(
    planned.map(async (run): Promise<StudyRunResult> => {
      const found = folders.get(graphDigest(run.graph));
      const own = found && done.find(found.identity);
      if (own === undefined) return run;
      const ownFolder = runPath(folder, { folder: own });
      return { ...run, folder: ownFolder, result: await readResult(ownFolder) };
    }),
  );
}

/**
 * All runs of a study's folder as they stand on disk, like {@link studyResults}: done, given up, or waiting.
 * @throws {RequestError}
 */
export async function storedRuns(folder: string): Promise<StudyRun[]> {
  const results = await studyResults(folder);
  const identities = new Map((await readPlanOf(folder))?.runs.map((run) => [run.graph, run.identity]));
  const failures = await readFailures(folder);
  return results.map((run) => viewOf(run, failures.get(identities.get(graphDigest(run.graph)) ?? '') ?? []));
}

/** A run for people, without its graph. */
export function viewOf(run: StudyRunResult, failures: readonly Failure[]): StudyRun {
  const { name, row, label, rowLabel, settings, bypassed, seed, folder, result } = run;
  const about = { name, row, label, rowLabel, settings, bypassed: [...bypassed], seed };
  if (folder !== undefined && result) return { ...about, state: 'done', share: 1, folder, result };
  const message = failures.at(-1)?.message;
  const state = givenUp(failures) ? 'failed' : 'waiting';
  return { ...about, state, share: 0, ...(message !== undefined && { message }) };
}

/** The result of a finished run. */
export async function readResult(folder: string): Promise<RunResult> {
  const { result } = await readRunState(folder);
  if (!result) throw new RequestError('refused', { code: 'noRunResult', file: path.join(folder, 'run.json') });
  return result;
}
