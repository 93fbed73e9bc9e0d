import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { zipSync, type ZipOptions } from 'fflate';
import { readInside } from '../../files/regular-file';
import { isRunFile, slashed } from './contents';

/** The first date that a zip can contain, for all files, since the real dates are not data of the run. */
const noTime = new Date(1980, 0, 1);

/**
 * A run folder as one zip with one folder of the same name. Machine and process of the run are omitted. The same folder
 * gives the same bytes.
 * @throws {RequestError} if a file of the run is a symbolic link or not a regular file
 */
export async function zipRun(folder: string): Promise<Uint8Array> {
  // With their types, so that links to folders are not followed.
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const places = found.map(({ parentPath, name }) => slashed(path.relative(folder, path.join(parentPath, name))));
  const names = places.filter(isRunFile).sort();
  const entries: Record<string, [Uint8Array, ZipOptions]> = {};
  for (const name of names) {
    const bytes = await readInside(folder, name);
    const own = name === 'run.json' ? withoutProcess(bytes) : bytes;
    // Weights hardly compress, and would only take time.
    const level = name.endsWith('.safetensors') ? 0 : 6;
    entries[`${path.basename(path.resolve(folder))}/${name}`] = [own, { level, mtime: noTime }];
  }
  return zipSync(entries);
}

function withoutProcess(bytes: Uint8Array): Uint8Array {
  const { process: _, ...state } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  return new TextEncoder().encode(`${JSON.stringify(state, null, 2)}\n`);
}
