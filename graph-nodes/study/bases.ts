import type { StudyRow } from './document';
import { StudyError } from './study-error';

/**
 * The rows in the order of the study, but each after the row that it starts from.
 *
 * @param rows all with different names
 * @throws {StudyError} naming the row that starts from an unknown row, from itself, or in a circle
 */
export function afterTheirBases(rows: readonly StudyRow[]): StudyRow[] {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const ordered = new Set<StudyRow>();
  for (const row of rows) {
    const chain = chainOf(row, byName);
    for (const link of chain.reverse()) ordered.add(link);
  }
  return [...ordered];
}

/** The row, the row that it starts from, and so on up to one with new weights. */
function chainOf(row: StudyRow, byName: ReadonlyMap<string, StudyRow>): StudyRow[] {
  const chain = [row];
  for (let last = row; last.startFrom !== undefined; ) {
    const base = byName.get(last.startFrom);
    if (!base) throw baseUnknown(last.name, last.startFrom, [...byName.keys()]);
    if (base === last) throw new StudyError({ code: 'startsFromItself', row: last.name }, { row: last.name });
    const first = chain.indexOf(base);
    if (first >= 0) {
      const rows = chain.slice(first).map(({ name }) => name);
      throw new StudyError({ code: 'startsInCircle', rows }, { row: last.name });
    }
    chain.push(base);
    last = base;
  }
  return chain;
}

/** Finds among the runs of a study the one that a run starts from: that of the base's name with the same seed. */
export function baseFinder<Run extends { name: string; seed: number; startsFrom?: string | undefined }>(
  runs: readonly Run[],
): (run: Run) => Run | undefined {
  const keyOf = (name: string, seed: number) => `${seed} ${name}`;
  const byKey = new Map(runs.map((run) => [keyOf(run.name, run.seed), run]));
  return ({ startsFrom, seed }) => (startsFrom === undefined ? undefined : byKey.get(keyOf(startsFrom, seed)));
}

const baseUnknown = (row: string, base: string, names: readonly string[]) =>
  new StudyError({ code: 'baseRowUnknown', row, base, known: names.filter((name) => name !== row) }, { row });
