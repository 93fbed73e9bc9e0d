import path from 'node:path';
import { isUnfinished } from '../../files/unfinished';
import { isReservedName } from '../../runs/run-folder';

/** Device names of Windows, which are invalid file names there, with any extension. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\..*)?$/iu;

/** True if a run cannot have the folder name, because a system or the runs folder reserves it. */
export const isForbiddenName = (name: string): boolean =>
  isReservedName(name.toLowerCase()) || isUnfinished(name) || deviceName.test(name);

/** True if a path in a run, with slashes, names a device on some system. */
export const namesDevice = (inside: string): boolean => deviceName.test(path.posix.basename(inside));
