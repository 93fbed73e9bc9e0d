import { useMessages, type Messages } from '../../words';
import { formatDuration, formatPercent } from '../../words/format';
import { scenarios, type Scenario } from '../../../graph-nodes/datasets/dataset';
import type { Preset } from '../../documents/presets';
import type { RunRow } from '../experiments/run-rows';
import { useExperiments } from '../experiments/store';

/** The run with a title that finished last; undefined if there is none. */
export const lastRunOf = (runs: readonly RunRow[], title: string): RunRow | undefined =>
  runs
    .filter((run) => run.title === title && run.state === 'finished')
    .reduce<RunRow | undefined>((last, run) => ((last?.started ?? -1) > (run.started ?? -1) ? last : run), undefined);

/** Duration and accuracies of a preset: of its last finished run on this machine, else of the measurement for the gallery. */
export function LastRun({ preset: { document, measured } }: { readonly preset: Preset }) {
  const m = useMessages();
  const run = lastRunOf(
    useExperiments((state) => state.loose),
    document.title,
  );
  return <span className="gallery-facts">{facts()}</span>;

  function facts(): string {
    if (run)
      return m.gallery.lastRun(listed(run.seconds, (scenario) => run.accuracy?.[scenario]?.overall ?? undefined, m));
    if (measured) return m.gallery.measured(listed(measured.seconds, (scenario) => measured.accuracy[scenario], m));
    return m.gallery.notRun;
  }
}

function listed(
  seconds: number | undefined,
  percentOf: (scenario: Scenario) => number | undefined,
  m: Messages,
): string {
  const accuracies = scenarios.flatMap((scenario) => {
    const percent = percentOf(scenario);
    return percent === undefined ? [] : [`${m.scenarios[scenario]} ${formatPercent(percent)} %`];
  });
  return [...(seconds === undefined ? [] : [formatDuration(seconds)]), ...accuracies].join(' · ');
}
