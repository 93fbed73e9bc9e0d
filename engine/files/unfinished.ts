import { createHash } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Short name of this machine in file names: machines that share a folder do not know each other's processes. */
const machine = createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8);
const unfinishedForm = /\.([0-9a-f]{8})-([1-9]\d{0,9})-\d+\.part$/;
/** Names of versions before 0.2, which do not contain the process. */
const earlierForm = /^\.import-\w{6}$/;
/** Age in milliseconds after which an unfinished file is removed, whichever process began it. */
const mostAge = 24 * 3_600_000;
/** Depth of a run's checkpoints in the folder of a study among the runs. */
const deepest = 6;

let count = 0;

/**
 * Temporary path beside a file or folder for writing it; it is renamed once it is complete. The name contains the
 * process, so that {@link removeUnfinished} recognises files of ended processes.
 */
export function unfinished(place: string): string {
  count += 1;
  return `${place}.${machine}-${process.pid}-${count}.part`;
}

/** True for names from {@link unfinished}. */
export const isUnfinished = (name: string): boolean => unfinishedForm.test(name) || earlierForm.test(name);

/** True if no process of this machine has the id. */
export function hasEnded(id: number): boolean {
  try {
    process.kill(id, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The file that a run folder has from its start. */
const beginning = 'run.json';

/**
 * Marks a new run folder as not begun, with an unfinished `run.json`. If its process is killed before the first
 * `run.json`, {@link removeUnfinished} removes the folder.
 * @returns the function that removes the mark
 */
export async function markNotBegun(folder: string): Promise<() => Promise<void>> {
  const mark = unfinished(path.join(folder, beginning));
  await writeFile(mark, '');
  return () => rm(mark, { force: true });
}

/**
 * State of a run folder that has not begun: `starting` while its process runs, `left` after that. Undefined for any
 * other folder.
 */
export async function beginningOf(folder: string): Promise<'starting' | 'left' | undefined> {
  const names = await readdir(folder).catch((): string[] => []);
  const mark = names.find((name) => name.startsWith(`${beginning}.`) && unfinishedForm.test(name));
  if (mark === undefined || names.includes(beginning)) return undefined;
  return (await isLeft(path.join(folder, mark))) ? 'left' : 'starting';
}

/**
 * Removes unfinished files and folders of killed processes from a folder and its subfolders, and run folders in it that
 * have not begun. It never throws, because a failure to clean up is not critical. Symbolic links are not followed.
 */
export async function removeUnfinished(folder: string, depth = deepest): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    if (isUnfinished(entry.name)) {
      if (await isLeft(place)) await rm(place, { recursive: true, force: true }).catch(() => undefined);
    } else if (entry.isDirectory() && depth > 0) {
      if ((await beginningOf(place)) === 'left')
        await rm(place, { recursive: true, force: true }).catch(() => undefined);
      else await removeUnfinished(place, depth - 1);
    }
  }
}

/** True if no process writes it any more. */
async function isLeft(place: string): Promise<boolean> {
  const [, host, id] = unfinishedForm.exec(path.basename(place)) ?? [];
  if (host === machine) return hasEnded(Number(id));
  const found = await stat(place).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > mostAge;
}
