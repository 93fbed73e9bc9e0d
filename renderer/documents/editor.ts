import { useStore } from 'zustand';
import type { GraphAnalysis } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { analysisOf } from './analysis';
import { createHistory } from './history';
import { firstDocument } from './presets';
import { view, type ViewState } from './view';

/** The document that this window edits. */
export const editor = createHistory(firstDocument());

export const currentDocument = (): GraphDocument => editor.store.getState().document;

export const useDocument = (): GraphDocument => useStore(editor.store, (state) => state.document);
export const useAnalysis = (): GraphAnalysis => analysisOf(useDocument());
export const useCanUndo = (): boolean => useStore(editor.past, (state) => state.pastStates.length > 0);
export const useCanRedo = (): boolean => useStore(editor.past, (state) => state.futureStates.length > 0);

export function useView<Part>(part: (state: ViewState) => Part): Part {
  return useStore(view, part);
}
