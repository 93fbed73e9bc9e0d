import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** Short name of this machine in file names: machines that share a folder do not know each other's processes. */
const machine = createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8);
const unfinishedForm = /\.([0-9a-f]{8})-([1-9]\d{0,9})-\d+\.part$/;
/** Names that versions before 0.2 gave: they do not have the process. */
const earlierForm = /^\.import-\w{6}$/;
/** Age in milliseconds after which an unfinished file is removed whoever began it. */
const mostAge = 24 * 3_600_000;
/** Depth of a run's checkpoints in the folder of a study among the runs. */
const deepest = 6;

let count = 0;

/**
 * Path beside a file or folder for writing it; it is moved to its place once it is whole. The name states the process, so that
 * {@link removeUnfinished} recognises those whose process is gone.
 */
export function unfinished(place: string): string {
  count += 1;
  return `${place}.${machine}-${process.pid}-${count}.part`;
}

/** True if {@link unfinished} gave the name. */
export const isUnfinished = (name: string): boolean => unfinishedForm.test(name) || earlierForm.test(name);

/** True if no process of this machine has the id. */
export function isGone(id: number): boolean {
  try {
    process.kill(id, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Removes unfinished files and folders of killed processes from a folder and the folders in it. A failure to do so is no reason
 * to stop, so that it never throws. Symbolic links are not followed.
 */
export async function removeUnfinished(folder: string, depth = deepest): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    if (isUnfinished(entry.name)) {
      if (await isLeft(place)) await rm(place, { recursive: true, force: true }).catch(() => undefined);
    } else if (entry.isDirectory() && depth > 0) await removeUnfinished(place, depth - 1);
  }
}

/** True if nobody writes it any more. */
async function isLeft(place: string): Promise<boolean> {
  const [, host, id] = unfinishedForm.exec(path.basename(place)) ?? [];
  if (host === machine) return isGone(Number(id));
  const found = await stat(place).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > mostAge;
}
