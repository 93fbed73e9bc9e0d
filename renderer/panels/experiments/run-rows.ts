import { scenariosIn, type ScenarioAccuracies } from '../../../engine/contract/metrics';
import { trivialScenarios, type Remarks, type RunStatus, type StoredRunSummary } from '../../../engine/contract/runs';
import type { StudyRun } from '../../../engine/contract/studies';
import { testScenarios, type TestScenario } from '../../../graph-nodes/datasets/dataset';
import { verbatim, type EngineMessage } from '../../../engine/contract/messages';
import { messageText } from '../../words/engine';

/** A run as the list shows it, wherever it lies. */
export interface RunRow {
  /** As the engine calls it: its folder in the folder of runs. */
  readonly name: string;
  /** Title that a person gave it, or else that of its graph. */
  readonly title: string;
  /** Path of its folder; undefined while it is not known. */
  readonly folder: string | undefined;
  /** Time of its start, in milliseconds since 1970. */
  readonly started: number | undefined;
  /** Duration in seconds. */
  readonly seconds: number | undefined;
  readonly seed: number | undefined;
  readonly state: StoredRunSummary['state'];
  readonly message: EngineMessage;
  /** True if it can be resumed. */
  readonly resumable: boolean;
  /** On held-out videos, once it has ended. */
  readonly accuracy: ScenarioAccuracies | undefined;
  /** Accuracy of the most frequent answer per question type, in percent. */
  readonly baseline: number | undefined;
  /** Scenarios in which the accuracy is not above that of the most frequent answer per type. */
  readonly trivial: readonly TestScenario[];
  /** What people say of it; undefined where that is not known. */
  readonly remarks: Remarks | undefined;
}

const plainKeys = ['title', 'started', 'seconds', 'seed', 'state'] as const;
export type SortKey = (typeof plainKeys)[number] | TestScenario;

/** The scenarios that the list has a column for. */
export const scenariosOf = (rows: readonly RunRow[]): readonly TestScenario[] =>
  scenariosIn(rows.flatMap(({ accuracy }) => (accuracy ? [accuracy] : [])));

/** The columns of the list. */
export const sortKeysOf = (rows: readonly RunRow[]): readonly SortKey[] => [...plainKeys, ...scenariosOf(rows)];
export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** What the engine knows of its own runs counts before what their folders say. */
export function looseRows(live: readonly RunStatus[], stored: readonly StoredRunSummary[]): RunRow[] {
  const rows = new Map<string, RunRow>();
  const unknown = { folder: undefined, started: undefined, seconds: undefined };
  const running = live.map((status) => ({ ...status, ...unknown, resumable: false, remarks: undefined }));
  for (const run of [...running, ...stored]) {
    const { run: name, title, state, message, result, resumable, remarks, folder, started, seconds } = run;
    const before = rows.get(name);
    // The rest is known of its folder alone.
    if (before) rows.set(name, { ...before, folder, started, seconds, resumable, remarks });
    else {
      const { seed, accuracy } = result ?? {};
      const baseline = result?.baseline.mostFrequentPerType;
      const trivial = result ? trivialScenarios(result) : [];
      const about = { name, title, folder, started, seconds, seed, state, message, resumable, accuracy };
      rows.set(name, { ...about, baseline, trivial, remarks });
    }
  }
  return [...rows.values()];
}

/** The runs of a study that are done. They lie in its folder. */
export const studyRows = (study: string, runs: readonly StudyRun[]): RunRow[] =>
  runs.flatMap(({ label, seed, folder, result, remarks, started, seconds }): RunRow[] => {
    const own = folder?.split(/[\\/]/).at(-1);
    if (own === undefined || !result) return [];
    const name = `studies/${study}/runs/${own}`;
    const { accuracy, baseline } = result;
    const times = { folder, started, seconds };
    const about = { name, title: messageText(label), ...times, seed, accuracy, trivial: trivialScenarios(result) };
    const state = { state: 'finished', message: verbatim(''), resumable: false } as const;
    return [{ ...about, ...state, baseline: baseline.mostFrequentPerType, remarks }];
  });

