import { lossNames } from '../../graph-nodes/graph/kind';
import type { Losses } from '../../engine/contract/metrics';
import type { RunStatus } from '../../engine/contract/runs';
import { scenarios, type Scenario } from '../../graph-nodes/datasets/dataset';

/** A curve: its name, a colour for each scheme, and a distinct dash, so that colour is not the only distinction. */
export interface Series<Key extends string> {
  readonly key: Key;
  readonly label: string;
  readonly colour: string;
  readonly dash: string;
  /** Weight of the curve's values in a sum, after the label in the legend. */
  readonly weight?: string;
  /** Meaning of the values. */
  readonly help?: string;
  /** Lower and upper value of the band around the curve, by row. */
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

/** Curves of the scenarios, with their names in the current language. */
export const scenarioSeries: readonly Omit<Series<Scenario>, 'label'>[] = scenarios.map((key, index) => ({
  key,
  colour: `var(--series-${[1, 3, 2][index] ?? 1})`,
  dash: ['', '6 3', '2 3'][index] ?? '',
}));

/** Total loss of another run, as an overlay. */
export const runSeries = ({ run }: RunStatus, index: number): Series<string> => ({
  key: run,
  label: run,
  colour: `var(--series-${2 + (index % 5)})`,
  dash: ['10 4', '3 3', '12 3 3 3'][index % 3] ?? '',
});
