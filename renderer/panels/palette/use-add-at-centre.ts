import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import { addNode } from '../../commands/commands';
import { nodeHeight, nodeWidth } from '../../documents/measures';

/** Adds nodes in the middle of the visible canvas. */
export function useAddAtCentre(): (kind: string) => void {
  const { screenToFlowPosition } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (kind) => {
      const box = store.getState().domNode?.getBoundingClientRect();
      if (!box) return;
      const centre = screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      const position = { x: centre.x - nodeWidth / 2, y: centre.y - nodeHeight / 2 };
      addNode(kind, position);
    },
    [screenToFlowPosition, store],
  );
}
