import { useMessages } from '../../words';
import { formatDuration, formatPercent } from '../../words/format';
import { scenarios } from '../../../graph-nodes/datasets/dataset';
import type { RunRow } from '../experiments/run-rows';
import { useExperiments } from '../experiments/store';

/** The run of a title that finished last; undefined where none did. */
export const lastRunOf = (runs: readonly RunRow[], title: string): RunRow | undefined =>
  runs
    .filter((run) => run.title === title && run.state === 'finished')
    .reduce<RunRow | undefined>((last, run) => ((last?.started ?? -1) > (run.started ?? -1) ? last : run), undefined);

/** Duration and accuracies of the last finished run of a graph's title on this machine. */
export function LastRun({ title }: { readonly title: string }) {
  const m = useMessages();
  const run = lastRunOf(
    useExperiments((state) => state.loose),
    title,
  );
  if (!run) return <span className="gallery-facts">{m.gallery.notRun}</span>;
  const accuracies = scenarios.flatMap((scenario) => {
    const percent = run.accuracy?.[scenario]?.overall;
    return percent === undefined ? [] : [`${m.scenarios[scenario]} ${formatPercent(percent)} %`];
  });
  const time = run.seconds === undefined ? [] : [formatDuration(run.seconds)];
  return <span className="gallery-facts">{m.gallery.lastRun([...time, ...accuracies].join(' · '))}</span>;
}
