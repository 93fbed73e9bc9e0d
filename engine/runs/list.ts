import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import limit from 'p-limit';
import type { RunTimes, StoredRunSummary } from '../contract/runs';
import { RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { cannotRead } from '../files/read-file';
import { beginningOf, isUnfinished } from '../files/unfinished';
import { isHeld } from './lock';
import { remarksInList } from './remarks';
import { isReservedName } from './run-folder';
import { runFileFormat, type RunRecord } from './run-file';
import { readRunState } from './run-state';

/** Number of folders that are read concurrently. */
const readAtOnce = 16;

/**
 * Lists the runs of a folder by name, including those in use. The list is empty if the folder does not exist.
 * @throws {RequestError} if the folder cannot be read
 */
export async function listRuns(runsFolder: string): Promise<StoredRunSummary[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotRead(runsFolder, error);
    return [];
  });
  const names = entries
    .filter((entry) => entry.isDirectory() && !isReservedName(entry.name) && !isUnfinished(entry.name))
    .map(({ name }) => name)
    .sort();
  const slots = limit(readAtOnce);
  return Promise.all(names.map((name) => slots(() => summarise(path.join(runsFolder, name)))));
}

/**
 * Start and duration of a run. For earlier versions without a recorded start, the start is the time of its graph file.
 */
export async function timesOf(folder: string, { started, seconds }: RunRecord): Promise<RunTimes> {
  const since = started ?? (await stat(path.join(folder, 'graph.json')).catch(() => undefined))?.mtimeMs;
  return { ...(since !== undefined && { started: since }), ...(seconds !== undefined && { seconds }) };
}

const endStates: readonly StoredRunSummary['state'][] = ['finished', 'stopped', 'failed'];

async function summarise(folder: string): Promise<StoredRunSummary> {
  const changed = await stat(path.join(folder, runFileFormat.name)).catch(() => undefined);
  const run = {
    run: path.basename(folder),
    folder: path.resolve(folder),
    ...(changed && { changed: changed.mtimeMs }),
  };
  try {
    const found = await readRunState(folder);
    const { process: owner, title, state, message, epoch, epochs, step, steps, result } = found;
    const { remarks, problem } = await remarksInList(folder);
    const withProblem = (present: EngineMessage) => sentences(present, problem);
    const about = {
      ...run,
      title,
      state,
      message: withProblem(message),
      epoch,
      epochs,
      step,
      steps,
      ...(await timesOf(folder, found)),
    };
    const summary = { ...about, ...(result && { result }), ...(remarks && { remarks }) };
    if (endStates.includes(state)) return { ...summary, resumable: state !== 'finished' };
    if (await isHeld(folder, owner)) return { ...summary, resumable: false };
    const interrupted = withProblem({ code: 'processEnded' });
    return { ...summary, state: 'interrupted', message: interrupted, resumable: true };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const nothing = { title: run.run, epoch: 0, epochs: 0, step: 0, steps: 0, resumable: false };
    const begins = await beginningOf(folder);
    if (begins === 'starting') return { ...run, state: 'preparing', message: { code: 'runPreparing' }, ...nothing };
    const message: EngineMessage = begins === 'left' ? { code: 'runNeverBegan' } : error.reason;
    return { ...run, state: 'broken', message, ...nothing };
  }
}
