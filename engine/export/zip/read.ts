import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { errorMessage, RequestError } from '../../contract/errors';
import type { EngineMessage } from '../../contract/messages';
import { ensureFolder, explained } from '../../files/atomic';
import { readFileOf } from '../../files/read-file';
import { removeUnfinished, unfinished } from '../../files/unfinished';
import { checkRun } from './check';
import { isRunFile } from './contents';
import { isForbiddenName, namesDevice } from './names';

/** Maximum number of files; a run has about ten. */
const mostFiles = 100;
/** Maximum compression ratio. Curves and predictions shrink to a twentieth. */
const mostGrowth = 50;
/** Size below which the compression ratio is not limited. */
const freeBytes = 16 * 2 ** 20;
/** A folder name that all systems allow, and that is not hidden. Users rename run folders. */
const folderName = /^(?![.\s])[^\p{Cc}\\/:*?"<>|]{1,100}(?<![.\s])$/u;
/** Files that macOS and Windows add to folders and zips. */
const systemFile = /^__MACOSX\/|(^|\/)(\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$/iu;

/**
 * Unpacks a run that was written by {@link zipRun}, checks it as a whole, and adds it to the runs: under its own name,
 * or under a numbered name if that is taken. A refused zip leaves no files; files of a killed process are removed.
 *
 * @returns the folder
 * @throws {RequestError} if the zip is truncated, contains anything but one complete run, or exceeds the limits, or if
 * the runs folder is not writable
 */
export async function importRun(zip: Uint8Array, name: string, runsFolder: string): Promise<string> {
  const unpacked = unfinished(path.join(runsFolder, '.import'));
  await explained(runsFolder, () => ensureFolder(unpacked));
  await removeUnfinished(runsFolder, 0);
  try {
    const run = await unpack(zip, name, unpacked);
    await checkRun(unpacked).catch((error: unknown) => {
      if (!(error instanceof RequestError) || error.code !== 'refused') throw error;
      const reason = withoutPath(error.reason, `${unpacked}${path.sep}`);
      throw refusal({ code: 'zipRunUnreadable', zip: name, reason });
    });
    return await explained(runsFolder, () => settle(unpacked, run, runsFolder));
  } finally {
    await rm(unpacked, { recursive: true, force: true }).catch(() => undefined);
  }
}

const refusal = (reason: EngineMessage): RequestError => new RequestError('refused', reason);

/** Formats a message that names files, without a part of their path. */
function withoutPath(message: EngineMessage, part: string): EngineMessage {
  const shortened: unknown = JSON.parse(JSON.stringify(message), (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(part, '') : value,
  );
  return shortened as EngineMessage;
}

/** @returns the name of the run */
async function unpack(bytes: Uint8Array, zip: string, into: string): Promise<string> {
  const { file, entries } = await open(bytes, zip);
  const runs = new Set(entries.map(({ fileName }) => fileName.split('/')[0] ?? ''));
  const [run = ''] = runs;
  if (runs.size !== 1 || !folderName.test(run)) throw refusal({ code: 'zipWithoutRun', zip });
  if (isForbiddenName(run)) throw refusal({ code: 'zipReservedName', zip, name: run });
  const names = new Set<string>();
  for (const { fileName } of entries) {
    const inside = fileName.slice(run.length + 1);
    if (!isRunFile(inside)) throw refusal({ code: 'zipForeignFile', zip, file: fileName });
    if (namesDevice(inside)) throw refusal({ code: 'zipReservedName', zip, name: fileName });
    // Some file systems ignore case.
    if (names.has(inside.toLowerCase())) throw refusal({ code: 'zipRepeatedFile', zip, file: fileName });
    names.add(inside.toLowerCase());
  }
  const size = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (size > freeBytes + mostGrowth * bytes.length) {
    throw refusal({ code: 'zipGrowth', zip, mebibytes: mebibytes(bytes.length), unpacked: mebibytes(size) });
  }
  for (const entry of entries) {
    const place = path.join(into, ...entry.fileName.slice(run.length + 1).split('/'));
    const bytes = await content(file, entry, zip);
    await explained(path.dirname(into), async () => {
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, bytes);
    });
  }
  return run;
}

/** The files of a zip, from its directory at the end; folders and system files are skipped. */
async function open(content: Uint8Array, zip: string): Promise<{ file: yauzl.ZipFile; entries: yauzl.Entry[] }> {
  const entries: yauzl.Entry[] = [];
  try {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    const file = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
    for await (const entry of file.eachEntry()) {
      if (!entry.fileName.endsWith('/') && !systemFile.test(entry.fileName)) entries.push(entry);
      if (entries.length > mostFiles) throw refusal({ code: 'zipTooManyFiles', zip, most: mostFiles });
    }
    return { file, entries };
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw refusal({ code: 'zipUnreadable', zip, reason: errorMessage(error) });
  }
}

/** A file of a zip. Its length is limited by the directory and its checksum is verified. */
async function content(file: yauzl.ZipFile, entry: yauzl.Entry, zip: string): Promise<Buffer> {
  try {
    const bytes = await buffer(await file.openReadStreamPromise(entry));
    if (crc32(bytes) !== entry.crc32) throw refusal({ code: 'checksumDiffers' });
    return bytes;
  } catch (error) {
    throw refusal({ code: 'zipDamaged', zip, file: entry.fileName, reason: errorMessage(error) });
  }
}

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** Error codes of a rename to an existing folder. */
const taken = ['EEXIST', 'ENOTEMPTY'];

/** Moves a run to its place, and writes the name of the place into it. */
async function settle(unpacked: string, run: string, runsFolder: string): Promise<string> {
  const state = JSON.parse(new TextDecoder().decode(await readFileOf(unpacked, 'run.json'))) as {
    run: string;
    result?: { run: string };
  };
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? run : `${run}-${number}`;
    const folder = path.join(runsFolder, name);
    if (await lstat(folder).catch(() => undefined)) continue;
    const renamed = { ...state, run: name, ...(state.result && { result: { ...state.result, run: name } }) };
    await writeFile(path.join(unpacked, 'run.json'), `${JSON.stringify(renamed, null, 2)}\n`);
    try {
      await rename(unpacked, folder);
      return folder;
    } catch (error) {
      // Another process created it at the same time.
      if (!taken.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}
