import type { RunEstimate } from '../../engine/contract/estimate';
import type { Messages } from '.';

const [minute, hour, day] = [60, 3600, 86_400];

/** A duration in one unit: seconds in steps of five, minutes, hours or days. */
function rounded(seconds: number, { about }: Messages['estimate']): string {
  if (seconds < minute - 2.5) return about.seconds(Math.max(5, 5 * Math.round(seconds / 5)));
  if (seconds < hour - minute / 2) return about.minutes(Math.max(1, Math.round(seconds / minute)));
  if (seconds < 2 * day) return about.hours(Math.max(1, Math.round(seconds / hour)));
  return about.days(Math.round(seconds / day));
}

/** Expected duration of a run, such as “about 2 min”. */
export const estimateText = (estimate: RunEstimate, { estimate: m }: Messages): string =>
  estimate.basis === 'none' ? m.none : rounded(estimate.seconds, m);

/** Expected duration of a run with the runs that it is derived from. */
export function estimateDetail(estimate: RunEstimate, { estimate: m }: Messages): string {
  if (estimate.basis === 'none') return m.noneDetail;
  return m.detail[estimate.basis](rounded(estimate.seconds, m), estimate.runs, estimate.backend);
}
