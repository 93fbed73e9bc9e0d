import { flushSync } from 'react-dom';
import type { Point } from '../documents/editing';
import { canvasCentre, showNodes, showWholeGraph, toGraph, zoomIn, zoomOut, zoomToOne } from './viewport';
import type { Messages } from '../words';
import { exportPng, exportSvg, exportTypeScript } from './share';
import { chooseFile, save } from '../documents/files';
import * as commands from './commands';
import { copySelected, cutSelected, pasteCopied } from './copying';
import { pointerPlace } from './pointer';
import { editFirstValue } from './values';
import { undo, redo, selected, setGestures } from '../documents/active-graph';
import { activeGraph, graphs, stepGraph } from '../documents/open-graphs';
import { openIntroduction } from '../session/introduction';
import { openDialog, openStage, panels, setProjector } from '../ui/panels';
import { canvasView, setWheel } from './canvas-view';
import type { RunState } from '../../engine/contract/runs';
import { control, session, stepRun } from '../session/session';
import { stepSlowly, toggleSlowMotion } from '../session/slow-motion';

export const actionGroups = ['graph', 'edit', 'arrange', 'view', 'run', 'help'] as const;

/** An action of the user, available by key, in the command palette and in menus. */
export interface Action {
  readonly id: keyof Messages['actions'];
  readonly group: (typeof actionGroups)[number];
  /** Key combinations in the form of Mantine's `useHotkeys`. */
  readonly keys?: readonly string[];
  /** True if the key also works while a field has the focus. */
  readonly inFields?: boolean;
  /** True if the browser handles the key and the studio handles the browser's event. */
  readonly byBrowser?: boolean;
  /** False if the action is not possible; menus and the command palette then show it as disabled. */
  readonly can?: () => boolean;
  /** @param at place on the screen of the request: that of a context menu */
  run(at?: Point): void;
}

const dialog = (name: Parameters<typeof openDialog>[0]) => () => openDialog(name);

function searchToAdd(at: Point | undefined): void {
  const screen = at ?? pointerPlace() ?? canvasCentre();
  setGestures({ adding: { screen, place: toGraph(screen), from: undefined } });
}

function noteHere(at: Point | undefined): void {
  commands.addNote(toGraph(at ?? pointerPlace() ?? canvasCentre()));
}

/** True if the connected engine has the shown run in one of the states. */
const runIs = (...states: readonly RunState[]): boolean => {
  const { connection, log } = session.getState();
  return connection === 'connected' && log !== undefined && states.includes(log.status.state);
};

/** Shows a side panel and moves the focus into it. */
function focusIn(panel: 'paletteOpen' | 'inspectorOpen', selector: string): void {
  flushSync(() => panels.setState({ [panel]: true }));
  document.querySelector<HTMLElement>(selector)?.focus();
}

const togglePanel = (panel: 'paletteOpen' | 'inspectorOpen' | 'livePanelOpen') => () =>
  panels.setState((state) => ({ [panel]: !state[panel] }));

const hasCopy = (): boolean => {
  const { nodes, notes } = commands.selectedFragment();
  return nodes.length + notes.length > 0;
};

const hasSelection = (): boolean => selected().nodes.size + selected().edges.size > 0;

const historyOf = () => activeGraph().history.past.getState();

