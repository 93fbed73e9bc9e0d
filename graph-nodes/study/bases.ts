import type { StudyRow } from './document';
import { StudyError } from './study-error';

/**
 * The rows in the order of the study, but each after its base row.
 *
 * @param rows rows with different names
 * @throws {StudyError} naming the row that starts from an unknown row, from itself, or in a cycle
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

/** The row, its base row, and so on up to a row with new weights. */
function chainOf(row: StudyRow, byName: ReadonlyMap<string, StudyRow>): StudyRow[] {
  const chain: StudyRow[] = [];
  let link: StudyRow | undefined = row;
  while (link) {
    if (chain.includes(link)) throw circle(chain.slice(chain.indexOf(link)));
    chain.push(link);
    const { name, startFrom }: StudyRow = link;
    link = startFrom === undefined ? undefined : byName.get(startFrom);
    if (startFrom !== undefined && !link) throw baseUnknown(name, startFrom, [...byName.keys()]);
  }
  return chain;
}

function circle(rows: readonly StudyRow[]): StudyError {
  const [row = '', ...others] = rows.map(({ name }) => name);
  return new StudyError(
    others.length === 0 ? { code: 'startsFromItself', row } : { code: 'startsInCircle', rows: [row, ...others] },
    { row },
  );
}

/** Finds the run of a study that a run starts from: the run with the base's name and the same seed. */
export function baseFinder<Run extends { name: string; seed: number; startsFrom?: string | undefined }>(
  runs: readonly Run[],
): (run: Run) => Run | undefined {
  const keyOf = (name: string, seed: number) => `${seed} ${name}`;
  const byKey = new Map(runs.map((run) => [keyOf(run.name, run.seed), run]));
  return ({ startsFrom, seed }) => (startsFrom === undefined ? undefined : byKey.get(keyOf(startsFrom, seed)));
}

const baseUnknown = (row: string, base: string, names: readonly string[]) =>
  new StudyError({ code: 'baseRowUnknown', row, base, known: names.filter((name) => name !== row) }, { row });
