import { analyse, defaultParameters } from '../../../graph-nodes/graph/analyse';
import { scenarios, type Scenario, type TestScenario } from '../../../graph-nodes/datasets/dataset';
import type { GraphDocument, GraphNode, ParameterValue } from '../../../graph-nodes/graph/document';
import { catalogue, findKind } from '../../../graph-nodes/nodes/catalogue';
import { trainerOf } from '../../../graph-nodes/nodes/trainer/trainer-of';
import { parameterTitle } from '../../../graph-nodes/picture/words';
import { namesIn } from '../../../graph-nodes/graph/node-names';
import { hasRole, modalities, roleOf } from '../../../graph-nodes/graph/roles';
import { inEnglish, verbatim, type EngineMessage } from '../../contract/messages';
import { scenariosIn } from '../../contract/metrics';
import type { RunResult, StillRising } from '../../contract/runs';
import type { MeasuredRun } from '../../results/results';
import { describeStage } from '../../results/settings';
import { summarise } from '../../results/statistics';
import { headingOf, isTrivial, keysOf, printed } from '../../results/table';
import { datasetOfRun } from '../onnx-export';
import type { RunOutcome } from '../../runs/stored-run';

/** Input of a report of a run. */
export interface ReportSource {
  readonly run: RunOutcome;
  readonly result: RunResult;
  /** The run and the runs of the same graph with other seeds, sorted by seed. */
  readonly seeds: readonly MeasuredRun[];
  /** Present if more epochs may improve the result. */
  readonly rising?: StillRising;
}

/** A parameter in a readable form. */
export interface NamedParameter {
  readonly title: string;
  readonly value: string;
  readonly usual: boolean;
}

/** A node of the trained graph in a readable form. */
export interface NodeFacts {
  readonly id: string;
  /** Name of its kind. */
  readonly kind: string;
  readonly title: string;
  readonly bypassed: boolean;
  readonly trainable: number;
  readonly parameters: readonly NamedParameter[];
  readonly source: string;
}

/** Nodes of the model, in the order of the computation. */
export function nodesOf({ document }: RunOutcome, { nodes: sizes }: RunResult): NodeFacts[] {
  const { nodes, order, used } = analyse(document, catalogue);
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  return order
    .filter((id) => used.has(id))
    .flatMap((id): NodeFacts[] => {
      const node = byId.get(id);
      const kind = node && findKind(node.kind);
      if (!node || !kind) return [];
      return [
        {
          id,
          kind: kind.kind,
          title: kind.title,
          bypassed: node.bypassed,
          trainable: sizes.find((size) => size.id === id)?.parameters ?? 0,
          parameters: parametersOf(node, nodes.get(id)?.parameters ?? node.parameters),
          source: kind.help.source,
        },
      ];
    });
}

function parametersOf({ kind: name }: GraphNode, values: Readonly<Record<string, ParameterValue>>): NamedParameter[] {
  const kind = findKind(name);
  if (!kind) return [];
  const usual = defaultParameters(kind);
  return Object.entries(values).map(([key, value]) => ({
    title: parameterTitle(kind, key),
    value: String(value),
    usual: usual[key] === value,
  }));
}

/** The dataset node of the run. */
export function datasetNodeOf(run: RunOutcome): GraphNode | undefined {
  const { node } = datasetOfRun(run);
  return run.document.nodes.find(({ id }) => id === node);
}

export const isSynthetic = (run: RunOutcome): boolean =>
  roleOf(findKind(datasetNodeOf(run)?.kind ?? ''), 'dataset')?.synthetic === true;

/** The scenarios of the table of accuracies. */
export const scenariosOf = (seeds: readonly MeasuredRun[]): readonly TestScenario[] =>
  scenariosIn(seeds.map(({ result }) => result.accuracy));

