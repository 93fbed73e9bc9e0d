import type { Scenario } from '../datasets/dataset';
import type { GraphDocument, GraphNode, ParameterValue } from '../graph/document';
import { hasRole } from '../graph/roles';
import { findKind } from '../nodes/catalogue';
import type { Check, GraphCheck, Measured, Opening, Selector, StageAct } from './check';
import { differencesOf, withoutSeed } from './differences';
import type { LessonOption } from './document';

/** Accuracy over all held-out questions by scenario, in percent; null if there are none. */
export type Accuracies = Readonly<Record<Scenario, number | null>>;

/** A finished run of the lesson. */
export interface LessonRun {
  readonly run: string;
  /** Graph of the run. */
  readonly graph: GraphDocument;
  readonly seed: number;
  readonly accuracy: Accuracies;
  /** Accuracies at the end of each stage; empty for a graph without stages. */
  readonly stages: readonly Accuracies[];
}

/** Facts of a session that checks read. */
export interface LessonContext {
  /** Initial graph of the lesson. */
  readonly start: GraphDocument;
  readonly graph: GraphDocument;
  /** Runs in the order in which they finished. */
  readonly runs: readonly LessonRun[];
  readonly opened: ReadonlySet<Opening>;
  readonly stageActs: ReadonlySet<StageAct>;
}

type Graphs = Pick<LessonContext, 'start' | 'graph'>;

const isSelected = ({ id, kind, role }: Selector, node: GraphNode): boolean =>
  (id === undefined || node.id === id) &&
  (kind === undefined || node.kind === kind) &&
  (role === undefined || hasRole(findKind(node.kind), role));

/** Value of a parameter in a graph, or its default; undefined if the kind has no such parameter. */
function parameterOf({ nodes }: GraphDocument, id: string, name: string): ParameterValue | undefined {
  const node = nodes.find((candidate) => candidate.id === id);
  if (!node) return undefined;
  const own = node.parameters[name];
  if (own !== undefined) return own;
  const defaults = findKind(node.kind)?.parameters.safeParse({});
  return defaults?.success ? (defaults.data as Readonly<Record<string, ParameterValue>>)[name] : undefined;
}

function passesGraph(check: GraphCheck, { start, graph }: Graphs): boolean {
  const { nodes, edges } = graph;
  switch (check.is) {
    case 'node':
      return nodes.some(
        (node) =>
          isSelected(check, node) &&
          (check.bypassed === undefined || node.bypassed === check.bypassed) &&
          (check.frozen === undefined || (node.frozen ?? false) === check.frozen),
      );
    case 'wire': {
      const find = (id: string, selector: Selector) =>
        nodes.some((node) => node.id === id && isSelected(selector, node));
      return edges.some(
        ({ from, to }) =>
          find(from.node, check.from) &&
          find(to.node, check.to) &&
          (check.socket === undefined || to.socket === check.socket),
      );
    }
    case 'parameter': {
      const value = parameterOf(graph, check.node, check.name);
      return value !== undefined && check.among.includes(value);
    }
    case 'stage': {
      const trainer = nodes.find(({ kind }) => hasRole(findKind(kind), 'trainer'));
      const stage = trainer?.stages?.[check.stage - 1];
      if (!stage) return false;
      const frozen = new Set([...stage.frozen, ...nodes.filter((node) => node.frozen === true).map(({ id }) => id)]);
      return check.freezes.every((id) => frozen.has(id)) && check.trains.every((id) => !frozen.has(id));
    }
    case 'changed': {
      const count = differencesOf(start, graph).length;
      return count >= check.least && (check.most === undefined || count <= check.most);
    }
  }
}

const runsWith = (graph: readonly GraphCheck[], { start, runs }: LessonContext): readonly LessonRun[] =>
  runs.filter((run) => graph.every((check) => passesGraph(check, { start, graph: run.graph })));

function measure({ graph, run, scenario, stage }: Measured, context: LessonContext): number | undefined {
  const found = runsWith(graph, context).at(run === 'first' ? 0 : -1);
  const accuracy = stage === undefined ? found?.accuracy : found?.stages[stage - 1];
  return accuracy?.[scenario] ?? undefined;
}

interface Bounds {
  readonly least?: number | undefined;
  readonly below?: number | undefined;
}
const isWithin = (value: number, { least, below }: Bounds): boolean =>
  (least === undefined || value >= least) && (below === undefined || value < below);

/** True if a check passes. An accuracy that was not measured passes no check. */
export function evaluate(check: Check, context: LessonContext): boolean {
  switch (check.is) {
    case 'run':
      return runsWith(check.graph, context).length >= check.count;
    case 'figure': {
      const of = measure(check.of, context);
      const minus = check.minus ? measure(check.minus, context) : 0;
      return of !== undefined && minus !== undefined && isWithin(of - minus, check);
    }
    case 'seeds': {
      const seeds = new Map<string, Set<number>>();
      for (const { graph, seed } of runsWith(check.graph, context)) {
        const key = withoutSeed(graph);
        seeds.set(key, (seeds.get(key) ?? new Set()).add(seed));
      }
      return [...seeds.values()].some(({ size }) => size >= check.count);
    }
    case 'spread': {
      const values = runsWith(check.graph, context).flatMap(({ accuracy }) => accuracy[check.scenario] ?? []);
      return values.length > 1 && isWithin(Math.max(...values) - Math.min(...values), check);
    }
    case 'opened':
      return context.opened.has(check.part);
    case 'stage act':
      return context.stageActs.has(check.act);
    case 'any':
      return check.of.some((one) => evaluate(one, context));
    case 'none':
      return !check.of.some((one) => evaluate(one, context));
    default:
      return passesGraph(check, context);
  }
}

export const evaluateAll = (checks: readonly Check[], context: LessonContext): boolean =>
  checks.every((check) => evaluate(check, context));

/** True if an option is right, for all learners or by the learner's own runs. */
export const isRight = ({ right, when }: LessonOption, context: LessonContext): boolean =>
  right === true || (when !== undefined && evaluateAll(when, context));
