import path from 'node:path';
import { isEditor, isOwnOrigin } from './editor-address';

/** Properties of a sending frame that decide its permission. */
interface Frame {
  readonly url: string;
  readonly frameTreeNodeId: number;
}

/**
 * True if a message is from the editor: from the main frame of a window, with exactly the editor's address.
 * @param sender null if the frame no longer exists
 * @param main the main frame of the window that sent the message
 */
export const isTrustedSender = (sender: Frame | null, main: Frame): boolean =>
  sender !== null && sender.frameTreeNodeId === main.frameTreeNodeId && isEditor(sender.url);

/** A request for a permission, or a check of one. */
export interface PermissionUse {
  readonly permission: string;
  /** Origin or address of the requesting page. */
  readonly origin: string;
  /** True if a whole folder is requested. */
  readonly isDirectory?: boolean | undefined;
}

/**
 * Permissions that the editor needs: to write to a file that the user chose in a system dialog, and to write text to
 * the clipboard ("Copy error details").
 */
const needed: ReadonlySet<string> = new Set(['fileSystem', 'clipboard-sanitized-write']);

/**
 * True if a page may use a permission. Reading the clipboard, devices, notifications and all other permissions are
 * refused.
 */
export const mayUse = ({ permission, origin, isDirectory = false }: PermissionUse): boolean =>
  isOwnOrigin(origin) && needed.has(permission) && !isDirectory;

/**
 * Address that the browser may open after the user's confirmation; undefined for an address that is never opened. The
 * editor contains no links to sites, so a link is from the text of a graph.
 */
export function externalAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  return url.href;
}

/** True for the absolute path of an entry inside a folder; false for the folder itself. */
export function isInside(folder: string, place: unknown): place is string {
  if (typeof place !== 'string' || !path.isAbsolute(place)) return false;
  const inside = path.relative(path.resolve(folder), path.resolve(place));
  return inside !== '' && inside.split(path.sep)[0] !== '..' && !path.isAbsolute(inside);
}

/** Reasons for the end of a process, of Electron's events `render-process-gone` and `child-process-gone`. */
export type EndReason =
  | 'clean-exit'
  | 'abnormal-exit'
  | 'killed'
  | 'crashed'
  | 'oom'
  | 'launch-failed'
  | 'integrity-failure'
  | 'memory-eviction';

/** Interval in milliseconds within which a second end is not handled by another reload. */
const calm = 60_000;

/**
 * Reaction to a window whose process has ended. The engine is a separate process, so training continues in each case.
 * @param sinceLast milliseconds since the last end of a window's process; undefined for the first
 */
export function reactionToEnd(reason: EndReason, sinceLast: number | undefined): 'ignore' | 'reload' | 'ask' {
  if (reason === 'clean-exit') return 'ignore';
  if (reason === 'launch-failed' || reason === 'integrity-failure') return 'ask';
  return sinceLast !== undefined && sinceLast < calm ? 'ask' : 'reload';
}
