import { findKind } from '../../graph-nodes/nodes/catalogue';
import { roleOf, type SettingsName } from '../../graph-nodes/graph/roles';
import { insertInto, socketFor } from '../documents/connection';
import type { GraphDocument, GraphEdge, GraphNode } from '../../graph-nodes/graph/document';
import { showWholeGraph } from './viewport';
import { estimatedHeight, nodeHeight, nodeWidth } from '../documents/measures';
import { freePlace } from '../documents/free-place';
import { messages } from '../words';
import { problemText } from '../words/faults';
import { align, distribute, type Alignment } from '../documents/arrange';
import { allBoxes, nodeBoxes, type Box } from '../documents/boxes';
import { layOut, layOutAll } from '../documents/layout';
import { fragmentOf, paste } from '../documents/clipboard';
import { frameId } from '../documents/frames';
import { errorsOf, analysisOf } from '../documents/analysis';
import { countOthers, settingsOf, withSettings } from '../documents/dataset-settings';
import * as editing from '../documents/editing';
import { connectAll } from '../documents/fixes';
import { freezable } from '../documents/freezing';
import { noteId } from '../documents/note-id';
import * as notes from '../documents/notes';
import type { Preset } from '../documents/presets';
import { enqueue, isBusy } from '../session/queue';
import { session, train } from '../session/session';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/toasts';
import { currentDocument, edit, seal, selected, select, placement, setGestures } from '../documents/active-graph';
import { documentOf, isUnsaved } from '../documents/open-graph';
import { openBeside, openGraph, closeGraph, graphs, activeGraph } from '../documents/open-graphs';
import type { SocketEnd } from '../documents/socket-end';
import { closeDialog, openInsides, panels } from '../ui/panels';

/** Commands of buttons and keys. */

export function newGraph(): void {
  openGraph(editing.emptyDocument());
}

export function openPreset(preset: Preset): void {
  openGraph(preset.document);
  closeDialog();
}

/** Opens a copy of the active graph in a new tab. The copy is unsaved, so closing it asks first. */
export function duplicateGraph(): void {
  const document = currentDocument();
  openBeside({ ...document, title: messages().tabs.copyOf(document.title) }, { saved: document });
}

/** Focuses the title of the active graph and selects its text. */
export function renameGraph(): void {
  document.querySelector<HTMLTextAreaElement>('.graph-title textarea')?.select();
}

/** Closes all graphs except the active one; asks first if changes would be lost. */
export async function closeOtherTabs(): Promise<void> {
  const { open, active } = graphs.getState();
  for (const { id } of open) if (id !== active.id) await closeTab(id);
}

/** Closes a tab; asks first if changes would be lost. */
export async function closeTab(id: number = activeGraph().id): Promise<void> {
  const graph = graphs.getState().open.find((candidate) => candidate.id === id);
  if (!graph) return;
  const m = messages().unsaved;
  const question = { title: m.title, text: m.text(documentOf(graph).title), proceed: m.discard };
  if (isUnsaved(graph) && !(await confirm(question))) return;
  closeGraph(id, editing.emptyDocument());
}

function changeWire(change: (edge: GraphEdge) => readonly editing.Point[]): void {
  const { edges: selectedEdges } = selected();
  const edge = currentDocument().edges.find((candidate) => selectedEdges.has(editing.edgeKey(candidate)));
  if (edge) edit((document) => editing.setVia(document, editing.edgeKey(edge), change(edge)));
}

/** Adds a reroute point to a wire; without a point, in the middle. */
export function rerouteSelected(): void {
  const places = new Map(currentDocument().nodes.map(({ id, position }) => [id, position]));
  const origin = { x: 0, y: 0 };
  changeWire(({ from, to, via = [] }) => {
    const [a, b] = [places.get(from.node) ?? origin, places.get(to.node) ?? origin];
    const halfway = { x: (a.x + nodeWidth + b.x) / 2, y: (a.y + b.y) / 2 + nodeHeight / 2 };
    return editing.withPoint(a, via, b, halfway);
  });
}

export const straightenSelected = (): void => changeWire(() => []);

/** A position, moved a little if another node is already there. */
function aside(nodes: readonly GraphNode[], { x, y }: editing.Point): editing.Point {
  const taken = nodes.some(({ position }) => Math.abs(position.x - x) < 20 && Math.abs(position.y - y) < 20);
  return taken ? aside(nodes, { x: x + 28, y: y + 28 }) : { x, y };
}

/**
 * Adds a node.
 * @param into key of the wire that the node is inserted into if it fits; see {@link insertInto}
 */
export function addNode(kind: string, position: editing.Point, into?: string): void {
  let added = '';
  edit((document) => {
    const [next, id] = editing.addNode(document, kind, aside(document.nodes, position));
    added = id;
    return (into === undefined ? undefined : insertInto(next, id, into, placement().sizes)?.document) ?? next;
  });
  select([added]);
  offerSettings(kind);
}

