import { scenariosIn, type ScenarioAccuracies } from '../../../engine/contract/metrics';
import {
  trivialScenarios,
  type Remarks,
  type RunResult,
  type RunStatus,
  type StoredRunSummary,
} from '../../../engine/contract/runs';
import type { StudyRun } from '../../../engine/contract/studies';
import { testScenarios, type TestScenario } from '../../../graph-nodes/datasets/dataset';
import { lossNames, type LossName } from '../../../graph-nodes/graph/kind';
import { verbatim, type EngineMessage } from '../../../engine/contract/messages';
import { messageText } from '../../words/engine';
import { titleOf } from '../../words/kinds';

/** A run of the list, in any folder. */
export interface RunRow {
  /** Name of the run in the engine: its path in the folder of runs. */
  readonly name: string;
  /** Title that a user gave it, or else that of its graph. */
  readonly title: string;
  /** Path of its folder; undefined if it is not known. */
  readonly folder: string | undefined;
  /** Start time, in milliseconds since 1970. */
  readonly started: number | undefined;
  /** Duration in seconds. */
  readonly seconds: number | undefined;
  readonly seed: number | undefined;
  readonly state: StoredRunSummary['state'];
  readonly message: EngineMessage;
  /** True if it can be resumed. */
  readonly resumable: boolean;
  /** Accuracies on held-out videos, after its end. */
  readonly accuracy: ScenarioAccuracies | undefined;
  /** Nodes of its graph; undefined if it has no result. */
  readonly nodes?: readonly { readonly id: string; readonly kind: string }[] | undefined;
  /** Terms of its loss; undefined if it has no result. */
  readonly losses?: readonly LossName[] | undefined;
  /** Accuracy of the most frequent answer per question type, in percent. */
  readonly baseline: number | undefined;
  /** Scenarios in which the accuracy is not above that of the most frequent answer per type. */
  readonly trivial: readonly TestScenario[];
  /** Title, tags and notes of the user; undefined if they are not known. */
  readonly remarks: Remarks | undefined;
  /** Share of a current run of a study, from 0 to 1. It has no folder yet, and cannot be chosen. */
  readonly share?: number;
}

const plainKeys = ['title', 'started', 'seconds', 'seed', 'state'] as const;
export type SortKey = (typeof plainKeys)[number] | TestScenario;

/** Scenarios with a column in the list. */
export const scenariosOf = (rows: readonly RunRow[]): readonly TestScenario[] =>
  scenariosIn(rows.flatMap(({ accuracy }) => (accuracy ? [accuracy] : [])));

/** Columns of the list. */
export const sortKeysOf = (rows: readonly RunRow[]): readonly SortKey[] => [...plainKeys, ...scenariosOf(rows)];
export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Terms of the loss in any stage of a run; undefined if it ended before its first epoch. */
export function lossesOf({ losses, stages = [] }: Pick<RunResult, 'losses' | 'stages'>): LossName[] | undefined {
  const all = [losses, ...stages.map((stage) => stage.losses)].flatMap((own) => own ?? []);
  return all.length === 0 ? undefined : lossNames.filter((name) => all.some((own) => own[name] !== undefined));
}

/** Rows of single runs. The state of a run in the engine takes precedence over that of its folder. */
export function looseRows(live: readonly RunStatus[], stored: readonly StoredRunSummary[]): RunRow[] {
  const rows = new Map<string, RunRow>();
  const unknown = { folder: undefined, started: undefined, seconds: undefined };
  const running = live.map((status) => ({ ...status, ...unknown, resumable: false, remarks: undefined }));
  for (const run of [...running, ...stored]) {
    const { run: name, title, state, message, result, resumable, remarks, folder, started, seconds } = run;
    const before = rows.get(name);
    // Other fields come only from its folder.
    if (before) rows.set(name, { ...before, folder, started, seconds, resumable, remarks });
    else {
      const { seed, accuracy } = result ?? {};
      const baseline = result?.baseline.mostFrequentPerType;
      const trivial = result ? trivialScenarios(result) : [];
      const about = { name, title, folder, started, seconds, seed, state, message, resumable, accuracy };
      const losses = result ? lossesOf(result) : undefined;
      rows.set(name, { ...about, baseline, trivial, losses, nodes: result?.nodes, remarks });
    }
  }
  return [...rows.values()];
}

