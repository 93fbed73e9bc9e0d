import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A page on disk that forwards a browser to an address. */
export interface RedirectFile {
  readonly file: string;
  remove(): Promise<void>;
}

/**
 * Writes a redirect file that only this user can read. A browser opens the file instead of the address, since every
 * user of a machine can read the arguments of its processes.
 * @param address of this server; needs no escaping in HTML
 */
export async function writeRedirectFile(address: string): Promise<RedirectFile> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-open-'));
  const file = path.join(folder, 'studio.html');
  const page = `<!doctype html><meta charset="utf-8"><title>Missing-Modality Studio</title>
<meta http-equiv="refresh" content="0;url=${address}"><a href="${address}">Open the studio</a>\n`;
  await writeFile(file, page, { mode: 0o600, flag: 'wx' });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
