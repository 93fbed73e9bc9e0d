import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import limit from 'p-limit';
import type { StoredRunSummary } from '../contract/runs';
import { RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { isHeld } from './lock';
import { remarksInList } from './remarks';
import { studiesName } from './run-folder';
import { runFileFormat } from './run-file';
import { readRunState } from './run-state';

/** Folders read at the same time. */
const readAtOnce = 16;

/** The runs that lie in a folder, by name; those that a studio is at work in, too. Of none where there is no such folder. */
export async function listRuns(runsFolder: string): Promise<StoredRunSummary[]> {
  const entries = await readdir(runsFolder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .flatMap((entry) => (entry.isDirectory() && entry.name !== studiesName ? [entry.name] : []))
    .sort();
  const slots = limit(readAtOnce);
  return Promise.all(names.map((name) => slots(() => summarise(path.join(runsFolder, name)))));
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
    const { process: owner, title, state, message, epoch, epochs, step, steps, result } = await readRunState(folder);
    const { remarks, problem } = await remarksInList(folder);
    const withProblem = (present: EngineMessage) => sentences(present, problem);
    const about = { ...run, title, state, message: withProblem(message), epoch, epochs, step, steps };
    const summary = { ...about, ...(result && { result }), ...(remarks && { remarks }) };
    if (endStates.includes(state)) return { ...summary, resumable: state !== 'finished' };
    if (await isHeld(folder, owner)) return { ...summary, resumable: false };
    const interrupted = withProblem({ code: 'processEnded' });
    return { ...summary, state: 'interrupted', message: interrupted, resumable: true };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const nothing = { epoch: 0, epochs: 0, step: 0, steps: 0 };
    return { ...run, title: run.run, state: 'broken', message: error.reason, ...nothing, resumable: false };
  }
}
