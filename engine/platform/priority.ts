import os from 'node:os';

/**
 * Gives this process, which computes on every core, a lower priority than windows. The priority applies to threads that
 * start from now on. Without other load the process is no slower.
 */
export function lowerPriority(): void {
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
}
