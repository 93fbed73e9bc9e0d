import { useNodesInitialized, useReactFlow, useStore as useFlowStore, type OnMove } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { files } from '../state/files';

export const fitOptions = { padding: 0.05, minZoom: 0.2, maxZoom: 1.4 } as const;

/**
 * Keeps the whole graph in view, also when the canvas changes its size, until someone pans or zooms; a document that
 * is opened starts anew. Returns what listens to the panning.
 */
export function useFit(): OnMove {
  const { fitView } = useReactFlow();
  const ready = useNodesInitialized();
  const opened = useStore(files, (state) => state.opened);
  const width = useFlowStore((state) => state.width);
  const height = useFlowStore((state) => state.height);
  const moved = useRef(false);
  useEffect(() => {
    moved.current = false;
  }, [opened]);
  useEffect(() => {
    if (ready && !moved.current) void fitView(fitOptions);
  }, [fitView, ready, opened, width, height]);
  return useCallback((event) => {
    // A move without an event is the canvas's own.
    if (event !== null) moved.current = true;
  }, []);
}
