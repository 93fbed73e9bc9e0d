import { useStore } from 'zustand';
import { logOf, ownRun } from '../session/own-run';
import { hasEnded } from '../session/run-log';

/** The ended run that has trained a node; undefined if there is none. */
export const useEndedRun = (node: string): string | undefined =>
  useStore(ownRun, (own) => {
    const log = logOf(own, node);
    return hasEnded(log) ? log?.status.run : undefined;
  });
