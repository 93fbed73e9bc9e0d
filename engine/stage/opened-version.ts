import { stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Version of the content of a run folder. It changes if the run is resumed or another run takes the name. Empty if
 * there is no run.
 */
export async function openedVersion(folder: string): Promise<string> {
  const found = await stat(path.join(folder, 'run.json')).catch(() => undefined);
  return found ? `${found.ino} ${found.mtimeMs} ${found.size}` : '';
}
