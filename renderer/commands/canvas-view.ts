import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { readStored, store } from '../words/browser-storage';

/** Effect of the wheel, and of two fingers on a trackpad. With Ctrl, or by a pinch, both zoom. */
export type WheelHabit = 'pan' | 'zoom';

const wheelKey = 'studio-wheel';

/** Settings and zoom level of the canvas, the same for every graph. */
export interface CanvasViewState {
  /** The canvas is zoomed out so far that small print would be unreadable and is not drawn. */
  readonly far: boolean;
  /** The canvas is zoomed out so far that sockets are too small to grab: nodes are plain boxes, wires plain lines. */
  readonly distant: boolean;
  /** Nodes snap to the grid while they are dragged. */
  readonly snap: boolean;
  readonly minimap: boolean;
  readonly wheel: WheelHabit;
  /** Id of the highlighted node, to which another element refers. */
  readonly lit: string | undefined;
}

export const canvasView = createStore<CanvasViewState>(() => ({
  far: false,
  distant: false,
  snap: false,
  minimap: true,
  wheel: readStored(wheelKey) === 'zoom' ? 'zoom' : 'pan',
  lit: undefined,
}));

/** Chooses the effect of the wheel; the browser keeps it. */
export function setWheel(wheel: WheelHabit): void {
  store(wheelKey, wheel);
  canvasView.setState({ wheel });
}

/** Highlights a node, or none. */
export const lightNode = (lit: string | undefined): void => canvasView.setState({ lit });

export function useCanvasView<Part>(part: (state: CanvasViewState) => Part): Part {
  return useStore(canvasView, part);
}
