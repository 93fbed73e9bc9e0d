import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Dialogs, menus and side panels that the window shows. */
export interface PanelState {
  readonly dialog: 'gallery' | 'shortcuts' | 'commands' | 'find' | 'diff' | 'experiments' | 'about' | undefined;
  /** The context menu: its place on the screen and its subject. */
  readonly menu:
    | {
        readonly screen: { readonly x: number; readonly y: number };
        readonly on: 'canvas' | 'node' | 'nodes' | 'frame' | 'note' | 'wire';
      }
    | undefined;
  readonly livePanelOpen: boolean;
  /** The node whose alternatives the study form asks for, by id. */
  readonly alternativesOf: string | undefined;
}

export const panels = createStore<PanelState>(() => ({
  dialog: undefined,
  menu: undefined,
  livePanelOpen: false,
  alternativesOf: undefined,
}));

export function usePanels<Part>(part: (state: PanelState) => Part): Part {
  return useStore(panels, part);
}

export const openDialog = (dialog: NonNullable<PanelState['dialog']>): void => panels.setState({ dialog });
export const closeDialog = (): void => panels.setState({ dialog: undefined, alternativesOf: undefined });
export const openLivePanel = (): void => panels.setState({ livePanelOpen: true });
