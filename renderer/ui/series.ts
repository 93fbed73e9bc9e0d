import { lossNames } from '../../graph-nodes/graph/kind';
import type { Losses } from '../../engine/contract/metrics';
import type { RunStatus } from '../../engine/contract/runs';
import { scenarios, type Scenario } from '../../graph-nodes/datasets/dataset';

/** A curve: what people read, a colour for each scheme, and a dash of its own, so that no curve is told apart by colour alone. */
export interface Series<Key extends string> {
  readonly key: Key;
  readonly label: string;
  readonly colour: string;
  readonly dash: string;
  /** Numbers of a row between which a band lies about the curve. */
  readonly band?: readonly [low: string, high: string];
}

export const lossSeries: readonly Series<keyof Losses>[] = [
  { key: 'total', label: 'total', colour: 'var(--series-1)', dash: '' },
  ...lossNames.map((key, index) => ({
    key,
    label: key,
    colour: `var(--series-${index + 2})`,
    dash: ['6 3', '2 3', '9 3 2 3', '4 4', '1 4', '12 4'][index] ?? '',
  })),
];

/** Named as the scenarios are in the language at hand. */
export const scenarioSeries: readonly Omit<Series<Scenario>, 'label'>[] = scenarios.map((key, index) => ({
  key,
  colour: `var(--series-${[1, 3, 2][index] ?? 1})`,
  dash: ['', '6 3', '2 3'][index] ?? '',
}));

/** The total loss of another run, laid over the one at hand. */
export const runSeries = ({ run }: RunStatus, index: number): Series<string> => ({
  key: run,
  label: run,
  colour: `var(--series-${2 + (index % 5)})`,
  dash: ['10 4', '3 3', '12 3 3 3'][index % 3] ?? '',
});
