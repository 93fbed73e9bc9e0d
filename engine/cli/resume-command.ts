import path from 'node:path';
import { inEnglish } from '../contract/messages';
import { Engine } from '../service/engine';
import { followRun } from './train-command';

export interface ResumeOptions {
  readonly json: boolean;
}

/**
 * `studio resume`: resumes a run that was interrupted, stopped or failed. Its result equals that of an uninterrupted
 * run.
 * @param folder the run's folder
 * @throws {RequestError}
 */
export async function resumeCommand(folder: string, options: ResumeOptions): Promise<void> {
  const place = path.resolve(folder);
  const engine = new Engine({ runsFolder: path.dirname(place) });
  // Printed once: the step from which the run resumes, and the checkpoints that were skipped.
  let printed = false;
  engine.onEvent((event) => {
    if (printed || event.event !== 'status' || event.status.state !== 'training') return;
    printed = true;
    process.stderr.write(`${inEnglish(event.status.message)}\n`);
  });
  await followRun(engine, () => engine.request('resumeRun', { run: path.basename(place) }), options.json);
}
