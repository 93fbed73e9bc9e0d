import { useCallback } from 'react';
import { useStore } from 'zustand';
import { trainerOf } from '../../../graph-nodes/nodes/trainer/trainer-of';
import { session } from '../../session/session';
import { useMessages } from '../../words';

/** Longer names are cut in charts. */
const longest = 24;

/** Labels of a run's stages by their numbers, with their names as soon as its graph is known. */
export function useStageLabel(run: string): (stage: number) => string {
  const m = useMessages();
  const graph = useStore(session, ({ graphs }) => graphs.get(run));
  return useCallback(
    (stage) => {
      const name = (graph && trainerOf(graph)?.node.stages?.[stage - 1]?.name) ?? '';
      return m.charts.stage(stage, name.length > longest ? `${name.slice(0, longest - 1)}…` : name);
    },
    [graph, m],
  );
}