/** Accuracy by type and group (rows) and scenario, over seeds, formatted; rows without questions are omitted. */
export function accuracyRows(
  seeds: readonly MeasuredRun[],
): { name: readonly EngineMessage[]; cells: readonly string[] }[] {
  const shown = scenariosOf(seeds);
  return keysOf('types').flatMap((key) => {
    const cells = shown.flatMap((scenario) => {
      const summary = summarise(seeds.flatMap(({ result }) => result.accuracy[scenario]?.[key] ?? []));
      if (!summary) return [];
      const { mean, spread } = printed(summary, 1);
      const marked = isTrivial(seeds, scenario, key) ? `${mean}*` : mean;
      return [spread === null ? marked : `${marked} ${spread}`];
    });
    return cells.length === shown.length ? [{ name: headingOf(key), cells }] : [];
  });
}

/** Meaning of the mark in {@link accuracyRows}; empty without a mark. */
export const trivialNote = (seeds: readonly MeasuredRun[]): EngineMessage[] =>
  scenariosOf(seeds).some((scenario) => keysOf('types').some((key) => isTrivial(seeds, scenario, key)))
    ? [{ code: 'trivialFootnote' }]
    : [];

/** Caption of {@link accuracyRows}. */
export const accuracyCaption = (seeds: readonly MeasuredRun[]): EngineMessage => ({
  code: 'reportCaption',
  seeds: seeds.map(({ result }) => result.seed),
});

/** A stage of a run's training in a readable form. */
export interface StageFacts {
  /** Name and changes of the stage. */
  readonly description: EngineMessage;
  readonly epochs: number;
  readonly steps: number;
  /** Accuracy on all held-out questions at its end, by scenario, formatted. */
  readonly cells: readonly string[];
}

/** Stages of the run; empty for a graph without stages. */
export function stagesOf({ run, result }: ReportSource): StageFacts[] {
  const stages = trainerOf(run.document)?.node.stages ?? [];
  const named = namesIn(run.document, catalogue);
  return (result.stages ?? []).map(({ name, epochs, steps, accuracy }, index) => {
    const stage = stages[index];
    const cells = scenarios.map((scenario) => accuracy[scenario].overall?.toFixed(1) ?? '–');
    return { description: stage ? describeStage(stage, named) : verbatim(name), epochs, steps, cells };
  });
}

const signed = (points: number): string => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;

/** Cost of a missing modality, one sentence per scenario: means over seeds, in percentage points of all questions. */
export function costOfMissing(seeds: readonly MeasuredRun[]): EngineMessage[] {
  const mean = (scenario: Scenario) =>
    summarise(seeds.flatMap(({ result }) => result.accuracy[scenario].overall ?? []))?.mean;
  const complete = mean('complete');
  return scenarios.slice(1).flatMap((scenario) => {
    const missing = mean(scenario);
    if (complete === undefined || missing === undefined) return [];
    const numbers = { accuracy: missing.toFixed(1), points: signed(missing - complete), complete: complete.toFixed(1) };
    return [{ code: 'reportCost', scenario: { code: 'scenarioName', scenario }, ...numbers }];
  });
}

/** One scenario in the table of missing modalities, formatted. */
export interface MissingFacts {
  readonly scenario: Scenario;
  /** Percent; a star marks a value that is not above the baseline. */
  readonly accuracy: string;
  /** Percentage points against the complete scenario. */
  readonly cost: string;
  /** Percentage points above the baseline: the most frequent answer of each type. */
  readonly aboveTrivial: string;
  /** Ratio of its points above the baseline to those of the complete scenario. */
  readonly kept: string;
  /** Percentage points since the end of the first stage; absent without stages. */
  readonly restored?: string;
}

const average = (values: readonly number[]): number | undefined => summarise([...values])?.mean;

