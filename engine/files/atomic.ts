import { constants, writeFileSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { noLink } from './regular-file';
import { unfinished } from './unfinished';

/** Write functions; tests replace them by a full disk. */
export const disk = {
  write: (file: FileHandle, content: string | Uint8Array): Promise<void> => file.writeFile(content),
  /** Synchronous, because for a few lines a switch of threads takes longer than the write. */
  add: (file: FileHandle, content: string | Uint8Array): void => writeFileSync(file.fd, content),
};

/**
 * Writes a file beside its place and renames it once it is on disk, so that no partial file is visible, even after a
 * power failure. Missing folders are created.
 * @throws {WriteError} if the disk is full or the folder is not writable
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
 * Writes files into a folder. All are on disk before the first is renamed; files of other names stay.
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
 * Creates missing folders of a path one by one. Node's recursive mkdir hides the reason of a read-only disk, and never
 * ends below /proc.
 * @returns the first created folder
 */
export async function ensureFolder(folder: string): Promise<string | undefined> {
  const missing: string[] = [];
  for (let place = path.resolve(folder); !(await isFolder(place)); place = path.dirname(place)) missing.unshift(place);
  for (const place of missing) {
    await mkdir(place).catch(async (error: unknown) => {
      // Another process can create it at the same time.
      if (!(await isFolder(place).catch(() => false))) throw error;
    });
  }
  return missing[0];
}

/** True for a folder or a link to one, false if nothing exists. @throws EEXIST for anything else */
async function isFolder(place: string): Promise<boolean> {
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const here = found ?? (await lstat(place).catch(() => undefined));
  // Another process can create the folder between the two checks.
  if (here?.isDirectory()) return true;
  if (here) {
    throw Object.assign(new Error(`${place} is not a folder`), { code: 'EEXIST' });
  }
  return false;
}

/** A file that is appended to. */
export class Appended {
  private handle: FileHandle | undefined;

  constructor(private readonly file: string) {}

  /** @throws {WriteError} as {@link writeWhole} */
  async add(content: string | Uint8Array): Promise<void> {
    await explained(this.file, async () => disk.add(await this.open(), content));
  }

  /**
   * Flushes the appended content and the file's name in its folder to disk, so that both survive a power failure.
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

/** Opens or creates a regular file for writing. A link is not followed, and a pipe does not block. */
async function openToWrite(file: string, flag: number): Promise<FileHandle> {
  const noFile = new RequestError('refused', { code: 'notRegularFile', file });
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | flag | noLink).catch((error: unknown) => {
    // A pipe without a reader.
    throw (error as NodeJS.ErrnoException).code === 'ENXIO' ? noFile : error;
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw noFile;
}

/** Writes a file completely to disk. */
async function writeThrough(file: string, content: string | Uint8Array): Promise<void> {
  // A link or a pipe with this name is replaced; its target stays unchanged.
  if (!(await lstat(file).catch(() => undefined))?.isFile()) await rm(file, { force: true });
  const handle = await openToWrite(file, constants.O_TRUNC);
  try {
    await disk.write(handle, content);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Makes a new name in a folder survive a power failure, if the system supports that. */
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

/** A file or folder cannot be written because of the disk, not because of the content. */
export class WriteError extends RequestError {}

/**
 * Runs a function that writes, and converts its errors to the reason why the path is not writable.
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
