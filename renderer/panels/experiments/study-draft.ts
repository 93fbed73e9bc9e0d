import { type Scenario, scenarios } from '../../../graph-nodes/datasets/dataset';
import type { GraphDocument, ParameterValue } from '../../../graph-nodes/graph/document';
import {
  readStudy,
  studyFormat,
  studyVersion,
  type StudyDocument,
  type Sweep,
} from '../../../graph-nodes/study/document';
import { rowProblems } from '../../../graph-nodes/study/plan';
import { checkValue, numberOf, type ParameterField } from '../../words/parameter-schema';
import { messages } from '../../words';
import { analysisOf, errorsOf } from '../../documents/analysis';
import { bypassable } from '../../documents/bypassing';
import { toggleBypass } from '../../documents/editing';
import { errorText, messageText } from '../../words/engine';
import { parameterField, readRow, type DraftRow } from './draft-rows';
import { itemsOf, readValue } from './draft-values';

export const drawNames = ['choice', 'uniform', 'log-uniform'] as const;

/** A swept parameter in the form. */
export interface SweepLine {
  readonly id: number;
  readonly node: string;
  readonly parameter: string;
  /** Values separated by commas, or two bounds. */
  readonly text: string;
  /** Distribution; used in a random sweep. */
  readonly draw: (typeof drawNames)[number];
}

/** A study that is being edited. */
export interface StudyDraft {
  /** The opened study: fields that the form does not show stay unchanged. Absent: made from the active graph. */
  readonly opened: StudyDocument | undefined;
  /** Title; absent: that of the graph. */
  readonly title: string | undefined;
  /** Rows; none: the unchanged graph. */
  readonly rows: readonly DraftRow[];
  readonly bypass: readonly string[];
  readonly combinations: readonly (readonly string[])[];
  readonly method: Sweep['method'];
  readonly draws: number;
  readonly sweep: readonly SweepLine[];
  readonly trainedOn: readonly (readonly Scenario[])[];
  readonly rates: string;
  readonly seeds: number;
}

export const emptyDraft: StudyDraft = {
  opened: undefined,
  title: undefined,
  rows: [],
  bypass: [],
  combinations: [],
  method: 'grid',
  draws: 8,
  sweep: [],
  trainedOn: [],
  rates: '',
  seeds: 3,
};

/** All sets of scenarios that a Trainer can train on, the single ones first. */
export const scenarioSets: readonly (readonly Scenario[])[] = [1, 2, 3].flatMap((size) =>
  Array.from({ length: 8 }, (_, bits) => scenarios.filter((_scenario, place) => (bits >> place) & 1)).filter(
    (set) => set.length === size,
  ),
);

export function draftOf(study: StudyDocument): StudyDraft {
  const { title, rows, ablation, sweep, missingRates, seeds } = study;
  const lines = (sweep?.parameters ?? []).map((swept, id): SweepLine => {
    const [node = '', parameter = ''] = swept.parameter.split('.');
    const values = 'values' in swept ? swept.values : [swept.from, swept.to];
    return { id, node, parameter, text: values.join(', '), draw: 'draw' in swept ? swept.draw : 'choice' };
  });
  return {
    opened: study,
    title,
    rows,
    bypass: ablation.nodes,
    combinations: ablation.combinations,
    method: sweep?.method ?? 'grid',
    draws: sweep?.method === 'random' ? sweep.draws : emptyDraft.draws,
    sweep: lines,
    trainedOn: study.scenarios,
    rates: missingRates.join(', '),
    seeds: seeds.length,
  };
}

/** Field of a swept parameter; undefined if the graph has none. */
export const fieldOf = (graph: GraphDocument, { node, parameter }: SweepLine): ParameterField | undefined =>
  parameterField(graph, node, parameter);

/** Nodes that a study can leave out: the graph is valid if only this node is bypassed. */
export const dispensable = (graph: GraphDocument): string[] =>
  bypassable(graph).filter((id) => {
    const node = graph.nodes.find((candidate) => candidate.id === id);
    if (!node || node.bypassed || !analysisOf(graph).used.has(id)) return false;
    return errorsOf(analysisOf(toggleBypass(graph, new Set([id])))).length === 0;
  });