/** All actions, in the order of the shortcut sheet. */
export const actions: readonly Action[] = [
  { id: 'newGraph', group: 'graph', run: commands.newGraph },
  { id: 'open', group: 'graph', keys: ['mod+O'], inFields: true, run: () => void chooseFile() },
  { id: 'save', group: 'graph', keys: ['mod+S'], inFields: true, run: () => void save('same file') },
  { id: 'saveAs', group: 'graph', keys: ['mod+shift+S'], inFields: true, run: () => void save('other file') },
  { id: 'exportPng', group: 'graph', run: () => void exportPng() },
  { id: 'exportSvg', group: 'graph', run: () => void exportSvg() },
  { id: 'exportTypeScript', group: 'graph', run: () => void exportTypeScript() },
  { id: 'compare', group: 'graph', keys: ['mod+shift+D'], run: dialog('diff') },
  { id: 'renameGraph', group: 'graph', run: commands.renameGraph },
  { id: 'duplicateGraph', group: 'graph', run: commands.duplicateGraph },
  { id: 'closeTab', group: 'graph', keys: ['alt+W'], run: () => void commands.closeTab() },
  {
    id: 'closeOtherTabs',
    group: 'graph',
    can: () => graphs.getState().open.length > 1,
    run: () => void commands.closeOtherTabs(),
  },
  { id: 'nextTab', group: 'graph', keys: ['alt+.'], run: () => stepGraph(1) },
  { id: 'previousTab', group: 'graph', keys: ['alt+,'], run: () => stepGraph(-1) },
  { id: 'gallery', group: 'graph', keys: ['G'], run: dialog('gallery') },
  { id: 'addNode', group: 'edit', keys: ['shift+A'], run: searchToAdd },
  { id: 'addNote', group: 'edit', keys: ['N'], run: noteHere },
  { id: 'searchPalette', group: 'edit', keys: ['/'], run: () => focusIn('paletteOpen', '#palette-search') },
  { id: 'undo', group: 'edit', keys: ['mod+Z'], can: () => historyOf().pastStates.length > 0, run: undo },
  {
    id: 'redo',
    group: 'edit',
    keys: ['mod+shift+Z', 'mod+Y'],
    can: () => historyOf().futureStates.length > 0,
    run: redo,
  },
  { id: 'cut', group: 'edit', keys: ['mod+X'], byBrowser: true, can: hasCopy, run: cutSelected },
  { id: 'copy', group: 'edit', keys: ['mod+C'], byBrowser: true, can: hasCopy, run: () => void copySelected() },
  { id: 'paste', group: 'edit', keys: ['mod+V'], byBrowser: true, run: (at) => void pasteCopied(at) },
  { id: 'duplicate', group: 'edit', keys: ['mod+D'], can: hasCopy, run: commands.duplicateSelected },
  { id: 'rename', group: 'edit', keys: ['F2'], run: commands.renameSelected },
  { id: 'writeValue', group: 'edit', keys: ['E'], run: editFirstValue },
  { id: 'collapse', group: 'edit', keys: ['H'], run: commands.collapseSelected },
  { id: 'group', group: 'edit', keys: ['mod+G'], run: commands.groupSelected },
  { id: 'ungroup', group: 'edit', keys: ['mod+shift+G'], run: commands.ungroupSelected },
  { id: 'remove', group: 'edit', keys: ['Delete', 'Backspace'], can: hasSelection, run: commands.removeSelected },
  { id: 'selectAll', group: 'edit', keys: ['mod+A'], run: commands.selectAll },
  { id: 'bypass', group: 'edit', keys: ['B'], run: commands.bypassSelected },
  { id: 'freeze', group: 'edit', keys: ['T'], run: commands.freezeSelected },
  {
    id: 'connect',
    group: 'edit',
    keys: ['C'],
    run: () => focusIn('inspectorOpen', '.connections input'),
  },
  { id: 'connectAll', group: 'edit', can: commands.canConnectAll, run: commands.connectAllInputs },
  {
    id: 'smallSettings',
    group: 'edit',
    can: () => commands.canApplySettings('small'),
    run: () => commands.applySettings('small'),
  },
  {
    id: 'paperSettings',
    group: 'edit',
    can: () => commands.canApplySettings('paper'),
    run: () => commands.applySettings('paper'),
  },
  { id: 'reroute', group: 'arrange', keys: ['R'], run: commands.rerouteSelected },
  { id: 'straighten', group: 'arrange', run: commands.straightenSelected },
  { id: 'layOut', group: 'arrange', keys: ['L'], run: commands.layOutSelected },
  { id: 'alignLeft', group: 'arrange', keys: ['alt+ArrowLeft'], run: () => commands.alignSelected('left') },
  { id: 'alignCentre', group: 'arrange', run: () => commands.alignSelected('centre') },
  { id: 'alignRight', group: 'arrange', keys: ['alt+ArrowRight'], run: () => commands.alignSelected('right') },
  { id: 'alignTop', group: 'arrange', keys: ['alt+ArrowUp'], run: () => commands.alignSelected('top') },
  { id: 'alignMiddle', group: 'arrange', run: () => commands.alignSelected('middle') },
  { id: 'alignBottom', group: 'arrange', keys: ['alt+ArrowDown'], run: () => commands.alignSelected('bottom') },
  { id: 'distributeAcross', group: 'arrange', run: () => commands.distributeSelected('x') },
  { id: 'distributeDown', group: 'arrange', run: () => commands.distributeSelected('y') },
  { id: 'fit', group: 'view', keys: ['F'], run: () => showWholeGraph() },
  { id: 'zoomToSelection', group: 'view', keys: ['Z'], run: () => showNodes(selected().nodes) },
  { id: 'zoomIn', group: 'view', keys: ['+'], run: zoomIn },
  { id: 'zoomOut', group: 'view', keys: ['-'], run: zoomOut },
  { id: 'zoomToOne', group: 'view', keys: ['1'], run: zoomToOne },
  { id: 'find', group: 'view', keys: ['mod+F'], run: dialog('find') },
  { id: 'snap', group: 'view', keys: ['shift+S'], run: () => canvasView.setState(({ snap }) => ({ snap: !snap })) },
  {
    id: 'minimap',
    group: 'view',
    keys: ['M'],
    run: () => canvasView.setState(({ minimap }) => ({ minimap: !minimap })),
  },
  { id: 'palette', group: 'view', keys: ['shift+P'], run: togglePanel('paletteOpen') },
  { id: 'inspector', group: 'view', keys: ['shift+I'], run: togglePanel('inspectorOpen') },
  { id: 'livePanel', group: 'view', keys: ['shift+T'], run: togglePanel('livePanelOpen') },
  { id: 'projector', group: 'view', keys: ['P'], run: () => setProjector(!panels.getState().projector) },
  { id: 'wheel', group: 'view', run: () => setWheel(canvasView.getState().wheel === 'pan' ? 'zoom' : 'pan') },
  { id: 'stage', group: 'run', keys: ['S'], run: () => openStage() },
  { id: 'experiments', group: 'run', keys: ['shift+E'], run: dialog('experiments') },
  { id: 'train', group: 'run', keys: ['mod+Enter'], inFields: true, run: commands.trainGraph },
  {
    id: 'queueGraph',
    group: 'run',
    can: () => runIs('preparing', 'training', 'paused', 'evaluating'),
    run: commands.trainGraph,
  },
  { id: 'pauseRun', group: 'run', can: () => runIs('training'), run: () => void control('pauseRun') },
  { id: 'resumeRun', group: 'run', can: () => runIs('paused'), run: () => void control('continueRun') },
  { id: 'stepRun', group: 'run', keys: ['.'], can: () => runIs('paused'), run: () => void stepSlowly() },
  { id: 'epochRun', group: 'run', can: () => runIs('paused'), run: () => void stepRun('epoch') },
  { id: 'slowMotion', group: 'run', can: () => runIs('training', 'paused'), run: () => void toggleSlowMotion() },
  {
    id: 'stopRun',
    group: 'run',
    can: () => runIs('preparing', 'training', 'paused'),
    run: () => void control('stop'),
  },
  { id: 'alternatives', group: 'run', run: commands.studyAlternatives },
  { id: 'lookInside', group: 'run', keys: ['I'], can: commands.canLookInside, run: commands.lookInside },
  { id: 'probe', group: 'run', can: () => selected().edges.size === 1, run: commands.probeSelected },
  { id: 'commands', group: 'help', keys: ['mod+K', 'mod+shift+P'], inFields: true, run: dialog('commands') },
  { id: 'introduction', group: 'help', run: openIntroduction },
  { id: 'shortcuts', group: 'help', keys: ['?', 'shift+?'], run: dialog('shortcuts') },
  { id: 'about', group: 'help', run: dialog('about') },
];

const onMac = navigator.platform.startsWith('Mac');

const keyNames: Readonly<Record<string, string>> = {
  mod: onMac ? '⌘' : 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  Delete: 'Del',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** `mod+shift+S` as the names of keys. */
export const readKeys = (combination: string): string[] =>
  combination === '+' ? ['+'] : combination.split('+').map((key) => keyNames[key] ?? key);
