import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Settings and zoom level of the canvas, the same for every graph. */
export interface CanvasViewState {
  /** The canvas is zoomed out so far that small print would be unreadable and is not drawn. */
  readonly far: boolean;
  /** The canvas is zoomed out so far that sockets are too small to grab: nodes are plain boxes, wires plain lines. */
  readonly distant: boolean;
  /** Nodes snap to the grid while they are dragged. */
  readonly snap: boolean;
  readonly minimap: boolean;
}

export const canvasView = createStore<CanvasViewState>(() => ({
  far: false,
  distant: false,
  snap: false,
  minimap: true,
}));

export function useCanvasView<Part>(part: (state: CanvasViewState) => Part): Part {
  return useStore(canvasView, part);
}
