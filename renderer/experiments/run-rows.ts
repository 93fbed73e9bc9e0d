import type { RunStatus, ScenarioAccuracies, StoredRunSummary, StudyRun } from '../../engine/api';
import { scenarios, type Scenario } from '../../graph-nodes/dataset';

/** A run as the list shows it, wherever it lies. */
export interface RunRow {
  /** As the engine calls it: its folder in the folder of runs. */
  readonly name: string;
  readonly title: string;
  readonly seed: number | undefined;
  readonly state: StoredRunSummary['state'];
  /** One sentence. */
  readonly message: string;
  /** Whether it can be continued. */
  readonly resumable: boolean;
  /** On held-out videos, once it has ended. */
  readonly accuracy: ScenarioAccuracies | undefined;
}

export const sortKeys = ['title', 'seed', 'state', ...scenarios] as const;
export type SortKey = (typeof sortKeys)[number];
export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** What the engine knows of its own runs counts before what their folders say. */
export function looseRows(live: readonly RunStatus[], stored: readonly StoredRunSummary[]): RunRow[] {
  const rows = new Map<string, RunRow>();
  for (const run of [...live.map((status) => ({ ...status, resumable: false })), ...stored]) {
    const { run: name, title, state, message, result } = run;
    const before = rows.get(name);
    // Whether a run can go on is known of its folder.
    if (before) rows.set(name, { ...before, resumable: run.resumable });
    else {
      const { seed, accuracy } = result ?? {};
      rows.set(name, { name, title, seed, state, message, resumable: run.resumable, accuracy });
    }
  }
  return [...rows.values()];
}

/** The runs of a study that are done. They lie in its folder. */
export const studyRows = (study: string, runs: readonly StudyRun[]): RunRow[] =>
  runs.flatMap(({ name: title, seed, folder, result }): RunRow[] => {
    const own = folder?.split(/[\\/]/).at(-1);
    if (own === undefined || !result) return [];
    const name = `studies/${study}/runs/${own}`;
    return [{ name, title, seed, state: 'finished', message: '', resumable: false, accuracy: result.accuracy }];
  });

/** The rows that have every word of a query somewhere. */
export function filterRows(rows: readonly RunRow[], query: string, stateOf: (row: RunRow) => string): RunRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.title} ${row.name} ${row.seed ?? ''} ${stateOf(row)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const collator = new Intl.Collator('en', { numeric: true });

const isScenario = (key: SortKey): key is Scenario => (scenarios as readonly string[]).includes(key);

function valueOf(row: RunRow, key: SortKey): string | number | undefined {
  if (isScenario(key)) return row.accuracy?.[key].overall ?? undefined;
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

/** Rows of one title together, in the order in which titles come first. */
export function groupRows(rows: readonly RunRow[]): { readonly title: string; readonly rows: RunRow[] }[] {
  const groups = new Map<string, RunRow[]>();
  for (const row of rows) {
    const group = groups.get(row.title);
    if (group) group.push(row);
    else groups.set(row.title, [row]);
  }
  return [...groups].map(([title, own]) => ({ title, rows: own }));
}
