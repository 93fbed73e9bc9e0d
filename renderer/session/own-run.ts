import { createStore } from 'zustand/vanilla';
import type { RunStatus } from '../../engine/contract/runs';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { canonicalGraph } from '../../graph-nodes/study/canonical';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { trainedStages } from '../../graph-nodes/nodes/trainer/stages';
import { trainerOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { isActive, type RunLog } from './run-log';
import { session, type SessionState } from './session';
import { activeGraph, onGraphsChange } from '../documents/open-graphs';

/** State of the shown run that applies to the active graph. */
export interface OwnRun {
  readonly log: RunLog | undefined;
  /** Trainer parameters of the run in its current stage, among them the weight of each loss. */
  readonly weights: TrainerParameters | undefined;
  /** Nodes that only the current stage of a training freezes. */
  readonly frozenInStage: ReadonlySet<string>;
  /** Ids of the nodes that the run trains and that have been in the graph since the run began. */
  readonly nodes: ReadonlySet<string>;
  /** True if the graph trains differently from the run, so that the run's figures are not those of the graph. */
  readonly stale: boolean;
  readonly refusal: SessionState['refusal'];
}

/** The shown run on the canvas of its graph; other graphs do not show it. */
export const ownRun = createStore<OwnRun>(() => ({
  log: undefined,
  weights: undefined,
  frozenInStage: new Set(),
  nodes: new Set(),
  stale: false,
  refusal: undefined,
}));

/** A stored run that was opened with its graph. */
interface OpenedRun {
  readonly graph: GraphDocument;
  readonly log: RunLog;
}

/** Opened stored runs, the last opened first. The first one of the active graph is shown on it. */
let opened: readonly OpenedRun[] = [];

/** Maximum number of remembered runs. */
const mostOpened = 50;

/** Shows a stored run on its graph until the graph is trained again. */
export function showOpened(graph: GraphDocument, log: RunLog): void {
  const others = opened.filter((other) => other.log.status.run !== log.status.run);
  opened = [{ graph, log }, ...others].slice(0, mostOpened);
  derive();
}

/** The log of the shown run for a node that it trains; undefined for a node that was added later. */
export const logOf = ({ log, nodes }: OwnRun, node: string): RunLog | undefined => (nodes.has(node) ? log : undefined);

const keys = new WeakMap<GraphDocument, string>();

/** The trained part of a graph as one string, without positions and names of nodes. */
export function trainingKey(document: GraphDocument): string {
  let key = keys.get(document);
  if (key === undefined) {
    key = JSON.stringify([
      document.nodes.map(({ id, kind, parameters, bypassed, frozen = false, stages }) => [
        id,
        kind,
        bypassed,
        frozen,
        Object.entries(parameters).sort(),
        stages?.map((stage) => [stage.name, Object.entries(stage.parameters).sort(), stage.frozen, stage.bypassed]),
      ]),
      document.edges.map(({ from, to }) => [from.node, from.socket, to.node, to.socket]),
    ]);
    keys.set(document, key);
  }
  return key;
}

/** Documents of the active graph: undone, current and redoable ones, and the saved one. */
function documentsAtHand(): { readonly past: GraphDocument[]; readonly others: GraphDocument[] } {
  const { history, file } = activeGraph();
  const { pastStates, futureStates } = history.past.getState();
  const documentsOf = (states: typeof pastStates) => states.flatMap(({ document }) => document ?? []);
  return {
    past: [...documentsOf(pastStates), history.store.getState().document],
    others: [...documentsOf(futureStates), file.getState().saved],
  };
}

/**
 * True if a run of the given graph belongs to the active graph: its history has that graph, or one that trains the same, for
 * example after the window was loaded again. Later changes do not remove the run's figures.
 */
const isAtHand = (graph: GraphDocument): boolean => isInHistory(graph) || trainsTheSame(graph);

/** True if the history of the active graph has this very object. */
function isInHistory(graph: GraphDocument): boolean {
  const { past, others } = documentsAtHand();
  return past.includes(graph) || others.includes(graph);
}

function trainsTheSame(graph: GraphDocument): boolean {
  const key = trainingKey(graph);
  const { past, others } = documentsAtHand();
  return [...past, ...others].some((document) => trainingKey(document) === key);
}

/** Run of the active graph: a stored one that was opened with it, or else the run of the session. */
function runAtHand(): OpenedRun | undefined {
  const { log, graphs } = session.getState();
  const graph = log && graphs.get(log.status.run);
  const own = graph && isAtHand(graph) ? { graph, log } : undefined;
  if (own && isActive(log)) opened = opened.filter((other) => !isAtHand(other.graph));
  const found = opened.find((other) => isInHistory(other.graph)) ?? opened.find((other) => trainsTheSame(other.graph));
  // The session may have newer data of its run.
  return found === undefined || found.log.status.run === own?.log.status.run ? (own ?? found) : found;
}

const canonical = new WeakMap<GraphDocument, string>();

/** The trained part of a graph as one string; see {@link canonicalGraph}. */
function trainedBy(document: GraphDocument): string {
  let text = canonical.get(document);
  if (text === undefined) {
    text = canonicalGraph(document);
    canonical.set(document, text);
  }
  return text;
}

/** Ids of the nodes of the active graph that have been there, of the same kind, since its run began. */
function nodesSince(graph: GraphDocument): ReadonlySet<string> {
  const { past } = documentsAtHand();
  const key = trainingKey(graph);
  // A window that was loaded again has an equal graph instead of this one, or only graphs from after the start of the run.
  const began = past.includes(graph)
    ? past.lastIndexOf(graph)
    : past.findLastIndex((document) => trainingKey(document) === key);
  const kept = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
  for (const document of past.slice(began + 1)) {
    const kinds = new Map(document.nodes.map(({ id, kind }) => [id, kind]));
    for (const [id, kind] of kept) if (kinds.get(id) !== kind) kept.delete(id);
  }
  return new Set(kept.keys());
}

/** Graph of the current stage of its run. */
const inPresentStage = (graph: GraphDocument, { stage }: RunStatus): GraphDocument =>
  trainedStages(graph)[(stage?.index ?? 1) - 1]?.document ?? graph;

/** Ids of the nodes that the current stage freezes and the graph does not. */
function frozenOnlyIn(present: GraphDocument, graph: GraphDocument): Set<string> {
  const anyway = new Set(graph.nodes.flatMap(({ id, frozen }) => (frozen === true ? [id] : [])));
  return new Set(present.nodes.flatMap(({ id, frozen }) => (frozen === true && !anyway.has(id) ? [id] : [])));
}

type SinceRun = Pick<OwnRun, 'nodes' | 'stale'>;

/** Last result of {@link sinceRun}, and its inputs. */
let last: { readonly from: readonly unknown[]; readonly since: SinceRun } | undefined;

/** Changes of the graph since its run began; computed once for a graph and a history. */
function sinceRun(graph: GraphDocument | undefined): SinceRun {
  const { store, past } = activeGraph().history;
  const { document } = store.getState();
  const from = [graph, document, past.getState().pastStates];
  if (!last || from.some((part, index) => part !== last?.from[index])) {
    const since = graph
      ? { nodes: nodesSince(graph), stale: graph !== document && trainedBy(graph) !== trainedBy(document) }
      : { nodes: new Set<string>(), stale: false };
    last = { from, since };
  }
  return last.since;
}

function derive(): void {
  const { refusal } = session.getState();
  const { graph, log } = runAtHand() ?? {};
  const present = graph && log && inPresentStage(graph, log.status);
  ownRun.setState({
    log,
    weights: present && trainerOf(present)?.parameters,
    frozenInStage: present && graph && log && isActive(log) ? frozenOnlyIn(present, graph) : new Set(),
    ...sinceRun(graph),
    refusal: refusal && isAtHand(refusal.graph) ? refusal : undefined,
  });
}

/** Follows the session and the active graph; returns the function that stops. */
export function startOwnRun(): () => void {
  const stops = [session.subscribe(derive), onGraphsChange(derive)];
  return () => stops.forEach((stop) => stop());
}
