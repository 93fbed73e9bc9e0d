import type { RunEstimate } from '../../engine/contract/estimate';
import type { Messages } from '.';

const [minute, hour, day] = [60, 3600, 86_400];

/** Expected duration in one unit, such as “about 2 min”: seconds in steps of five, minutes, hours or days. */
export function aboutText(seconds: number, { estimate: { about } }: Messages): string {
  if (seconds < minute - 2.5) return about.seconds(Math.max(5, 5 * Math.round(seconds / 5)));
  if (seconds < hour - minute / 2) return about.minutes(Math.max(1, Math.round(seconds / minute)));
  if (seconds < 2 * day) return about.hours(Math.max(1, Math.round(seconds / hour)));
  return about.days(Math.round(seconds / day));
}

/** Expected duration of a run. */
export const estimateText = (estimate: RunEstimate, m: Messages): string =>
  estimate.basis === 'none' ? m.estimate.none : aboutText(estimate.seconds, m);

/** Expected duration of a run with the runs that it is derived from. */
export function estimateDetail(estimate: RunEstimate, m: Messages): string {
  if (estimate.basis === 'none') return m.estimate.noneDetail;
  return m.estimate.detail[estimate.basis](aboutText(estimate.seconds, m), estimate.runs, estimate.backend);
}
