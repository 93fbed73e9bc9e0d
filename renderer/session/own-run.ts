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

/** What of the run at hand belongs to the graph at hand. */
export interface OwnRun {
  readonly log: RunLog | undefined;
  /** The Trainer’s parameters as the run has them in its present stage, among them the weight of each loss. */
  readonly weights: TrainerParameters | undefined;
  /** Nodes that only the present stage of a training freezes. */
  readonly frozenInStage: ReadonlySet<string>;
  /** Ids of the nodes that the run trains and that the graph has had ever since it began. */
  readonly nodes: ReadonlySet<string>;
  /** True where the graph trains something else than the run, so that the run's figures are not those of the graph. */
  readonly stale: boolean;
  readonly refusal: SessionState['refusal'];
}

/** The run at hand on the canvas of the graph that it trains; on the canvas of another graph nothing is known of it. */
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

/** Stored runs that were opened, the last opened first. The first one of the active graph is shown on it. */
let opened: readonly OpenedRun[] = [];

/** Number of opened runs that are remembered. */
const mostOpened = 50;

/** Shows a stored run on its graph whenever that is active, until the graph is trained again. */
export function showOpened(graph: GraphDocument, log: RunLog): void {
  const others = opened.filter((other) => other.log.status.run !== log.status.run);
  opened = [{ graph, log }, ...others].slice(0, mostOpened);
  derive();
}

/** The log of the shown run for a node that it trains; undefined for a node that was added later. */
export const logOf = ({ log, nodes }: OwnRun, node: string): RunLog | undefined => (nodes.has(node) ? log : undefined);

const keys = new WeakMap<GraphDocument, string>();

/** What a graph trains as one string: not where its nodes lie, nor what they are called. */
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

/** Documents of the active graph: those of its past, the present one and those that were undone, and the saved one. */
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
 * True if a run of the given graph belongs to the active graph: its history has that graph, or one that trains the same, as
 * after the window was loaded again. Changes since then do not remove the run's figures.
 */
const isAtHand = (graph: GraphDocument): boolean => isInHistory(graph) || trainsTheSame(graph);

/** True if the history of the active graph has this very graph. */
function isInHistory(graph: GraphDocument): boolean {
  const { past, others } = documentsAtHand();
  return past.includes(graph) || others.includes(graph);
}

function trainsTheSame(graph: GraphDocument): boolean {
  const key = trainingKey(graph);
  const { past, others } = documentsAtHand();
  return [...past, ...others].some((document) => trainingKey(document) === key);
}

/** The run that is shown on the active graph: a stored one that was opened with it, or else the run of the session. */
function runAtHand(): OpenedRun | undefined {
  const { log, graphs } = session.getState();
  const graph = log && graphs.get(log.status.run);
  const own = graph && isAtHand(graph) ? { graph, log } : undefined;
  if (own && isActive(log)) opened = opened.filter((other) => !isAtHand(other.graph));
  const found = opened.find((other) => isInHistory(other.graph)) ?? opened.find((other) => trainsTheSame(other.graph));
  // Of the session's own run more may be known by now.
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
  // A window that was loaded again has an equal graph instead of this one, or only graphs of after the run began.
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

/** The graph as the present stage of its run trains it. */
const inPresentStage = (graph: GraphDocument, { stage }: RunStatus): GraphDocument =>
  trainedStages(graph)[(stage?.index ?? 1) - 1]?.document ?? graph;

/** Ids of the nodes that the present stage freezes and the graph does not. */
function frozenOnlyIn(present: GraphDocument, graph: GraphDocument): Set<string> {
  const anyway = new Set(graph.nodes.flatMap(({ id, frozen }) => (frozen === true ? [id] : [])));
  return new Set(present.nodes.flatMap(({ id, frozen }) => (frozen === true && !anyway.has(id) ? [id] : [])));
}

type SinceRun = Pick<OwnRun, 'nodes' | 'stale'>;

/** The last answer of {@link sinceRun}, and what it was made from. */
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

/** Looks after every change of the session and of the graph at hand. */
export function startOwnRun(): void {
  session.subscribe(derive);
  onGraphsChange(derive);
}
