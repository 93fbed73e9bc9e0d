import { zipSync } from 'fflate';
import { saveAs } from '../../documents/files';

/** A file that the engine has made. */
export interface EngineFile {
  readonly name: string;
  readonly base64: string;
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  md: 'text/markdown',
  png: 'image/png',
  tex: 'application/x-tex',
  zip: 'application/zip',
};

const bytesOf = ({ base64 }: EngineFile): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** Text of a file, without a byte order mark. */
export const textOf = (file: EngineFile): string => new TextDecoder().decode(bytesOf(file));

/** Saves files of the engine: one file directly, several as one zip. */
export async function deliver(files: readonly EngineFile[], zipName: string): Promise<void> {
  const [only] = files;
  if (!only) return;
  if (files.length > 1) {
    // Compression does not make the weights smaller.
    const zip = zipSync(Object.fromEntries(files.map((file) => [file.name, bytesOf(file)])), { level: 0 });
    await saveAs(new Blob([zip as BlobPart], { type: 'application/zip' }), zipName);
    return;
  }
  const type = types[only.name.slice(only.name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  await saveAs(new Blob([bytesOf(only)], { type }), only.name);
}
