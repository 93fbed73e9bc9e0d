import { useNodesInitialized, useReactFlow, useStore as useFlowStore, type OnMove } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useDocument } from '../state/editor';
import { files } from '../state/file-state';
import { fitOptions } from './fit-options';

/**
 * Keeps the whole graph in view, also when the canvas changes its size, until someone pans or zooms; a document that
 * is opened starts anew. Returns what listens to the panning.
 */
export function useFit(): OnMove {
  const { fitView, setViewport } = useReactFlow();
  const ready = useNodesInitialized();
  const opened = useStore(files, (state) => state.opened);
  const width = useFlowStore((state) => state.width);
  const height = useFlowStore((state) => state.height);
  const empty = useDocument().nodes.length === 0;
  const moved = useRef(false);
  /** The document that was brought into view: adding a node to it leaves the view as it is. */
  const fitted = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (!(ready || empty) || fitted.current === opened) return;
    fitted.current = opened;
    moved.current = empty;
    if (empty) void setViewport({ x: 0, y: 0, zoom: 1 });
    else void fitView(fitOptions);
  }, [fitView, setViewport, ready, empty, opened]);
  useEffect(() => {
    if (fitted.current !== undefined && !moved.current) void fitView(fitOptions);
  }, [fitView, width, height]);
  return useCallback((event) => {
    // A move without an event is the canvas's own.
    if (event !== null) moved.current = true;
  }, []);
}