/** Cost of a missing modality and the restored part of it: a row for each scenario, means over seeds. */
export function storyOfMissing(seeds: readonly MeasuredRun[]): MissingFacts[] {
  const trivial = average(seeds.map(({ result }) => result.baseline.mostFrequentPerType)) ?? 0;
  const reached = (scenario: Scenario) =>
    average(seeds.flatMap(({ result }) => result.accuracy[scenario].overall ?? []));
  const complete = reached('complete');
  const staged = seeds.every(({ result }) => (result.stages?.length ?? 0) > 1);
  return scenarios.flatMap((scenario): MissingFacts[] => {
    const accuracy = reached(scenario);
    if (accuracy === undefined || complete === undefined) return [];
    const first = average(seeds.flatMap(({ result }) => result.stages?.[0]?.accuracy[scenario].overall ?? []));
    const gained = complete - trivial;
    return [
      {
        scenario,
        accuracy: `${accuracy.toFixed(1)}${isTrivial(seeds, scenario, 'overall') ? '*' : ''}`,
        cost: scenario === 'complete' ? '–' : signed(accuracy - complete),
        aboveTrivial: signed(accuracy - trivial),
        kept: gained > 0 ? `${((100 * (accuracy - trivial)) / gained).toFixed(0).replace('-', '−')} %` : '–',
        ...(staged && { restored: first === undefined ? '–' : signed(accuracy - first) }),
      },
    ];
  });
}

/** The same as sentences. */
export function storySentences({ run, seeds }: ReportSource): EngineMessage[] {
  const trivial = average(seeds.map(({ result }) => result.baseline.mostFrequentPerType)) ?? 0;
  const { nodes, used } = analyse(run.document, catalogue);
  const restoring = [...nodes]
    .filter(
      ([id, { kind, bypassed }]) =>
        used.has(id) && !bypassed && (hasRole(kind, 'generator') || hasRole(kind, 'enhancer')),
    )
    .map(([, { kind }]): EngineMessage => ({ code: 'nodeKind', kind: kind.kind, title: kind.title }));
  return [
    { code: 'reportBaseline', accuracy: trivial.toFixed(1) },
    ...costOfMissing(seeds),
    restoring.length > 0 ? { code: 'reportRestoring', nodes: restoring } : { code: 'reportNoRecall' },
    ...recallOf(seeds),
  ];
}

/**
 * Share of the variance of each recalled modality's features that the recall explains, one sentence each: means over
 * seeds.
 */
export function recallOf(seeds: readonly MeasuredRun[]): EngineMessage[] {
  return modalities.flatMap((modality) => {
    const shares = seeds.flatMap(({ result }) => result.recall?.[modality] ?? []);
    const mean = summarise(shares)?.mean;
    if (mean === undefined) return [];
    return [{ code: 'reportRecall', modality, percent: (100 * mean).toFixed(1) }];
  });
}

/** Note that more epochs may improve the result. */
const risingNote = ({ accuracy, before }: StillRising): EngineMessage => ({
  code: 'reportStillRising',
  accuracy: accuracy.toFixed(1),
  before: before.toFixed(1),
});

/** Limits of the model, one sentence each. */
export function limitsOf({ run, result, seeds, rising }: ReportSource): EngineMessage[] {
  return [
    isSynthetic(run) ? { code: 'reportSynthetic' } : { code: 'reportSameDataset' },
    { code: 'reportAnswers', answers: run.answers.length, words: run.vocabulary.length },
    seeds.length > 1 ? { code: 'reportSeeds', count: seeds.length } : { code: 'reportOneSeed' },
    { code: 'reportTested' },
    ...(result.stopped ? [{ code: 'reportStopped' } as const] : []),
    ...(rising ? [risingNote(rising)] : []),
    { code: 'reportSameBaseline', accuracy: result.baseline.mostFrequentPerType.toFixed(1) },
  ];
}

/** Settings of the Trainer, the dataset and other nodes that differ from their defaults. */
export const changedOf = (node: NodeFacts): readonly NamedParameter[] => node.parameters.filter(({ usual }) => !usual);

export const titleOf = ({ document }: { readonly document: GraphDocument }): string =>
  document.title || inEnglish({ code: 'untitled' });
