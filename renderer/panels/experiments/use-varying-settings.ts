import type { SettingColumn } from './RunsTable';
import type { RunRow } from './run-rows';
import { useAnswer } from './use-answer';

/** Maximum number of runs whose settings are compared; the first ones are used. */
const mostCompared = 500;

/** Settings in which the listed runs differ, and the number of those that are left out. */
export function useVaryingSettings(rows: readonly RunRow[]): {
  readonly settings: readonly SettingColumn[];
  readonly more: number;
} {
  // Sorted, so that another order of the rows needs no new request.
  const runs = rows
    .map(({ name }) => name)
    .sort()
    .slice(0, mostCompared);
  const { found } = useAnswer('settings', runs.length < 2 ? undefined : { runs });
  if (!found) return { settings: [], more: 0 };
  const settings = found.settings.map(({ setting, values }) => ({
    setting,
    values: new Map(values.flatMap((value, index) => (value === null ? [] : [[runs[index] ?? '', value] as const]))),
  }));
  return { settings, more: found.more };
}
