import type { Scenario } from '../datasets/dataset';
import type { ParameterValue } from '../graph/document';
import { quoted, type CodedMessage, type Format, type MessageOf } from '../graph/messages';
import { nodeText, type NamedNode } from '../graph/node-names';
import type { NamedEnd } from '../graph/problems';

/** Value of a parameter of a node. */
export interface NamedSetting {
  readonly node: NamedNode;
  readonly parameter: string;
  readonly value: ParameterValue;
}

/** English words of the plan of a study: names of rows and runs, and errors. Names are parts of sentences. */
export const studyWords = {
  // Names. The English name of a run is also the title of its graph and part of the name of its folder.
  runName: ({ row, parts }: { row: CodedMessage; parts: readonly CodedMessage[] }, format: Format) =>
    [row, ...parts].map(format).join(', '),
  /** Name in the study document. */
  rowName: ({ row }: { row: string }) => row,
  withoutNodes: ({ nodes }: { nodes: readonly NamedNode[] }) => `without ${nodes.map(nodeText).join(', ')}`,
  sweepPoint: ({ settings }: { settings: readonly NamedSetting[] }) =>
    settings.map(({ node, parameter, value }) => `${nodeText(node)} ${parameter} ${String(value)}`).join(', '),
  trainedOn: ({ scenarios }: { scenarios: readonly Scenario[] }) => `trained on ${scenarios.join(' + ')}`,
  missingRate: ({ rate }: { rate: number }) => `missing rate ${rate}`,
  // Errors.
  tooManyRuns: ({ count, most }: { count: number; most: number }) =>
    `The study has up to ${count} runs, but at most ${most} are possible; use fewer rows, values or seeds.`,
  tooManyPoints: ({ count, most }: { count: number; most: number }) =>
    `The grid has ${count} points, but at most ${most} runs are possible; use fewer values.`,
  sameRows: ({ first, second }: { first: CodedMessage; second: CodedMessage }, format: Format) =>
    `Rows “${format(first)}” and “${format(second)}” train the same graph; remove one of them.`,
  sameRowName: ({ row }: { row: CodedMessage }, format: Format) =>
    `Two rows have the name “${format(row)}”; give each row its own name.`,
  alreadyBypassed: ({ row, node }: { row: CodedMessage; node: NamedNode }, format: Format) =>
    `Row “${format(row)}”: node “${nodeText(node)}” is already bypassed in the graph.`,
  rowWithoutNode: (
    { row, node, known }: { row: CodedMessage; node: string; known: readonly string[] },
    format: Format,
  ) => `Row “${format(row)}”: the graph has no node “${node}”; it has ${quoted(known)}.`,
  changeKindUnknown: (
    { row, kind, known }: { row: CodedMessage; kind: string; known: readonly string[] },
    format: Format,
  ) => `Row “${format(row)}”: no kind of node is named “${kind}”; the kinds are ${quoted(known)}.`,
  changeIdTaken: ({ row, node }: { row: CodedMessage; node: string }, format: Format) =>
    `Row “${format(row)}”: the graph already has a node “${node}”; give the new node another id.`,
  replaceUnfit: (
    { row, node, kind, from, to }: { row: CodedMessage; node: NamedNode; kind: string; from: NamedEnd; to: NamedEnd },
    format: Format,
  ) =>
    `Row “${format(row)}”: a ${kind} in place of “${nodeText(node)}” has no output for the wire from “${from.socket}” of “${nodeText(from.node)}” to “${to.socket}” of “${nodeText(to.node)}”; choose another kind.`,
  insertWithoutWire: ({ row, from, to }: { row: CodedMessage; from: NamedNode; to: NamedNode }, format: Format) =>
    `Row “${format(row)}”: no wire leads from “${nodeText(from)}” to “${nodeText(to)}”; choose two nodes that a wire joins.`,
  insertUnfit: (
    { row, kind, from, to }: { row: CodedMessage; kind: string; from: NamedNode; to: NamedNode },
    format: Format,
  ) =>
    `Row “${format(row)}”: a ${kind} has no input and output for a wire from “${nodeText(from)}” to “${nodeText(to)}”; choose another kind.`,
  invalidRow: ({ row, reason }: { row: CodedMessage; reason: CodedMessage }, format: Format) =>
    `Row “${format(row)}”: ${format(reason)}`,
  baseRowUnknown: ({ row, base, known }: { row: string; base: string; known: readonly string[] }) =>
    `Row “${row}” starts from row “${base}”, which does not exist; use one of ${quoted(known)}.`,
  startsFromItself: ({ row }: { row: string }) => `Row “${row}” starts from itself; choose another row.`,
  startsInCircle: ({ rows }: { rows: readonly string[] }) =>
    `Rows ${quoted(rows)} start from each other in a cycle; let one of them start with new weights.`,
  sweptParameterUnknown: ({
    setting,
    kind,
    parameter,
    known,
  }: {
    setting: string;
    kind: string;
    parameter: string;
    known: readonly string[];
  }) => `Sweep of “${setting}”: a ${kind} has no parameter “${parameter}”; it has ${quoted(known)}.`,
  sweptNodeUnknown: ({ setting, node }: { setting: string; node: string }) =>
    `Sweep of “${setting}”: no row trains a node “${node}”.`,
  sweptSeed: ({ setting }: { setting: string }) =>
    `Sweep of “${setting}”: a sweep cannot contain the seed of the Trainer; put seeds into “seeds”.`,
  sweptTwice: ({ setting }: { setting: string }) =>
    `Sweep of “${setting}”: the sweep has this parameter twice; remove one.`,
  sweepBounds: ({ setting, from, to }: { setting: string; from: number; to: number }) =>
    `Sweep of “${setting}”: “from” should be below “to”, found ${from} and ${to}.`,
  tooFewPoints: ({ wanted, found }: { wanted: number; found: number }) =>
    `The random sweep needs ${wanted} different points, but only ${found} were found; use fewer points, or sweep a grid.`,
  scenariosWithoutTrainer: () => 'The study sets scenarios, but its graph has no Trainer; add one.',
  ratesWithoutMissing: () =>
    'The study sets missing rates, but no row has an active Missing modality node; add one or remove the rates.',
};

export type StudyMessage = MessageOf<typeof studyWords>;
