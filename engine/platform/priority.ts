import os from 'node:os';

/**
 * Lets windows, which draw, go before this process, which computes on every core: threads made from now on have its
 * priority. Alone on the machine it is no slower.
 */
export function giveWay(): void {
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
}
