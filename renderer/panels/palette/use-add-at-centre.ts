import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import { addNodeNear } from '../../commands/commands';

/** Adds nodes near the middle of the visible canvas, without overlaps. */
export function useAddAtCentre(): (kind: string) => void {
  const { screenToFlowPosition } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (kind) => {
      const box = store.getState().domNode?.getBoundingClientRect();
      if (box) addNodeNear(kind, screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 }));
    },
    [screenToFlowPosition, store],
  );
}
