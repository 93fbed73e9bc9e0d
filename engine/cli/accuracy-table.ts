import { testScenarios, type TestScenario } from '../../graph-nodes/datasets/dataset';
import { accuracyKeys, type Accuracies } from '../contract/metrics';
import { trivialScenarios, type RunResult } from '../contract/runs';

export const percent = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} %`);

/** Formats accuracies as lines of a table: one row for each group and type, one column for each scenario. */
export const accuracyTable = (
  title: string,
  accuracy: Readonly<Partial<Record<TestScenario, Accuracies | undefined>>>,
): string[] =>
  columnTable(
    title,
    testScenarios.flatMap((scenario) => {
      const of = accuracy[scenario];
      return of ? [{ name: scenario, of }] : [];
    }),
  );

/** Formats accuracies as lines of a table with the given column names: one row for each group and type. */
export function columnTable(
  title: string,
  columns: readonly { readonly name: string; readonly of: Accuracies }[],
): string[] {
  const width = Math.max(title.length, ...accuracyKeys.map((key) => key.length));
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(14)).join('')}`;
  return [
    row(
      title,
      columns.map(({ name }) => name),
    ),
    ...accuracyKeys.map((key) =>
      row(
        key,
        columns.map(({ of }) => percent(of[key])),
      ),
    ),
  ];
}

/** Formats the baseline accuracy (most frequent answer), and names the scenarios whose accuracy is not above it. */
export function baselineLines(result: Pick<RunResult, 'accuracy' | 'baseline'>): string[] {
  const { mostFrequent, mostFrequentPerType } = result.baseline;
  const trivial = trivialScenarios(result);
  return [
    `baseline, the most frequent answer: ${percent(mostFrequent)}, of each type: ${percent(mostFrequentPerType)}`,
    ...(trivial.length > 0 ? [`not above the most frequent answer of each type: ${trivial.join(', ')}`] : []),
  ];
}
