import type { ParameterValue } from '../../graph-nodes/graph/document';
import { messages } from '.';

/** Formats numbers with the separators of English in every language. */
const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const formatCount = (count: number): string => counts.format(count);

/** `12.3k`: for narrow places; the whole number is shown beside it. */
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
export const formatShort = (count: number): string => short.format(count);

export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power] ?? 'B'}`;
}

/** `42 s`, `3 min 05 s`, `2 h 10 min` */
export function formatDuration(seconds: number): string {
  const { duration } = messages().values;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return duration.seconds(whole);
  const two = (number: number) => String(number).padStart(2, '0');
  if (whole < 3600) return duration.minutes(Math.floor(whole / 60), two(whole % 60));
  return duration.hours(Math.floor(whole / 3600), two(Math.floor((whole % 3600) / 60)));
}

export function formatSecondsPerStep(seconds: number): string {
  const time = seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.1 ? 1 : 0)} ms` : `${seconds.toFixed(2)} s`;
  return `${time}${messages().values.perStep}`;
}

/** A loss with enough digits to show a change. */
export function formatLoss(loss: number): string {
  if (loss === 0) return '0';
  const size = Math.abs(loss);
  return size >= 0.001 && size < 10_000 ? String(Number(loss.toPrecision(4))) : loss.toExponential(2);
}

export const formatPercent = (percent: number | null | undefined): string =>
  percent === null || percent === undefined ? '–' : percent.toFixed(1);

/** A difference in percentage points, with its sign: `+15.5`, `−0.4`. */
export const formatPoints = (points: number): string => {
  const size = Math.abs(points).toFixed(1);
  return `${size === '0.0' ? '±' : points < 0 ? '−' : '+'}${size}`;
};

/** A point in time, in milliseconds since 1970, to the minute: `2024-05-31 17:05`. */
export function formatDate(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A parameter's value on a node. */
export function formatValue(value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? messages().values.on : messages().values.off;
  if (typeof value === 'string') return value === '' ? '—' : value;
  return String(value);
}
