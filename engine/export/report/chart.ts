import { escapeXml } from '../../../graph-nodes/graph/xml';

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A labelled vertical line. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

/** Told apart by dashes too, and not by colour alone. */
const strokes = [
  { colour: '#1565c0', dash: '' },
  { colour: '#c62828', dash: '7 4' },
  { colour: '#2e7d32', dash: '2 4' },
  { colour: '#6a1b9a', dash: '10 3 2 3' },
] as const;

const [width, height] = [640, 280];
const frame = { left: 56, right: 16, top: 36, bottom: 40 } as const;

/** Round numbers that divide a range into some five parts. */
export function ticks(low: number, high: number): number[] {
  const span = high - low || 1;
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Lines over steps as a picture; values that are no numbers interrupt a line. */
export function lineChart(title: string, axis: string, series: readonly Series[], marks: readonly Mark[] = []): string {
  const known = series.flatMap(({ points }) => points.filter(([, y]) => Number.isFinite(y)));
  const [xs, ys] = [known.map(([x]) => x), known.map(([, y]) => y)];
  const range = (values: readonly number[]): [number, number] => {
    const [low, high] = values.reduce(
      ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
      [Infinity, -Infinity],
    );
    if (low > high) return [0, 1];
    return low === high ? [low - 0.5, high + 0.5] : [low, high];
  };
  const [[left, right], [low, high]] = [range(xs), range(ys)];
  const x = (value: number) => frame.left + ((value - left) / (right - left)) * (width - frame.left - frame.right);
  const y = (value: number) =>
    height - frame.bottom - ((value - low) / (high - low)) * (height - frame.top - frame.bottom);
  const place = (value: number) => value.toFixed(1);
  const line = ({ points }: Series): string => {
    let pen = 'M';
    return points
      .map(([at, value]) => {
        if (!Number.isFinite(value)) {
          pen = 'M';
          return '';
        }
        const command = `${pen}${place(x(at))} ${place(y(value))}`;
        pen = 'L';
        return command;
      })
      .join('');
  };
  const label = (at: number, down: number, text: string, anchor: string) =>
    `<text x="${place(at)}" y="${place(down)}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
  const shown = series.map((one, index) => ({ ...one, ...(strokes[index % strokes.length] as (typeof strokes)[0]) }));
  let legend = frame.left;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="'DejaVu Sans', Verdana, sans-serif" font-size="12" fill="currentColor" role="img" aria-label="${escapeXml(title)}">`,
    ...ticks(low, high).map(
      (tick) =>
        `<path d="M${frame.left} ${place(y(tick))}H${width - frame.right}" stroke="currentColor" stroke-opacity="0.15"/>${label(frame.left - 6, y(tick) + 4, String(tick), 'end')}`,
    ),
    ...ticks(left, right)
      .filter(Number.isInteger)
      .map((tick) => label(x(tick), height - frame.bottom + 18, String(tick), 'middle')),
    ...marks.map(
      ({ at, label: text }) =>
        `<path d="M${place(x(at))} ${frame.top}V${height - frame.bottom}" stroke="currentColor" stroke-opacity="0.5" stroke-dasharray="3 3"/>${label(x(at) + 4, frame.top + 10, text, 'start')}`,
    ),
    label((frame.left + width - frame.right) / 2, height - 6, axis, 'middle'),
    ...shown.map(({ colour, dash, ...one }) => {
      const style = `stroke="${colour}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`} stroke-width="1.8" fill="none"`;
      const key = `<path d="M${legend} 18h24" ${style}/>${label(legend + 30, 22, one.name, 'start')}`;
      legend += 30 + 8 * one.name.length + 16;
      return `<path d="${line(one)}" ${style}/>${key}`;
    }),
    '</svg>',
  ].join('\n');
}
