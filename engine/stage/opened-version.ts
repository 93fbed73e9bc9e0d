import { stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Names the present content of a run folder: a run that is resumed, or another one under the same name, has a new version.
 * Empty where there is no run.
 */
export async function openedVersion(folder: string): Promise<string> {
  const found = await stat(path.join(folder, 'run.json')).catch(() => undefined);
  return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : '';
}
