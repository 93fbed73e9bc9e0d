import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import { addNode } from '../shell/commands';
import { currentDocument } from '../state/editor';
import { nodeHeight, nodeWidth } from './measures';

/** Adds nodes in the middle of what the canvas shows, each a little aside where another one lies already. */
export function useAddAtCentre(): (kind: string) => void {
  const { screenToFlowPosition } = useReactFlow();
  const store = useStoreApi();
  return useCallback(
    (kind) => {
      const box = store.getState().domNode?.getBoundingClientRect();
      if (!box) return;
      const centre = screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      const position = { x: centre.x - nodeWidth / 2, y: centre.y - nodeHeight / 2 };
      const taken = (x: number, y: number) =>
        currentDocument().nodes.some(
          (node) => Math.abs(node.position.x - x) < 20 && Math.abs(node.position.y - y) < 20,
        );
      while (taken(position.x, position.y)) {
        position.x += 28;
        position.y += 28;
      }
      addNode(kind, position);
    },
    [screenToFlowPosition, store],
  );
}
