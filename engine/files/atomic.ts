import { constants, writeFileSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { noLink } from './regular-file';
import { unfinished } from './unfinished';

/** What files are written with; tests put a full disk in its place. */
export const disk = {
  write: (file: FileHandle, content: string | Uint8Array): Promise<void> => file.writeFile(content),
  /** At once: for a few lines, waiting for another thread takes longer than the writing. */
  add: (file: FileHandle, content: string | Uint8Array): void => writeFileSync(file.fd, content),
};

/**
 * Writes a file beside its place and moves it there once it is on the disk, so that nobody, after a power cut either, finds
 * a part of it. Its folder is made if need be.
 * @throws {WriteError} when the disk is full or the folder is not to be written to
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const part = unfinished(file);
  await explained(file, async () => {
    const made = await ensureFolder(path.dirname(file));
    if (made !== undefined) await flushFolder(path.dirname(made));
    try {
      await writeThrough(part, content);
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
    await flushFolder(path.dirname(file));
  });
}

/**
 * Writes files into a folder. They are all on the disk before the first is moved to its place; files of other names stay.
 * @throws {WriteError} as {@link writeWhole}
 */
export async function writeFolder(
  folder: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  const part = unfinished(folder);
  try {
    for (const { name, bytes } of files) await writeWhole(path.join(part, name), bytes);
    await explained(folder, async () => {
      await ensureFolder(folder);
      for (const { name } of files) await rename(path.join(part, name), path.join(folder, name));
      await flushFolder(folder);
    });
  } finally {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Makes a folder and the folders above it, where they are missing, one by one: Node's recursive mkdir hides the reason of a
 * read-only disk, and never ends below /proc.
 * @returns the first that was made
 */
export async function ensureFolder(folder: string): Promise<string | undefined> {
  const missing: string[] = [];
  for (let place = path.resolve(folder); !(await isFolder(place)); place = path.dirname(place)) missing.unshift(place);
  for (const place of missing) {
    await mkdir(place).catch(async (error: unknown) => {
      // Another process may have made it meanwhile.
      if (!(await isFolder(place).catch(() => false))) throw error;
    });
  }
  return missing[0];
}

/** True for a folder or a link to one, false where nothing is. @throws EEXIST where something else is */
async function isFolder(place: string): Promise<boolean> {
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const here = found ?? (await lstat(place).catch(() => undefined));
  // Another process may have made the folder between the two looks.
  if (here?.isDirectory()) return true;
  if (here) {
    throw Object.assign(new Error(`${place} is not a folder`), { code: 'EEXIST' });
  }
  return false;
}

/** A file that is added to at its end. */
export class Appended {
  private handle: FileHandle | undefined;

  constructor(private readonly file: string) {}

  /** @throws {WriteError} as {@link writeWhole} */
  async add(content: string | Uint8Array): Promise<void> {
    await explained(this.file, async () => disk.add(await this.open(), content));
  }

  /**
   * Brings what was added down to the disk, and the file's name in its folder, so that both last through a power cut.
   * @throws {WriteError} as {@link writeWhole}
   */
  async flush(): Promise<void> {
    await explained(this.file, async () => {
      await (await this.open()).datasync();
      await flushFolder(path.dirname(this.file));
    });
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = undefined;
  }

  private async open(): Promise<FileHandle> {
    return (this.handle ??= await openToWrite(this.file, constants.O_APPEND));
  }
}

/** Opens a regular file to write to, which is made where it is not there. A link is not followed, a pipe not waited for. */
async function openToWrite(file: string, flag: number): Promise<FileHandle> {
  const noFile = new RequestError('refused', { code: 'notRegularFile', file });
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | flag | noLink).catch((error: unknown) => {
    // A pipe from which nobody reads.
    throw (error as NodeJS.ErrnoException).code === 'ENXIO' ? noFile : error;
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw noFile;
}

/** All of a file, down to the disk. */
async function writeThrough(file: string, content: string | Uint8Array): Promise<void> {
  // A link or a pipe in this place is replaced; its other end stays as it is.
  if (!(await lstat(file).catch(() => undefined))?.isFile()) await rm(file, { force: true });
  const handle = await openToWrite(file, constants.O_TRUNC);
  try {
    await disk.write(handle, content);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Makes a new name in a folder last through a power cut, where the system can do that for a folder. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, readonly [code: 'refused' | 'failed', reason: EngineMessage]>> = {
  ENOSPC: ['failed', { code: 'diskFull' }],
  EDQUOT: ['failed', { code: 'diskQuota' }],
  EIO: ['failed', { code: 'diskError' }],
  EMFILE: ['failed', { code: 'tooManyOpenFiles' }],
  ENFILE: ['failed', { code: 'tooManyOpenFiles' }],
  EACCES: ['refused', { code: 'noWritePermission' }],
  EPERM: ['refused', { code: 'noWritePermission' }],
  EROFS: ['refused', { code: 'readOnlyDisk' }],
  ENOTDIR: ['refused', { code: 'pathThroughFile' }],
  EEXIST: ['refused', { code: 'nameTaken' }],
  ENOENT: ['refused', { code: 'nothingNewThere' }],
  EISDIR: ['refused', { code: 'folderInPlace' }],
  ENAMETOOLONG: ['refused', { code: 'nameTooLong' }],
  ELOOP: ['refused', { code: 'writesThroughLink' }],
};

/** A file or folder cannot be written, because of the disk and not of the content. */
export class WriteError extends RequestError {}

/**
 * Does work that writes, and explains why a file or folder cannot be written.
 * @throws {WriteError}
 */
export async function explained<Value>(place: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const known = reasons[(error as NodeJS.ErrnoException).code ?? ''];
    if (!known) throw error;
    const [code, reason] = known;
    throw new WriteError(code, { code: 'cannotWrite', place, reason });
  }
}