/** A row as it is shown: with what is said of it in this window, and under the title that it was given. */
export function withRemarks(row: RunRow, edited: Remarks | undefined): RunRow {
  const remarks = edited ?? row.remarks;
  return { ...row, remarks, title: remarks?.title || row.title };
}

const activeStates: readonly RunRow['state'][] = ['preparing', 'training', 'paused', 'evaluating'];

/** True while a run has not come to its end. */
export const isActiveRow = ({ state }: Pick<RunRow, 'state'>): boolean => activeStates.includes(state);

/** True for a run that belongs to a study. */
export const isOfStudy = ({ name }: Pick<RunRow, 'name'>): boolean => name.startsWith('studies/');

/** The rows that have every word of a query somewhere. */
export function filterRows(rows: readonly RunRow[], query: string, stateOf: (row: RunRow) => string): RunRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const { tags = [], notes = '' } = row.remarks ?? {};
    const text = [row.title, row.name, row.seed ?? '', stateOf(row), ...tags, notes].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const collator = new Intl.Collator('en', { numeric: true });

const isScenario = (key: SortKey): key is TestScenario => (testScenarios as readonly string[]).includes(key);

function valueOf(row: RunRow, key: SortKey): string | number | undefined {
  if (isScenario(key)) return row.accuracy?.[key]?.overall ?? undefined;
  return row[key];
}

/** By one column; rows that have nothing there come last either way. */
export function sortRows(rows: readonly RunRow[], { key, descending }: Sorting): RunRow[] {
  return [...rows].sort((one, other) => {
    const [a, b] = [valueOf(one, key), valueOf(other, key)];
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
    return descending ? -order : order;
  });
}

export const groupings = ['none', 'title', 'tag'] as const;
export type Grouping = (typeof groupings)[number];

export interface Group {
  /** Undefined of the rows that have no tag. */
  readonly title: string | undefined;
  readonly rows: readonly RunRow[];
}

/**
 * Rows of one title together, in the order in which titles come first; or rows of one tag, in the order of the alphabet, a
 * row with each of its tags, and those without any at the end.
 */
export function groupRows(rows: readonly RunRow[], by: Exclude<Grouping, 'none'>): Group[] {
  const titlesOf = ({ title, remarks }: RunRow): readonly (string | undefined)[] => {
    if (by === 'title') return [title];
    return remarks && remarks.tags.length > 0 ? remarks.tags : [undefined];
  };
  const groups = new Map<string | undefined, RunRow[]>();
  for (const row of rows) {
    for (const title of titlesOf(row)) groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  const found = [...groups].map(([title, own]) => ({ title, rows: own }));
  if (by === 'title') return found;
  return found.sort(({ title: a }, { title: b }) =>
    a === undefined || b === undefined ? Number(a === undefined) - Number(b === undefined) : collator.compare(a, b),
  );
}

export const sameRemarks = (a: Remarks | undefined, b: Remarks): boolean =>
  a?.title === b.title.trim() && a.notes === b.notes && JSON.stringify(a.tags) === JSON.stringify(b.tags);

/** The tags that all of them have. */
export function tagsInCommon(remarks: readonly Remarks[]): string[] {
  const [first, ...others] = remarks;
  return (first?.tags ?? []).filter((tag) => others.every(({ tags }) => tags.includes(tag)));
}

/** Remarks after some of the tags they were shown with became others; the tags that were not shown stay. */
export function withTags({ tags, ...remarks }: Remarks, shown: readonly string[], next: readonly string[]): Remarks {
  const stay = tags.filter((tag) => !shown.includes(tag) || next.includes(tag));
  return { ...remarks, tags: [...new Set([...stay, ...next])] };
}

/** Every tag that a row has, in the order of the alphabet. */
export const tagsOf = (rows: readonly RunRow[]): string[] =>
  [...new Set(rows.flatMap(({ remarks }) => remarks?.tags ?? []))].sort(collator.compare);
