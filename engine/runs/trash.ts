import { mkdir, mkdtemp, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TrashedRun } from '../contract/runs';
import { RequestError } from '../contract/errors';
import { explained, writeWhole } from '../files/atomic';
import { isHeld } from './lock';
import { remarksInList } from './remarks';
import { toRunFile, runFileFormat } from './run-file';
import { isReservedName, studiesName, trashName } from './run-folder';
import { readRunState } from './run-state';

/** Age in days after which deleted runs are removed when the studio starts. */
export const daysInTrash = 30;

/**
 * Deletes a run so that it can be restored: moves `<runs>/<name>` to `<runs>/.trash/<time>-<letters>/<name>`. The
 * target folder is created first, and the run is moved in one step. After a crash the run is therefore either listed or
 * in the trash.
 * @returns the name of the run's folder in the trash
 * @throws {RequestError} if there is no such run, or a studio uses it
 */
export async function trashRun(runsFolder: string, name: string): Promise<string> {
  const folder = runIn(runsFolder, name);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new RequestError('refused', { code: 'runFolderMissing', folder });
  const owner = await ownerOf(folder);
  if (await isHeld(folder, owner)) {
    throw new RequestError('refused', {
      code: 'runFolderHeld',
      folder,
      process: owner?.id ?? null,
      host: owner?.host ?? null,
    });
  }
  const trash = path.join(runsFolder, trashName);
  return explained(folder, async () => {
    await mkdir(trash, { recursive: true });
    const own = await mkdtemp(path.join(trash, `${Date.now()}-`));
    try {
      await rename(folder, path.join(own, name));
    } catch (error) {
      await rmdir(own).catch(() => undefined);
      throw error;
    }
    return path.basename(own);
  });
}

/** Lists the deleted runs of a runs folder, the last deleted first. */
export async function listTrash(runsFolder: string): Promise<TrashedRun[]> {
  const found = await Promise.all(
    (await namesIn(path.join(runsFolder, trashName))).map(async (trashed): Promise<TrashedRun[]> => {
      const deleted = timeOf(trashed);
      const [run] = await namesIn(path.join(runsFolder, trashName, trashed));
      if (deleted === undefined || run === undefined) return [];
      const title = await titleOf(path.join(runsFolder, trashName, trashed, run));
      return [{ trashed, run, title: title ?? run, deleted }];
    }),
  );
  return found.flat().sort((a, b) => b.deleted - a.deleted);
}

/**
 * Restores a deleted run under its name, or under a numbered name if that is taken.
 * @returns its name
 * @throws {RequestError} if it is not in the trash
 */
export async function restoreRun(runsFolder: string, trashed: string): Promise<string> {
  const own = path.join(runsFolder, trashName, trashed);
  const [run] = timeOf(trashed) === undefined ? [] : await namesIn(own);
  if (run === undefined) throw new RequestError('refused', { code: 'notInTrash', trashed });
  const name = await freeName(runsFolder, run);
  if (name !== run) await callRun(path.join(own, run), name);
  await explained(own, () => rename(path.join(own, run), path.join(runsFolder, name)));
  await rmdir(own).catch(() => undefined);
  return name;
}

/**
 * Removes deleted runs permanently.
 * @param before only runs deleted before this time, in milliseconds since 1970
 * @returns the number of removed runs
 */
export async function emptyTrash(runsFolder: string, before = Infinity): Promise<number> {
  const trash = path.join(runsFolder, trashName);
  let removed = 0;
  for (const trashed of await namesIn(trash)) {
    const deleted = timeOf(trashed);
    if (deleted === undefined || deleted >= before) continue;
    const own = path.join(trash, trashed);
    if ((await namesIn(own)).length > 0) removed += 1;
    await explained(own, () => rm(own, { recursive: true, force: true }));
  }
  return removed;
}

/** Removes the runs that were deleted more than {@link daysInTrash} days before a time. */
export const removeOldTrash = (runsFolder: string, now: number): Promise<number> =>
  emptyTrash(runsFolder, now - daysInTrash * 24 * 60 * 60 * 1000);

/** @throws {RequestError} unless the name is that of a folder directly among the runs */
function runIn(runsFolder: string, name: string): string {
  if (name.startsWith(`${studiesName}/`)) {
    throw new RequestError('refused', { code: 'studyRunNotDeleted', run: name });
  }
  if (name === '' || path.basename(name) !== name || isReservedName(name)) {
    throw new RequestError('refused', { code: 'noRunName', run: name });
  }
  return path.join(runsFolder, name);
}

/** Time of deletion in the name of a folder in the trash; undefined for other names. */
function timeOf(trashed: string): number | undefined {
  const digits = /^(\d{1,15})-\w+$/.exec(trashed)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

async function ownerOf(folder: string) {
  try {
    return (await readRunState(folder)).process;
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}

async function titleOf(folder: string): Promise<string | undefined> {
  try {
    const { remarks } = await remarksInList(folder);
    return remarks?.title || (await readRunState(folder)).title;
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}

async function freeName(runsFolder: string, run: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? run : `${run}-${number}`;
    if (!(await stat(path.join(runsFolder, name)).catch(() => undefined))) return name;
  }
}

/** Writes the name of a run into its `run.json`. An unreadable one stays unchanged. */
async function callRun(folder: string, name: string): Promise<void> {
  try {
    const state = await readRunState(folder);
    const renamed = { ...state, run: name, ...(state.result && { result: { ...state.result, run: name } }) };
    await writeWhole(path.join(folder, runFileFormat.name), `${JSON.stringify(toRunFile(renamed), null, 2)}\n`);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
  }
}
