import path from 'node:path';

/** Scheme of the editor's own pages. It replaces file://, whose pages can read every file of the user. */
export const scheme = 'studio';
const host = 'app';

/** Address of the editor; the only page that a window shows. */
export const editorAddress = `${scheme}://${host}/index.html`;

/** True for the editor's page itself: no other path, query or fragment. */
export const isEditor = (address: string): boolean => address === editorAddress;

/** True for an origin, or an address, of the editor's scheme and host. */
export function isOwnOrigin(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === '';
}

/**
 * Path of the file that answers a request; undefined if the address is not one of the editor's files.
 * @param folder the built editor
 */
export function fileOf(address: string, folder: string): string | undefined {
  if (!isOwnOrigin(address)) return undefined;
  const name = decoded(new URL(address).pathname);
  if (name === undefined || /[\0\\:]/.test(name)) return undefined;
  const file = path.join(folder, name);
  const inside = path.relative(folder, file);
  return inside === '' || inside.startsWith('..') || path.isAbsolute(inside) ? undefined : file;
}

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
