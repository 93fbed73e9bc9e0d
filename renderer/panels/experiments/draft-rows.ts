import type { GraphDocument, ParameterValue } from '../../../graph-nodes/graph/document';
import { applyChanges } from '../../../graph-nodes/study/changes';
import type { Settings, StudyRow } from '../../../graph-nodes/study/document';
import { StudyError } from '../../../graph-nodes/study/study-error';
import { checkValue, describeParameters, type ParameterField } from '../../words/parameter-schema';
import { messages } from '../../words';
import { findKind } from '../../words/kinds';
import { readValue } from './draft-values';

/** A parameter that a row sets, in the form. */
export interface SettingLine {
  readonly node: string;
  readonly parameter: string;
  readonly text: string;
}

/** A row of a study in the form. */
export interface DraftRow extends StudyRow {
  /** Settings in the form; absent: those of `set`. */
  readonly settings?: readonly SettingLine[] | undefined;
}

export const settingsOf = ({ set, settings }: DraftRow): readonly SettingLine[] =>
  settings ??
  Object.entries(set).map(([setting, value]) => {
    const [node = '', parameter = ''] = setting.split('.');
    return { node, parameter, text: String(value) };
  });

/** Value of a line; for a fault, also the problem. */
export function readSetting(
  { node, parameter, text }: SettingLine,
  graph: GraphDocument,
): { readonly value: ParameterValue; readonly fault?: string | undefined } {
  const field = parameterField(graph, node, parameter);
  // The plan refuses a missing node or parameter and names it.
  if (!field) return { value: text };
  const value = readValue(field, text.trim());
  return { value, fault: checkValue(field, value) };
}

/** The row of a draft row, or the problems of its settings. */
export function readRow({ settings, ...row }: DraftRow, ofStudy: GraphDocument): StudyRow | string {
  if (settings === undefined) return row;
  const graph = graphsOf(row, ofStudy).at(-1) ?? ofStudy;
  const set: Settings = {};
  for (const line of settings) {
    const { value, fault } = readSetting(line, graph);
    if (fault !== undefined) return `${line.node}.${line.parameter}: ${fault}`;
    set[`${line.node}.${line.parameter}`] = value;
  }
  return { ...row, set };
}

/** Graph of a row before each of its changes, and after the last. A change that does not fit leaves it unchanged. */
export function graphsOf({ name, graph, changes = [] }: StudyRow, ofStudy: GraphDocument): GraphDocument[] {
  const place = { row: name, rowLabel: { code: 'rowName', row: name } } as const;
  const graphs = [graph ?? ofStudy];
  for (const change of changes) {
    const before = graphs.at(-1) ?? ofStudy;
    try {
      graphs.push(applyChanges(before, [change], place));
    } catch (error) {
      if (!(error instanceof StudyError)) throw error;
      graphs.push(before);
    }
  }
  return graphs;
}

/** Field of a node's parameter; undefined if the graph has none. */
export function parameterField(graph: GraphDocument, id: string, parameter: string): ParameterField | undefined {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  const kind = node && findKind(node.kind);
  return kind && describeParameters(kind).find(({ name }) => name === parameter);
}

export const longestRowName = 100;

/** A row with the unchanged graph of the study. */
export const unchanged = { set: {}, bypass: [], freeze: [] } as const satisfies Omit<StudyRow, 'name'>;

/** The wanted name, with the lowest free number after it if it is taken. */
export function freeName(rows: readonly Pick<DraftRow, 'name'>[], wanted: string): string {
  const names = new Set(rows.map(({ name }) => name));
  const base = wanted.slice(0, longestRowName - 6);
  if (!names.has(base)) return base;
  for (let number = 2; ; number += 1) if (!names.has(`${base} (${number})`)) return `${base} (${number})`;
}

/** The rows with one more. If there were none, the first one has the unchanged graph. */
export function withNewRow(rows: readonly DraftRow[], graph: GraphDocument): DraftRow[] {
  const { newRow } = messages().experiments.study;
  if (rows.length === 0) return [{ name: graph.title.slice(0, longestRowName) || newRow(1), ...unchanged }];
  const names = new Set(rows.map(({ name }) => name));
  for (let number = rows.length + 1; ; number += 1) {
    if (!names.has(newRow(number))) return [...rows, { name: newRow(number), ...unchanged }];
  }
}

/** The rows with a copy of one after it. */
export const withCopy = (rows: readonly DraftRow[], at: number): DraftRow[] =>
  rows.flatMap((row, index) => (index === at ? [row, { ...row, name: freeName(rows, row.name) }] : [row]));

/** The rows with one changed. Rows that start from it follow a change of its name. */
export const withRow = (rows: readonly DraftRow[], at: number, change: Partial<DraftRow>): DraftRow[] =>
  rows.map((row, index) => {
    if (index === at) return { ...row, ...change };
    const renamed = change.name !== undefined && row.startFrom === rows[at]?.name;
    return renamed ? { ...row, startFrom: change.name } : row;
  });

/** The rows without one. Rows that started from it start with new weights. */
export const withoutRow = (rows: readonly DraftRow[], at: number): DraftRow[] =>
  rows.flatMap((row, index) => {
    if (index === at) return [];
    return [row.startFrom === rows[at]?.name ? { ...row, startFrom: undefined } : row];
  });
