import type { GraphDocument } from '../../../graph-nodes/graph/document';
import type { Settings, StudyRow } from '../../../graph-nodes/study/document';
import { checkValue, describeParameters, type ParameterField } from '../../words/parameter-schema';
import { messages } from '../../words';
import { findKind } from '../../words/kinds';
import { itemsOf, readValue } from './draft-values';

/** A row of a study, as it is written in the form. */
export interface DraftRow extends StudyRow {
  /** Settings as they were typed, `node.parameter=value` with commas between; absent: as `set` has them. */
  readonly settings?: string | undefined;
}

export const settingsText = ({ set, settings }: DraftRow): string =>
  settings ??
  Object.entries(set)
    .map(([setting, value]) => `${setting}=${String(value)}`)
    .join(', ');

/** The row that a draft row stands for, or what is wrong with its settings. */
export function readRow({ settings, ...row }: DraftRow, ofStudy: GraphDocument): StudyRow | string {
  if (settings === undefined) return row;
  const m = messages().experiments.study;
  const graph = row.graph ?? ofStudy;
  const set: Settings = {};
  for (const item of itemsOf(settings)) {
    const [, node, parameter, text = ''] = /^([\w-]+)\.(\w+)\s*=\s*(.*)$/.exec(item) ?? [];
    if (node === undefined || parameter === undefined) return m.noSetting(item);
    const field = parameterField(graph, node, parameter);
    // A node or parameter that is not there is refused by the plan, with its name.
    const value = field ? readValue(field, text) : text;
    const fault = field && checkValue(field, value);
    if (fault !== undefined) return `${node}.${parameter}: ${fault}`;
    set[`${node}.${parameter}`] = value;
  }
  return { ...row, set };
}

/** The field of a node's parameter; undefined where the graph has none. */
export function parameterField(graph: GraphDocument, id: string, parameter: string): ParameterField | undefined {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  const kind = node && findKind(node.kind);
  return kind && describeParameters(kind).find(({ name }) => name === parameter);
}

/** The rows with one more: the graph as it is where there was none. */
export function withNewRow(rows: readonly DraftRow[], graph: GraphDocument): DraftRow[] {
  const row = { set: {}, bypass: [], freeze: [] };
  if (rows.length === 0) return [{ name: graph.title.slice(0, 100) || messages().experiments.study.newRow(1), ...row }];
  const names = new Set(rows.map(({ name }) => name));
  for (let number = rows.length + 1; ; number += 1) {
    const name = messages().experiments.study.newRow(number);
    if (!names.has(name)) return [...rows, { name, ...row }];
  }
}

/** The rows with one changed; rows that start from it follow a change of its name. */
export const withRow = (rows: readonly DraftRow[], at: number, change: Partial<DraftRow>): DraftRow[] =>
  rows.map((row, index) => {
    if (index === at) return { ...row, ...change };
    const renamed = change.name !== undefined && row.startFrom === rows[at]?.name;
    return renamed ? { ...row, startFrom: change.name } : row;
  });

/** The rows without one; rows that started from it start with new weights. */
export const withoutRow = (rows: readonly DraftRow[], at: number): DraftRow[] =>
  rows.flatMap((row, index) => {
    if (index === at) return [];
    return [row.startFrom === rows[at]?.name ? { ...row, startFrom: undefined } : row];
  });
