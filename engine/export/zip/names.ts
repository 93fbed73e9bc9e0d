import path from 'node:path';
import { isUnfinished } from '../../files/unfinished';
import { isReservedName } from '../../runs/run-folder';

/** Names of devices of Windows, where no file can have them, with any extension. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\..*)?$/iu;

/** True if a run cannot have the folder name: one that a system or the runs folder uses for something else. */
export const isForbiddenName = (name: string): boolean =>
  isReservedName(name.toLowerCase()) || isUnfinished(name) || deviceName.test(name);

/** True if a path inside a run, with slashes, names a device on some system. */
export const namesDevice = (inside: string): boolean => deviceName.test(path.posix.basename(inside));
