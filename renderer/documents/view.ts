import { createStore } from 'zustand/vanilla';
import type { Point } from './editing';

/** What the editor knows beside the document: never saved, never undone. */
export interface ViewState {
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** Positions of nodes that are being dragged. */
  readonly moving: ReadonlyMap<string, Point>;
  /** The note that is being sized, by what it is drawn as, and its size at this moment. */
  readonly sizing: { readonly id: string; readonly width: number; readonly height: number } | undefined;
  /** Sizes of the drawn nodes. */
  readonly sizes: ReadonlyMap<string, { readonly width: number; readonly height: number }>;
  /** While a wire is dragged: where it starts, the sockets it fits, and the key of the wire that is moved, if any. */
  readonly wiring:
    { readonly start: string; readonly fits: ReadonlySet<string>; readonly instead: string | undefined } | undefined;
  /** While a node is to be chosen for a place: where on the screen and in the graph, and the socket it is to be wired to. */
  readonly adding: { readonly screen: Point; readonly place: Point; readonly from: SocketEnd | undefined } | undefined;
  /** The node or frame whose title is being written, or the note whose text is. */
  readonly renaming: string | undefined;
  /** The main parameter that is being written on its node. */
  readonly writing: { readonly node: string; readonly parameter: string } | undefined;
  /** The key of the wire that the dragged node would be put into. */
  readonly intoWire: string | undefined;
  readonly dialog: 'gallery' | 'shortcuts' | 'commands' | 'find' | 'diff' | 'experiments' | undefined;
  /** The context menu: where it is, and what it is about. */
  readonly menu:
    { readonly screen: Point; readonly on: 'canvas' | 'node' | 'nodes' | 'frame' | 'note' | 'wire' } | undefined;
  /** Whether the canvas is seen from so far that small print could not be read, and is not drawn. */
  readonly far: boolean;
  /** Whether it is seen from so far that a socket could not be taken hold of: nodes are plain boxes, wires plain lines. */
  readonly distant: boolean;
  /** Everything is drawn, in view or not: a picture is being made. */
  readonly drawAll: boolean;
  /** Whether nodes snap to the grid while they are dragged. */
  readonly snap: boolean;
  readonly minimap: boolean;
  readonly livePanelOpen: boolean;
}

/** One end of a wire. */
export interface SocketEnd {
  readonly node: string;
  readonly socket: string;
  readonly side: 'input' | 'output';
}

export const socketKey = (node: string, side: 'input' | 'output', socket: string): string =>
  `${node}/${side}/${socket}`;

const none: ReadonlySet<string> = new Set();

export const view = createStore<ViewState>(() => ({
  selectedNodes: none,
  selectedEdges: none,
  moving: new Map(),
  sizes: new Map(),
  sizing: undefined,
  wiring: undefined,
  adding: undefined,
  intoWire: undefined,
  renaming: undefined,
  writing: undefined,
  dialog: undefined,
  menu: undefined,
  far: false,
  distant: false,
  drawAll: false,
  snap: false,
  minimap: true,
  livePanelOpen: false,
}));

export function select(nodes: Iterable<string>, edges: Iterable<string> = []): void {
  view.setState({ selectedNodes: new Set(nodes), selectedEdges: new Set(edges) });
}