/** Adds a node at the free place that is nearest to a point. */
export function addNodeNear(kind: string, { x, y }: editing.Point): void {
  const size = { width: nodeWidth, height: estimatedHeight(findKind(kind), {}, 1) };
  const wanted = { x: x - size.width / 2, y: y - size.height / 2, ...size };
  addNode(kind, freePlace(allBoxes(currentDocument(), placement().sizes), wanted));
}

/** Switches the parameters of all nodes to the settings, as one step of the history. */
export function applySettings(name: SettingsName): void {
  const count = countOthers(currentDocument(), name);
  if (count === 0) return;
  edit((document) => withSettings(document, name));
  notify('info', messages().settings.used[name](count));
}

/** True while a node has other settings. */
export const canApplySettings = (name: SettingsName): boolean => countOthers(currentDocument(), name) > 0;

/** True while a wire fixes a problem. */
export const canConnectAll = (): boolean => connectAll(currentDocument()).wires > 0;

/** Adds a wire for each problem that a wire fixes, as one step of the history. */
export const connectAllInputs = (): void => edit((document) => connectAll(document).document);

/** Offers the settings of a dataset after it was added to nodes with other settings. */
export function offerSettings(added: string): void {
  const name = roleOf(findKind(added), 'dataset')?.settings;
  if (name === undefined || settingsOf(currentDocument()) !== name) return;
  const count = countOthers(currentDocument(), name);
  if (count === 0) return;
  const m = messages();
  const action = { label: m.actions[`${name}Settings`], run: () => applySettings(name) };
  notify('info', m.settings.offer(count), action);
}

/** Adds a note and starts editing it. */
export function addNote(position: editing.Point): void {
  let added = '';
  edit((document) => {
    const [next, id] = notes.addNote(document, position);
    added = noteId(id);
    return next;
  });
  select([added]);
  setGestures({ renaming: added });
}

