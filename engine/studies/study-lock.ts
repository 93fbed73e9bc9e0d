import path from 'node:path';
import { check, lock } from 'proper-lockfile';
import { RequestError } from '../contract/errors';
import { ensureFolder, explained } from '../files/atomic';
import { studyFiles } from './study-folder';

/** Age in milliseconds at which a lock without renewal expires, for example that of a killed studio. */
const staleMilliseconds = 5000;
/** Number of attempts, one per second. They exceed the lifetime of a killed studio's lock. */
const tries = 7;

const optionsOf = (folder: string) => ({
  lockfilePath: path.join(folder, studyFiles.lock),
  stale: staleMilliseconds,
});

/**
 * Locks a study folder for this process.
 * @param onLost called when another process took the lock, for example after a suspension of the machine
 * @returns the function that releases the lock
 * @throws {RequestError} if another process holds it, or the folder is not writable
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
    // A lost lock no longer exists.
    return () => release().catch(() => undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    throw new RequestError('refused', { code: 'studyLocked', folder });
  }
}

export const isLocked = (folder: string): Promise<boolean> => check(folder, optionsOf(folder));
