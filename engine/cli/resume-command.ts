import path from 'node:path';
import { inEnglish } from '../contract/messages';
import { Engine } from '../service/engine';
import { followRun } from './train-command';

export interface ResumeOptions {
  readonly json: boolean;
}

/**
 * `studio resume`: goes on with a run that was interrupted, stopped or failed, to the same result as if it had not been.
 * @param folder the run's
 * @throws {RequestError}
 */
export async function resumeCommand(folder: string, options: ResumeOptions): Promise<void> {
  const place = path.resolve(folder);
  const engine = new Engine({ runsFolder: path.dirname(place) });
  // Once, from where it goes on and what was passed over.
  let told = false;
  engine.onEvent((event) => {
    if (told || event.event !== 'status' || event.status.state !== 'training') return;
    told = true;
    process.stderr.write(`${inEnglish(event.status.message)}\n`);
  });
  await followRun(engine, () => engine.request('resumeRun', { run: path.basename(place) }), options.json);
}
