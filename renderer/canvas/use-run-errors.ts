import { useMemo } from 'react';
import { useStore } from 'zustand';
import { ownRun } from '../live/own-run';
import type { NodeErrors } from './flow';

/** Why the engine would not start the last run, or why the run at hand failed, where that belongs to a node. */
export function useRunErrors(): NodeErrors {
  const refusal = useStore(ownRun, (state) => state.refusal);
  const status = useStore(ownRun, ({ log }) => (log?.status.state === 'failed' ? log.status : undefined));
  return useMemo(() => {
    const errors = new Map<string, string>();
    for (const { node, message } of [status, refusal].filter((error) => error !== undefined)) {
      if (node !== undefined) errors.set(node, message);
    }
    return errors;
  }, [refusal, status]);
}