/** Values of a line of the sweep, or its problem. */
function readLine(graph: GraphDocument, line: SweepLine, method: Sweep['method']): ParameterValue[] | string {
  const m = messages().experiments.study;
  const field = fieldOf(graph, line);
  // The plan refuses a missing node or parameter and names it.
  if (!field) return itemsOf(line.text);
  const values = itemsOf(line.text).map((item) => readValue(field, item));
  if (values.length === 0) return m.noValue;
  for (const value of values) {
    const fault = checkValue(field, value);
    if (fault !== undefined) return fault;
  }
  if (method === 'grid' || line.draw === 'choice') return values;
  const [from, to] = values;
  const fits = values.length === 2 && typeof from === 'number' && typeof to === 'number' && from < to;
  return fits ? values : m.twoNumbers;
}

/** Place of a problem in a draft: a field, the number of a row, or the id of a line of the sweep. */
type Place = 'rates' | 'study' | `row ${number}` | number;

/** Problems of a draft, by place. */
export type DraftProblems = ReadonlyMap<Place, string>;

/** Problems of the rows of a study, by place: one sentence per line. */
export const rowFaults = (study: StudyDocument): DraftProblems =>
  new Map(
    [...rowProblems(study)].map(([row, faults]): [Place, string] => [`row ${row}`, faults.map(messageText).join('\n')]),
  );

/** Properties of the study form and of its parts. */
export interface FormProps {
  readonly draft: StudyDraft;
  /** Graph of the study: the active graph, or the graph of the study file that was opened. */
  readonly graph: GraphDocument;
  readonly problems: DraftProblems | undefined;
}

/**
 * Study of a draft, or its problems.
 * @param atHand the active graph, used if no study was opened
 */
export function studyOf(
  draft: StudyDraft,
  atHand: GraphDocument,
): { readonly study: StudyDocument } | { readonly problems: DraftProblems } {
  const graph = draft.opened?.graph ?? atHand;
  const problems = new Map<Place, string>();
  const parameters = draft.sweep.map((line) => {
    const values = readLine(graph, line, draft.method);
    const parameter = `${line.node}.${line.parameter}`;
    if (typeof values === 'string') problems.set(line.id, values);
    if (draft.method === 'grid') return { parameter, values };
    const bounds = { from: values[0], to: values[1] };
    return { parameter, draw: line.draw, ...(line.draw === 'choice' ? { values } : bounds) };
  });
  const rows = draft.rows.map((row, index) => {
    const read = readRow(row, graph);
    if (typeof read === 'string') problems.set(`row ${index}`, read);
    return read;
  });
  const rates = itemsOf(draft.rates);
  const wrong = rates.find((rate) => {
    const number = numberOf(rate) ?? NaN;
    return !(number >= 0 && number <= 1);
  });
  if (wrong !== undefined) problems.set('rates', messages().experiments.study.rate(wrong));
  if (problems.size > 0) return { problems };
  const { opened } = draft;
  const sweepSeed = opened?.sweep?.method === 'random' ? { seed: opened.sweep.seed } : {};
  const sweep =
    draft.method === 'grid'
      ? { method: 'grid', parameters }
      : { method: 'random', draws: draft.draws, ...sweepSeed, parameters };
  const seeds =
    opened?.seeds.length === draft.seeds ? opened.seeds : Array.from({ length: draft.seeds }, (_, i) => i + 1);
  try {
    const study = readStudy({
      format: studyFormat,
      version: studyVersion,
      ...opened,
      title: (draft.title ?? graph.title).trim(),
      graph,
      rows,
      ablation: { nodes: draft.bypass, combinations: draft.combinations },
      sweep: parameters.length > 0 ? sweep : undefined,
      scenarios: draft.trainedOn,
      missingRates: rates.map(Number),
      seeds,
    });
    return { study };
  } catch (error) {
    return { problems: new Map([['study', errorText(error)]]) };
  }
}