/** Finished runs of a study, in its folder. */
export const studyRows = (study: string, runs: readonly StudyRun[]): RunRow[] =>
  runs.flatMap(({ label, seed, folder, result, remarks, started, seconds }): RunRow[] => {
    const own = folder?.split(/[\\/]/).at(-1);
    if (own === undefined || !result) return [];
    const name = `studies/${study}/runs/${own}`;
    const { accuracy, baseline } = result;
    const times = { folder, started, seconds };
    const about = { name, title: messageText(label), ...times, seed, accuracy, trivial: trivialScenarios(result) };
    const state = { state: 'finished', message: verbatim(''), resumable: false } as const;
    return [
      {
        ...about,
        ...state,
        baseline: baseline.mostFrequentPerType,
        losses: lossesOf(result),
        nodes: result.nodes,
        remarks,
      },
    ];
  });

/** Current runs of a study. */
export const runningRows = (study: string, runs: readonly StudyRun[]): RunRow[] =>
  runs.flatMap(({ name, label, seed, state, share }): RunRow[] => {
    if (state !== 'running') return [];
    const about = { name: `studies/${study}/${name}, seed ${seed}`, title: messageText(label), seed, share };
    const unknown = { folder: undefined, started: undefined, seconds: undefined, accuracy: undefined };
    const none = { baseline: undefined, trivial: [], remarks: undefined, resumable: false };
    return [{ ...about, ...unknown, ...none, state: 'training', message: verbatim('') }];
  });

/** A row as it is shown: with the unsaved remarks of this window, and with the title from them. */
export function withRemarks(row: RunRow, edited: Remarks | undefined): RunRow {
  const remarks = edited ?? row.remarks;
  return { ...row, remarks, title: remarks?.title || row.title };
}

const activeStates: readonly RunRow['state'][] = ['preparing', 'training', 'paused', 'evaluating'];

/** True while a run has not ended. */
export const isActiveRow = ({ state }: Pick<RunRow, 'state'>): boolean => activeStates.includes(state);

/** True for a run that belongs to a study. */
export const isOfStudy = ({ name }: Pick<RunRow, 'name'>): boolean => name.startsWith('studies/');

/** Rows that contain every word of a query. */
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
  // A current run without a known start is newer than all others.
  if (key === 'started' && isActiveRow(row)) return row.started ?? Number.MAX_SAFE_INTEGER;
  return row[key];
}

/** Sorts by one column; rows without a value come last in both directions. */
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
  /** Tag of the group; undefined for the rows without a tag. */
  readonly title: string | undefined;
  readonly rows: readonly RunRow[];
}

/**
 * Groups of rows by title, in the order of the first row of each; or by tag in alphabetical order, a row in each of its tags,
 * and rows without tags last.
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

/** Common tags of all rows. */
export function tagsInCommon(remarks: readonly Remarks[]): string[] {
  const [first, ...others] = remarks;
  return (first?.tags ?? []).filter((tag) => others.every(({ tags }) => tags.includes(tag)));
}

/** Remarks after a change of the shown tags; tags that were not shown stay. */
export function withTags({ tags, ...remarks }: Remarks, shown: readonly string[], next: readonly string[]): Remarks {
  const stay = tags.filter((tag) => !shown.includes(tag) || next.includes(tag));
  return { ...remarks, tags: [...new Set([...stay, ...next])] };
}

/**
 * Heading of a setting: a wire by the title of its node, if all rows with this node have it as the same kind, and no other node
 * of that kind.
 */
export function settingTitle(setting: string, rows: readonly Pick<RunRow, 'nodes'>[]): string {
  const [id, socket] = setting.split('/');
  const nodes = rows.flatMap(({ nodes: own = [] }) => own);
  const kinds = new Set(nodes.flatMap((node) => (node.id === id ? [node.kind] : [])));
  const [kind] = kinds;
  if (socket === undefined || kind === undefined || kinds.size > 1) return setting;
  if (nodes.some((node) => node.kind === kind && node.id !== id)) return setting;
  return `${titleOf({ kind })}, ${socket}`;
}

/** All tags of the rows, in alphabetical order. */
export const tagsOf = (rows: readonly RunRow[]): string[] =>
  [...new Set(rows.flatMap(({ remarks }) => remarks?.tags ?? []))].sort(collator.compare);
