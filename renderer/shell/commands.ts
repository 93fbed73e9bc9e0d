import { findKind } from '../../graph-nodes/catalogue';
import { insertInto, socketFor } from '../canvas/connection';
import { errorsOf, analysisOf } from '../state/analysis';
import * as editing from '../state/editing';
import { currentDocument, editor } from '../state/editor';
import { chooseFile, hasUnsavedChanges, openFile, show } from '../state/files';
import type { Preset } from '../state/presets';
import { select, view, type SocketEnd } from '../state/view';
import { isActive } from '../live/run-log';
import { session, train } from '../live/session';
import { confirm } from './confirm';
import { notify } from './toasts';

/** What the buttons and the keys do. */

/** Asks before unsaved changes are lost; true where nothing stands in the way. */
async function mayReplace(): Promise<boolean> {
  if (!hasUnsavedChanges()) return true;
  return confirm({
    title: 'Unsaved changes',
    text: `“${currentDocument().title}” has changes that are not saved. Going on loses them.`,
    proceed: 'Discard changes',
  });
}

export async function newGraph(): Promise<void> {
  if (await mayReplace()) show(editing.emptyDocument());
}

export async function openGraph(): Promise<void> {
  if (await mayReplace()) await chooseFile();
}

export async function openDropped(file: File): Promise<void> {
  if (await mayReplace()) await openFile(file);
}

export async function openPreset(preset: Preset): Promise<void> {
  if (!(await mayReplace())) return;
  show(preset.document);
  view.setState({ dialog: undefined });
}

/**
 * Adds a node.
 * @param into the key of the wire that the node is put into, where it fits
 */
export function addNode(kind: string, position: editing.Point, into?: string): void {
  let added = '';
  editor.edit((document) => {
    const [next, id] = editing.addNode(document, kind, position);
    added = id;
    return (into === undefined ? undefined : insertInto(next, id, into)) ?? next;
  });
  select([added]);
}

/** Adds a node and wires it to a socket that is there. */
export function addConnected(kind: string, position: editing.Point, from: SocketEnd): void {
  let added = '';
  editor.edit((document) => {
    const [next, id] = editing.addNode(document, kind, position);
    added = id;
    const known = findKind(kind);
    const socket = known && socketFor(document, from, known);
    if (!socket) return next;
    const [own, other] = [
      { node: id, socket: socket.name },
      { node: from.node, socket: from.socket },
    ];
    return editing.connect(next, from.side === 'output' ? { from: other, to: own } : { from: own, to: other });
  });
  select([added]);
}

export function removeSelected(): void {
  const { selectedNodes, selectedEdges } = view.getState();
  if (selectedNodes.size + selectedEdges.size === 0) return;
  editor.edit((document) => editing.remove(document, selectedNodes, selectedEdges));
  select([]);
}

export function duplicateSelected(): void {
  const { selectedNodes } = view.getState();
  if (selectedNodes.size === 0) return;
  let copies: string[] = [];
  editor.edit((document) => {
    const [next, ids] = editing.duplicate(document, selectedNodes);
    copies = ids;
    return next;
  });
  select(copies);
}

export function bypassSelected(): void {
  const { selectedNodes } = view.getState();
  if (selectedNodes.size > 0) editor.edit((document) => editing.toggleBypass(document, selectedNodes));
}

export function selectAll(): void {
  const { nodes, edges } = currentDocument();
  select(
    nodes.map((node) => node.id),
    edges.map(editing.edgeKey),
  );
}

/** Why Train cannot be pressed now, as a sentence, or undefined. */
export function whyNoTraining(
  document = currentDocument(),
  { connection, starting, log } = session.getState(),
): string | undefined {
  const errors = errorsOf(analysisOf(document));
  if (errors.length > 0) {
    const others = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
    return `${errors[0]?.message ?? ''}${others}`;
  }
  if (connection !== 'connected') return 'The engine is not connected; the studio keeps trying.';
  if (starting || isActive(log)) return 'A run is in progress; stop it first.';
  return undefined;
}

/** Starts training, or says why it cannot. */
export function trainGraph(): void {
  const reason = whyNoTraining();
  if (reason === undefined) void train(currentDocument());
  else {
    if (errorsOf(analysisOf(currentDocument())).length > 0) select([]);
    notify('error', `Train cannot start: ${reason}`);
  }
}
