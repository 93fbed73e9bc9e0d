import { useCallback } from 'react';
import { useStore } from 'zustand';
import { trainerOf } from '../../../graph-nodes/nodes/trainer/trainer-of';
import { session } from '../../session/session';
import { useMessages } from '../../words';

/** Maximum length of a name in charts. */
const longest = 24;

/** Names of a run's stages by their numbers; empty until its graph is known. */
export function useStageName(run: string): (stage: number) => string {
  const graph = useStore(session, ({ graphs }) => graphs.get(run));
  return useCallback((stage) => (graph && trainerOf(graph)?.node.stages?.[stage - 1]?.name) ?? '', [graph]);
}

/** Labels of a run's stages in charts, by their numbers. */
export function useStageLabel(run: string): (stage: number) => string {
  const m = useMessages();
  const nameOf = useStageName(run);
  return useCallback(
    (stage) => {
      const name = nameOf(stage);
      return m.charts.stage(stage, name.length > longest ? `${name.slice(0, longest - 1)}…` : name);
    },
    [nameOf, m],
  );
}
