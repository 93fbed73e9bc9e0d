import { createStore } from 'zustand/vanilla';
import type { Point } from './editing';

/** What the editor knows beside the document: never saved, never undone. */
export interface ViewState {
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** Positions of nodes that are being dragged. */
  readonly moving: ReadonlyMap<string, Point>;
  /** Sizes of the drawn nodes. */
  readonly sizes: ReadonlyMap<string, { readonly width: number; readonly height: number }>;
  /** While a wire is dragged: where it starts, the sockets it fits, and the key of the wire that is moved, if any. */
  readonly wiring:
    { readonly start: string; readonly fits: ReadonlySet<string>; readonly instead: string | undefined } | undefined;
  readonly dialog: 'gallery' | 'shortcuts' | undefined;
  readonly livePanelOpen: boolean;
}

export const socketKey = (node: string, side: 'input' | 'output', socket: string): string =>
  `${node}/${side}/${socket}`;

const none: ReadonlySet<string> = new Set();

export const view = createStore<ViewState>(() => ({
  selectedNodes: none,
  selectedEdges: none,
  moving: new Map(),
  sizes: new Map(),
  wiring: undefined,
  dialog: undefined,
  livePanelOpen: false,
}));

export function select(nodes: Iterable<string>, edges: Iterable<string> = []): void {
  view.setState({ selectedNodes: new Set(nodes), selectedEdges: new Set(edges) });
}
