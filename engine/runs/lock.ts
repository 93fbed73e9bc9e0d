import { stat, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import { RequestError } from '../contract/errors';
import { explained } from '../files/atomic';
import { isGone } from '../files/unfinished';

/** The process that a run is in, as `run.json` has it. */
export const processSchema = z.strictObject({ host: z.string(), id: z.number().int() });
export type RunProcess = z.infer<typeof processSchema>;

export const thisProcess: RunProcess = { host: os.hostname(), id: process.pid };

/** A lock that was not renewed for so long is nobody's. A step that blocks the process for longer loses it. */
const staleAfter = 60_000;
/** …and, of a process that is known to be gone, for so long, the shortest that the library knows. */
const staleOfTheGone = 2_000;
const renewedEvery = 1_000;
/** The same, as tests set it that start one process at a time: below the library's minimum. */
const takeoverAfter = Number(process.env['STUDIO_TAKEOVER_MS'] ?? staleOfTheGone);

/** True if the process is of this machine and gone; of another machine's, nothing is known. */
const ownerIsGone = (owner: RunProcess | undefined): boolean => owner?.host === thisProcess.host && isGone(owner.id);

const lockOf = (folder: string) => path.join(folder, '.lock');

/** Whether a studio is at work in a run folder. @param owner the process that `run.json` names */
export async function isHeld(folder: string, owner: RunProcess | undefined): Promise<boolean> {
  if (ownerIsGone(owner)) return false;
  const found = await stat(lockOf(folder)).catch(() => undefined);
  return found !== undefined && lockfile.check(folder, { lockfilePath: lockOf(folder), stale: staleAfter });
}

/** Makes the lock of a process that is gone stale for the library once it is {@link takeoverAfter} old. */
async function expire(folder: string): Promise<void> {
  const place = lockOf(folder);
  const found = await stat(place).catch(() => undefined);
  if (!found || takeoverAfter >= staleOfTheGone || Date.now() - found.mtimeMs < takeoverAfter) return;
  const past = new Date(Date.now() - 2 * staleOfTheGone);
  await utimes(place, past, past).catch(() => undefined);
}

/** A run folder that is this process's alone. */
export interface Lock {
  /** @throws {RequestError} when another studio took the folder over while this one was held up */
  assertHeld(): void;
  release(): Promise<void>;
}

/**
 * Takes a run folder for this process; that of a process that was killed is taken over.
 * @param owner the process that `run.json` names
 * @throws {RequestError} when another studio has it
 */
export async function lockFolder(folder: string, owner?: RunProcess): Promise<Lock> {
  let lost = false;
  const gone = ownerIsGone(owner);
  if (gone) await expire(folder);
  const options = {
    lockfilePath: lockOf(folder),
    stale: gone ? staleOfTheGone : staleAfter,
    update: renewedEvery,
    retries: gone ? { retries: 20, minTimeout: 200, maxTimeout: 200 } : 0,
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
