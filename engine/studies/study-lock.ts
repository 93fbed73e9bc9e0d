import path from 'node:path';
import { check, lock } from 'proper-lockfile';
import { RequestError } from '../contract/errors';
import { ensureFolder, explained } from '../files/atomic';
import { studyFiles } from './study-folder';

/** A lock whose holder has not said that it lives for so long is free again: that of a studio that was killed. */
const staleMilliseconds = 5000;
/** How often it is tried, a second apart: for longer than a killed studio's lock lasts. */
const tries = 7;

const optionsOf = (folder: string) => ({
  lockfilePath: path.join(folder, studyFiles.lock),
  stale: staleMilliseconds,
});

/**
 * Makes this process the one that runs the study of a folder.
 * @param onLost called when another process took the lock, as after a long sleep of the machine
 * @returns what gives the lock back
 * @throws {RequestError} when another process has it, or it is not to be written to
 */
export async function lockStudy(folder: string, onLost: () => void): Promise<() => Promise<void>> {
  await explained(folder, () => ensureFolder(folder));
  try {
    const release = await explained(folder, () =>
      lock(folder, {
        ...optionsOf(folder),
        update: 1000,
        retries: { retries: tries, factor: 1, minTimeout: 1000, maxTimeout: 1000 },
        onCompromised: onLost,
      }),
    );
    // Gone already where it was lost.
    return () => release().catch(() => undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    throw new RequestError('refused', { code: 'studyLocked', folder });
  }
}

export const isLocked = (folder: string): Promise<boolean> => check(folder, optionsOf(folder));
