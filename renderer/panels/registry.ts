import type { ComponentType } from 'react';
import type { Messages } from '../words';

/** Slots of the window, and `window` for dialogs and messages that float over it. */
export type Place = 'top' | 'lesson' | 'left' | 'centre' | 'right' | 'bottom' | 'menu' | 'status' | 'window';

export interface PanelDescriptor {
  /** Also the key of the panel's title among the words. */
  readonly id: keyof Messages['panels']['names'];
  readonly where: Place;
  /** Loads the component when the panel is first rendered. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

/** Every panel of the window, in the order of rendering within its place. */
export const registry: readonly PanelDescriptor[] = [
  { id: 'topBar', where: 'top', load: async () => ({ default: (await import('./top-bar/TopBar')).TopBar }) },
  { id: 'tabBar', where: 'top', load: async () => ({ default: (await import('./top-bar/TabBar')).TabBar }) },
  {
    id: 'lesson',
    where: 'lesson',
    load: async () => ({ default: (await import('./lessons/LessonPanel')).LessonPanel }),
  },
  { id: 'palette', where: 'left', load: async () => ({ default: (await import('./palette/Palette')).Palette }) },
  { id: 'canvas', where: 'centre', load: async () => ({ default: (await import('../canvas/Canvas')).Canvas }) },
  {
    id: 'inspector',
    where: 'right',
    load: async () => ({ default: (await import('./inspector/Inspector')).Inspector }),
  },
  { id: 'live', where: 'bottom', load: async () => ({ default: (await import('./live/LivePanel')).LivePanel }) },
  {
    id: 'contextMenu',
    where: 'menu',
    load: async () => ({ default: (await import('./dialogs/ContextMenu')).ContextMenu }),
  },
  { id: 'statusBar', where: 'status', load: async () => ({ default: (await import('./live/StatusBar')).StatusBar }) },
  { id: 'addSearch', where: 'window', load: async () => ({ default: (await import('./search/AddSearch')).AddSearch }) },
  { id: 'gallery', where: 'window', load: async () => ({ default: (await import('./gallery/Gallery')).Gallery }) },
  {
    id: 'experiments',
    where: 'window',
    load: async () => ({ default: (await import('./experiments/Experiments')).Experiments }),
  },
  { id: 'stage', where: 'window', load: async () => ({ default: (await import('./stage/StagePanel')).StagePanel }) },
  {
    id: 'shortcuts',
    where: 'window',
    load: async () => ({ default: (await import('./dialogs/Shortcuts')).Shortcuts }),
  },
  {
    id: 'commandPalette',
    where: 'window',
    load: async () => ({ default: (await import('./search/CommandPalette')).CommandPalette }),
  },
  {
    id: 'findInGraph',
    where: 'window',
    load: async () => ({ default: (await import('./search/FindInGraph')).FindInGraph }),
  },
  { id: 'diff', where: 'window', load: async () => ({ default: (await import('./dialogs/DiffDialog')).DiffDialog }) },
  { id: 'insides', where: 'window', load: async () => ({ default: (await import('./insides/Insides')).Insides }) },
  { id: 'about', where: 'window', load: async () => ({ default: (await import('./dialogs/About')).About }) },
  { id: 'desktop', where: 'window', load: async () => ({ default: (await import('./desktop/Desktop')).Desktop }) },
  { id: 'recovery', where: 'window', load: async () => ({ default: (await import('./dialogs/Recovery')).Recovery }) },
  { id: 'confirm', where: 'window', load: async () => ({ default: (await import('./dialogs/Confirm')).Confirm }) },
  { id: 'toasts', where: 'window', load: async () => ({ default: (await import('./dialogs/Toasts')).Toasts }) },
];
