import { constants } from 'node:fs';
import { lstat, open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';

/** Maximum size of a file that is read as a whole, in bytes. */
const mostBytes = 2 ** 31 - 1;

/** Windows has neither flag. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 }: Partial<typeof constants> = constants;

/** Flags that refuse symbolic links, and do not block on a pipe. */
export const noLink = O_NOFOLLOW | O_NONBLOCK;

const refused = (reason: EngineMessage) => new RequestError('refused', reason);

/**
 * Refuses anything but a regular file: a folder, a pipe, a socket or a device could block the reader. A link is treated
 * as its target.
 * @throws {RequestError}, or the error of the system if there is no such file
 */
export async function requireRegularFile(file: string, most = mostBytes): Promise<void> {
  requireKind(file, await stat(file), most);
}

/** @throws {RequestError} unless the path is a folder or a link to one */
export async function requireFolder(folder: string): Promise<void> {
  if (!(await stat(folder)).isDirectory()) throw refused({ code: 'notFolder', folder });
}

function requireKind(file: string, found: { isFile(): boolean; readonly size: number }, most: number): void {
  if (!found.isFile()) throw refused({ code: 'notRegularFile', file });
  if (found.size > most) throw refused({ code: 'fileTooLarge', file, ...sizes(found.size, most) });
}

const sizes = (...bytes: [found: number, most: number]) => {
  const [mebibytes = 0, most = 0] = bytes.map((size) => Math.ceil(size / 2 ** 20));
  return { mebibytes, most };
};

/**
 * Reads a regular file; a link is followed.
 * @throws {RequestError} as {@link requireRegularFile}
 */
export async function readRegularFile(file: string, most = mostBytes): Promise<Buffer> {
  await requireRegularFile(file, most);
  return read(file, constants.O_RDONLY | O_NONBLOCK, most);
}

/**
 * Reads a regular file inside a folder. Neither the file nor a folder on the way to it may be a symbolic link.
 * @param name path inside the folder
 * @throws {RequestError} as {@link requireRegularFile}, and for a link
 */
export async function readInside(folder: string, name: string, most = mostBytes): Promise<Buffer> {
  await refuseLinks(folder, name);
  const file = path.join(folder, name);
  await requireRegularFile(file, most);
  return read(file, constants.O_RDONLY | noLink, most);
}

/** @throws {RequestError} if a path inside a folder contains a symbolic link; a missing path is accepted */
export async function refuseLinks(folder: string, name: string): Promise<void> {
  let place = folder;
  for (const part of path.normalize(name).split(path.sep)) {
    // The folder itself can be a link.
    if (part === '.') continue;
    place = path.join(place, part);
    const found = await lstat(place).catch(() => undefined);
    if (found?.isSymbolicLink()) throw refused({ code: 'symbolicLink', file: place });
  }
}

/** Reads an open file by its handle and size, so that a renamed or replaced file has no effect. */
async function read(file: string, flags: number, most: number): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, flags);
    requireKind(file, await handle.stat(), most);
    return await handle.readFile();
  } finally {
    await handle?.close();
  }
}
