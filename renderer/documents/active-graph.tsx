import { createContext, use, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { GraphAnalysis } from '../../graph-nodes/graph/analysis';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { analysisOf } from './analysis';
import type { Change } from './history';
import {
  documentOf,
  type FileState,
  type Gestures,
  type GraphSelection,
  type OpenGraph,
  type Placement,
} from './open-graph';
import { activeGraph, graphs } from './open-graphs';

/** Access to the graph that the window shows: functions for commands, hooks for components. */

export const currentDocument = (): GraphDocument => documentOf(activeGraph());

/** Changes the document as one step of its history; see {@link DocumentHistory.edit}. */
export const edit = (change: Change, merge?: string): void => activeGraph().history.edit(change, merge);

/** Ends a merged step: the next change is a separate step. */
export const seal = (): void => activeGraph().history.seal();
export const undo = (): void => activeGraph().history.undo();
export const redo = (): void => activeGraph().history.redo();

export const selected = (): GraphSelection => activeGraph().selection.getState();

export function select(nodes: Iterable<string>, edges: Iterable<string> = []): void {
  activeGraph().selection.setState({ nodes: new Set(nodes), edges: new Set(edges) });
}

export const placement = (): Placement => activeGraph().placement.getState();

export const gestures = (): Gestures => activeGraph().gestures.getState();

/** Begins or ends gestures; gestures that are not named stay. */
export const setGestures = (next: Partial<Gestures>): void => activeGraph().gestures.setState(next);

const GraphContext = createContext<OpenGraph | undefined>(undefined);

/** Provides the active graph to the components inside it. */
export function ActiveGraph({ children }: { readonly children: ReactNode }) {
  const graph = useStore(graphs, ({ active }) => active);
  return <GraphContext value={graph}>{children}</GraphContext>;
}

export function useGraph(): OpenGraph {
  const graph = use(GraphContext);
  if (graph === undefined) throw new Error('A component reads the graph outside ActiveGraph; render it inside.');
  return graph;
}

export const useDocument = (): GraphDocument => useStore(useGraph().history.store, ({ document }) => document);
export const useAnalysis = (): GraphAnalysis => analysisOf(useDocument());
export const useCanUndo = (): boolean => useStore(useGraph().history.past, (state) => state.pastStates.length > 0);
export const useCanRedo = (): boolean => useStore(useGraph().history.past, (state) => state.futureStates.length > 0);

export function useFile<Part>(part: (state: FileState) => Part): Part {
  return useStore(useGraph().file, part);
}

export function useUnsaved(): boolean {
  const document = useDocument();
  return useFile(({ saved }) => saved !== document);
}

export function useSelection<Part>(part: (state: GraphSelection) => Part): Part {
  return useStore(useGraph().selection, part);
}

export function usePlacement<Part>(part: (state: Placement) => Part): Part {
  return useStore(useGraph().placement, part);
}

export function useGestures<Part>(part: (state: Gestures) => Part): Part {
  return useStore(useGraph().gestures, part);
}
