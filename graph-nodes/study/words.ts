import { quoted, type CodedMessage, type Format, type MessageOf } from '../graph/messages';

/** English words of errors in the plan of a study. */
export const studyWords = {
  tooManyRuns: ({ count, most }: { count: number; most: number }) =>
    `The study has up to ${count} runs; at most ${most} are planned.`,
  tooManyPoints: ({ count, most }: { count: number; most: number }) =>
    `The grid has ${count} points; at most ${most} runs are planned.`,
  sameRows: ({ first, second }: { first: string; second: string }) =>
    `Rows “${first}” and “${second}” train the same graph; remove one.`,
  sameRowName: ({ row }: { row: string }) => `Two rows have the name “${row}”; give each row its own name.`,
  baseRowUnknown: ({ row, base, known }: { row: string; base: string; known: readonly string[] }) =>
    `Row “${row}” starts from row “${base}”, which the study lacks; it has ${quoted(known)}.`,
  startsFromItself: ({ row }: { row: string }) => `Row “${row}” starts from itself; choose another row.`,
  startsInCircle: ({ rows }: { rows: readonly string[] }) =>
    `Rows ${quoted(rows)} start from each other in a circle; let one of them start with new weights.`,
  alreadyBypassed: ({ row, node }: { row: string; node: string }) =>
    `Row “${row}”: node “${node}” is already bypassed in the graph.`,
  rowWithoutNode: ({ row, node, known }: { row: string; node: string; known: readonly string[] }) =>
    `Row “${row}”: the graph has no node “${node}”; it has ${quoted(known)}.`,
  invalidRow: ({ row, reason }: { row: string; reason: CodedMessage }, format: Format) =>
    `Row “${row}”: ${format(reason)}`,
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
  sweptSeed: ({ setting }: { setting: string }) => `Sweep of “${setting}”: the seeds of the Trainer belong in “seeds”.`,
  sweptTwice: ({ setting }: { setting: string }) => `Sweep of “${setting}”: the sweep has this parameter twice.`,
  sweepBounds: ({ setting, from, to }: { setting: string; from: number; to: number }) =>
    `Sweep of “${setting}”: “from” should be below “to”, found ${from} and ${to}.`,
  tooFewPoints: ({ wanted, found }: { wanted: number; found: number }) =>
    `The random sweep asks for ${wanted} different points, but only ${found} were drawn; ask for fewer, or sweep a grid.`,
  scenariosWithoutTrainer: () => 'The study sets scenarios, but its graph has no Trainer; add one.',
  ratesWithoutMissing: () =>
    'The study sets missing rates, but no row has an active Missing modality node; add one or remove the rates.',
};

export type StudyMessage = MessageOf<typeof studyWords>;
