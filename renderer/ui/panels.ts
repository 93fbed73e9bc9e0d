import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { readStored, store } from '../words/browser-storage';

/** Dialogs, menus and side panels that the window shows. */
export interface PanelState {
  readonly dialog:
    'gallery' | 'shortcuts' | 'commands' | 'find' | 'diff' | 'experiments' | 'about' | 'insides' | 'stage' | undefined;
  /** The context menu: its place on the screen and its subject. */
  readonly menu:
    | {
        readonly screen: { readonly x: number; readonly y: number };
        readonly on: 'canvas' | 'node' | 'nodes' | 'frame' | 'note' | 'wire' | 'tab';
      }
    | undefined;
  readonly paletteOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly livePanelOpen: boolean;
  /** Id of the node whose insides are open, or its output whose values are shown. */
  readonly insidesOf: { readonly node: string; readonly socket?: string } | undefined;
  /** Id of the node whose alternatives the study form lists. */
  readonly alternativesOf: string | undefined;
  /** Name of the run that the stage opens; undefined: the active or the newest one. */
  readonly stageOf: string | undefined;
  /** Projector mode: everything is larger for an audience, and parts that are not needed to show a graph are hidden. */
  readonly projector: boolean;
  /** Controls and parameters that an open lesson limits the window to; undefined: everything is shown. */
  readonly limits: ControlLimits | undefined;
}

/** Controls that a lesson shows, by name, and parameters as `node.parameter`; without parameters, all of them. */
export interface ControlLimits {
  /** Id of the lesson. */
  readonly of: unknown;
  readonly controls: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string> | undefined;
}

const projectorKey = 'studio-projector';

export const panels = createStore<PanelState>(() => ({
  dialog: undefined,
  menu: undefined,
  paletteOpen: true,
  inspectorOpen: true,
  livePanelOpen: false,
  insidesOf: undefined,
  alternativesOf: undefined,
  stageOf: undefined,
  projector: readStored(projectorKey, 'sessionStorage') === 'on',
  limits: undefined,
}));

export function usePanels<Part>(part: (state: PanelState) => Part): Part {
  return useStore(panels, part);
}

/** True unless an open lesson hides the control. */
export const useControl = (name: string): boolean => usePanels(({ limits }) => limits?.controls.has(name) !== false);

export const openDialog = (dialog: NonNullable<PanelState['dialog']>): void => panels.setState({ dialog });
export const closeDialog = (): void =>
  panels.setState({ dialog: undefined, alternativesOf: undefined, stageOf: undefined });
/** Opens the insides of a node, or the values at one of its outputs. */
export const openInsides = (insidesOf: NonNullable<PanelState['insidesOf']>): void =>
  panels.setState({ dialog: 'insides', insidesOf });
/** Opens the stage of a run, or of the active or newest one. */
export const openStage = (run?: string): void => panels.setState({ dialog: 'stage', stageOf: run });
export const openLivePanel = (): void => panels.setState({ livePanelOpen: true });

/** Enters or leaves projector mode until the window is closed. */
export function setProjector(projector: boolean): void {
  store(projectorKey, projector ? 'on' : 'off', 'sessionStorage');
  panels.setState({ projector });
}
