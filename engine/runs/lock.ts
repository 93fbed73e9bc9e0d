import { stat, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import { RequestError } from '../contract/errors';
import { explained } from '../files/atomic';
import { hasEnded } from '../files/unfinished';

/** The process of a run, as stored in `run.json`. */
export const processSchema = z.strictObject({ host: z.string(), id: z.number().int() });
export type RunProcess = z.infer<typeof processSchema>;

export const thisProcess: RunProcess = { host: os.hostname(), id: process.pid };

/** Age in milliseconds at which a lock without renewal expires. A process that is blocked for longer loses it. */
const staleAfter = 60_000;
/** Age at which the lock of an ended process expires: the minimum of the library. */
const staleAfterEnd = 2_000;
const renewedEvery = 1_000;
/** The age in use; tests that start one process at a time set it below the library's minimum. */
const takeoverAfter = Number(process.env['STUDIO_TAKEOVER_MS'] ?? staleAfterEnd);

/** True if the process belongs to this machine and has ended. The state of other machines' processes is unknown. */
const ownerHasEnded = (owner: RunProcess | undefined): boolean =>
  owner?.host === thisProcess.host && hasEnded(owner.id);

const lockOf = (folder: string) => path.join(folder, '.lock');

/** True if a studio uses a run folder. @param owner the process in `run.json` */
export async function isHeld(folder: string, owner: RunProcess | undefined): Promise<boolean> {
  if (ownerHasEnded(owner)) return false;
  const found = await stat(lockOf(folder)).catch(() => undefined);
  return found !== undefined && lockfile.check(folder, { lockfilePath: lockOf(folder), stale: staleAfter });
}

/** Backdates the lock of an ended process, so that it is stale for the library after {@link takeoverAfter}. */
async function expire(folder: string): Promise<void> {
  const place = lockOf(folder);
  const found = await stat(place).catch(() => undefined);
  if (!found || takeoverAfter >= staleAfterEnd || Date.now() - found.mtimeMs < takeoverAfter) return;
  const past = new Date(Date.now() - 2 * staleAfterEnd);
  await utimes(place, past, past).catch(() => undefined);
}

/** A run folder that is locked by this process. */
export interface Lock {
  /** @throws {RequestError} if another studio took over the folder while this process was suspended */
  assertHeld(): void;
  release(): Promise<void>;
}

/**
 * Locks a run folder for this process, and takes over the lock of a killed process.
 * @param owner the process in `run.json`
 * @throws {RequestError} if another studio holds the lock
 */
export async function lockFolder(folder: string, owner?: RunProcess): Promise<Lock> {
  let lost = false;
  const ended = ownerHasEnded(owner);
  if (ended) await expire(folder);
  const options = {
    lockfilePath: lockOf(folder),
    stale: ended ? staleAfterEnd : staleAfter,
    update: renewedEvery,
    retries: ended ? { retries: 20, minTimeout: 200, maxTimeout: 200 } : 0,
    onCompromised: () => {
      lost = true;
    },
  };
  try {
    const release = await explained(folder, () => lockfile.lock(folder, options));
    return {
      assertHeld() {
        if (lost) throw new RequestError('failed', { code: 'runFolderTaken', folder });
      },
      release: () => (lost ? Promise.resolve() : release().catch(() => undefined)),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    const { id = null, host = null } = owner ?? {};
    throw new RequestError('refused', { code: 'runFolderHeld', folder, process: id, host });
  }
}