/** Adds a node and wires it to an existing socket. */
export function addConnected(kind: string, position: editing.Point, from: SocketEnd): void {
  let added = '';
  edit((document) => {
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
  offerSettings(kind);
}

/** Removes nodes, notes and wires; for a frame, only the frame. */
export function removeSelected(): void {
  const { nodes, edges } = selected();
  if (nodes.size + edges.size === 0) return;
  edit((document) => {
    const frames = document.groups.filter(({ id }) => nodes.has(frameId(id))).map(({ id }) => id);
    const rest = notes.removeNotes(editing.ungroup(document, new Set(frames)), nodes);
    return editing.remove(rest, nodes, edges);
  });
  select([]);
}

/** Removes the selection of {@link selectedFragment}: selected nodes and notes, and selected frames with the nodes in them. */
export function removeCopied(): void {
  const { nodes: chosen } = selected();
  select([...chosen, ...selectedNodes()]);
  removeSelected();
}

/** Distance of a copy from its original. */
const copyOffset: editing.Point = { x: 40, y: 40 };

/** Adds copies of a fragment and selects them; true if there was something to add. */
export function pasteFragment(fragment: GraphDocument, away: editing.Point = copyOffset): boolean {
  if (fragment.nodes.length + fragment.notes.length === 0) return false;
  let copies: string[] = [];
  edit((document) => {
    const [next, ids] = paste(document, fragment, away);
    copies = ids;
    return next;
  });
  select(copies);
  return true;
}

/** The selected nodes, including those in a selected frame. */
export function selectedNodes(): Set<string> {
  const { nodes: chosen } = selected();
  const { nodes, groups } = currentDocument();
  const framed = groups.filter(({ id }) => chosen.has(frameId(id))).flatMap((group) => group.nodes);
  return new Set([...nodes.map(({ id }) => id).filter((id) => chosen.has(id)), ...framed]);
}

/** The selection as a separate graph: nodes with the wires between them, and notes. */
export function selectedFragment(): GraphDocument {
  const { nodes: chosen } = selected();
  const pinned = currentDocument().notes.map(({ id }) => id);
  return fragmentOf(currentDocument(), selectedNodes(), new Set(pinned.filter((id) => chosen.has(noteId(id)))));
}

export function duplicateSelected(): void {
  pasteFragment(selectedFragment());
}

export function renameSelected(): void {
  const [first] = selected().nodes;
  if (first !== undefined) setGestures({ renaming: first });
}

export function collapseSelected(): void {
  const nodes = selectedNodes();
  if (nodes.size > 0) edit((document) => editing.toggleCollapsed(document, nodes));
}

export function groupSelected(): void {
  const nodes = selectedNodes();
  if (nodes.size === 0) return;
  let made = '';
  edit((document) => {
    const [next, id] = editing.group(document, nodes, messages().canvas.newFrame);
    made = id;
    return next;
  });
  select([frameId(made)]);
}

/** Removes the selected frames, and the frames of selected nodes. */
export function ungroupSelected(): void {
  const chosen = selected().nodes;
  const frames = currentDocument().groups.filter(
    ({ id, nodes }) => chosen.has(frameId(id)) || nodes.some((node) => chosen.has(node)),
  );
  if (frames.length > 0) edit((document) => editing.ungroup(document, new Set(frames.map(({ id }) => id))));
}

/** Drawn boxes of some nodes. */
const boxesOf = (ids: ReadonlySet<string>): Box[] =>
  nodeBoxes(currentDocument(), placement().sizes).filter(({ id }) => ids.has(id));

export function alignSelected(to: Alignment): void {
  const boxes = boxesOf(selectedNodes());
  if (boxes.length > 1) edit((document) => editing.move(document, align(boxes, to)));
}

export function distributeSelected(along: 'x' | 'y'): void {
  const boxes = boxesOf(selectedNodes());
  if (boxes.length > 2) edit((document) => editing.move(document, distribute(boxes, along)));
}

/** Boxes of nodes for the layout: their drawn size, but at least the size that a stored layout assumes. */
function roomyBoxes(ids: ReadonlySet<string>): Box[] {
  const estimated = new Map(nodeBoxes(currentDocument(), new Map()).map((box) => [box.id, box]));
  return boxesOf(ids).map((box) => ({ ...box, height: Math.max(box.height, estimated.get(box.id)?.height ?? 0) }));
}

/**
 * Lays out the selected nodes, or the whole graph if fewer than two are selected, and then brings it into view. Wires lose
 * their reroute points.
 */
export function layOutSelected(): void {
  const chosen = selectedNodes();
  const whole = chosen.size < 2;
  const boxes = roomyBoxes(whole ? new Set(currentDocument().nodes.map(({ id }) => id)) : chosen);
  if (boxes.length === 0) return;
  const document = currentDocument();
  const straight = document.edges
    .filter(({ from, to, via }) => via && (whole || (chosen.has(from.node) && chosen.has(to.node))))
    .reduce((next, edge) => editing.setVia(next, editing.edgeKey(edge), []), document);
  const laid = whole ? layOutAll(straight, boxes) : editing.move(straight, layOut(straight, boxes));
  // An unchanged layout is not a step of the history.
  if (straight !== document || !editing.samePlaces(laid, document)) edit(() => laid);
  if (whole) showWholeGraph(allBoxes(currentDocument(), placement().sizes));
}

export function bypassSelected(): void {
  const nodes = selectedNodes();
  if (nodes.size > 0) edit((document) => editing.toggleBypass(document, nodes));
}

/** Freezes the selected nodes with variables, or unfreezes them. */
export function freezeSelected(): void {
  const chosen = selectedNodes();
  const nodes = new Set(freezable(currentDocument()).filter((id) => chosen.has(id)));
  if (nodes.size > 0) edit((document) => editing.toggleFrozen(document, nodes));
  else if (chosen.size > 0) notify('info', messages().canvas.nothingToFreeze);
}

export function selectAll(): void {
  const { nodes, edges, notes: pinned } = currentDocument();
  select([...nodes.map((node) => node.id), ...pinned.map(({ id }) => noteId(id))], edges.map(editing.edgeKey));
}

/** Reason that Train is disabled, as a sentence; undefined if it is enabled. */
export function trainingRefusal(
  document = currentDocument(),
  { connection, starting } = session.getState(),
): string | undefined {
  const errors = errorsOf(analysisOf(document));
  if (errors.length > 0) {
    const others = errors.length === 1 ? '' : messages().run.andMore(errors.length - 1);
    return `${errors[0] ? problemText(errors[0]) : ''}${others}`;
  }
  if (connection !== 'connected') return messages().run.notConnected;
  if (starting) return messages().run.beingStarted;
  return undefined;
}

/** Starts training, now or after the queued runs, or shows the reason that it cannot. */
export function trainGraph(): void {
  const reason = trainingRefusal();
  // Later typing is a separate step, so that the trained graph stays in the history.
  seal();
  if (reason === undefined) void (isBusy() ? enqueue(currentDocument()) : train(currentDocument()));
  else {
    if (errorsOf(analysisOf(currentDocument())).length > 0) select([]);
    notify('error', messages().run.cannotStart(reason));
  }
}

/** Opens the study form with the alternatives of the selected node, or of a generator if none is selected. */
export function studyAlternatives(): void {
  const [node = ''] = selectedNodes();
  panels.setState({ dialog: 'experiments', alternativesOf: node });
}

/** The selected node whose kind has insides. */
const nodeWithInsides = (): string | undefined =>
  currentDocument().nodes.find(({ id, kind }) => selected().nodes.has(id) && findKind(kind)?.insides !== undefined)?.id;

export const canLookInside = (): boolean => nodeWithInsides() !== undefined;

export function lookInside(): void {
  const node = nodeWithInsides();
  if (node !== undefined) openInsides({ node });
}

/** Shows the values on the selected wire. */
export function probeSelected(): void {
  const edge = currentDocument().edges.find((each) => selected().edges.has(editing.edgeKey(each)));
  if (edge) openInsides(edge.from);
}
