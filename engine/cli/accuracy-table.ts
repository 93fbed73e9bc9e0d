import { testScenarios, type TestScenario } from '../../graph-nodes/datasets/dataset';
import { accuracyKeys, type Accuracies } from '../contract/metrics';

export const percent = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} %`);

/** Accuracies as lines of a table: a row for each group and type, a column for each scenario. */
export function accuracyTable(
  title: string,
  accuracy: Readonly<Partial<Record<TestScenario, Accuracies | undefined>>>,
): string[] {
  const width = Math.max(title.length, ...accuracyKeys.map((key) => key.length));
  const columns = testScenarios.flatMap((scenario) => {
    const of = accuracy[scenario];
    return of ? [{ scenario, of }] : [];
  });
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(14)).join('')}`;
  return [
    row(
      title,
      columns.map(({ scenario }) => scenario),
    ),
    ...accuracyKeys.map((key) =>
      row(
        key,
        columns.map(({ of }) => percent(of[key])),
      ),
    ),
  ];
}
