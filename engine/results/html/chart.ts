import { escapeXml } from '../../../graph-nodes/picture/xml';

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A labelled vertical line. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

/** Lines differ in colour and dashes, and each has its name at its end. */
const strokes = [
  { colour: '#1565c0', dash: '' },
  { colour: '#c62828', dash: '7 4' },
  { colour: '#2e7d32', dash: '2 4' },
  { colour: '#6a1b9a', dash: '10 3 2 3' },
  { colour: '#ef6c00', dash: '14 4' },
  { colour: '#00838f', dash: '4 2' },
  { colour: '#ad1457', dash: '1 3' },
  { colour: '#5d4037', dash: '12 3 2 3 2 3' },
] as const;

const [width, height] = [760, 280];
/** The right margin has room for the names of the lines. */
const frame = { left: 56, right: 136, top: 36, bottom: 40 } as const;
/** Height of a line's name. */
const nameHeight = 14;
/** Maximum number of points of a line with a dot at each point. */
const mostDots = 12;

const isKnown = ([, y]: readonly [number, number]): boolean => Number.isFinite(y);

/** Positions with a minimum distance of the height of a name, as close to the wanted ones as their order allows. */
export function spread(wanted: readonly number[], low: number, high: number): number[] {
  const order = [...wanted.keys()].sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places: number[] = [];
  let least = low;
  for (const index of order) {
    places[index] = Math.max(least, wanted[index] ?? 0);
    least = (places[index] ?? 0) + nameHeight;
  }
  let most = high;
  for (const index of order.toReversed()) {
    places[index] = Math.min(most, places[index] ?? 0);
    most = (places[index] ?? 0) - nameHeight;
  }
  return places;
}

/** Round numbers that divide a range into about five parts. */
export function ticks(low: number, high: number): number[] {
  const span = high - low || 1;
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Line chart over steps; values that are NaN or infinite interrupt a line. */
export function lineChart(title: string, axis: string, series: readonly Series[], marks: readonly Mark[] = []): string {
  const known = series.flatMap(({ points }) => points.filter(isKnown));
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
  const edge = width - frame.right;
  const lasts = shown.map(({ points }) => points.findLast(isKnown));
  const wanted = lasts.map((last) => (last ? y(last[1]) : height - frame.bottom));
  const names = spread(wanted, frame.top, height - frame.bottom);
  const nameOf = (index: number, name: string, style: string): string => {
    const last = lasts[index];
    const down = names[index] ?? 0;
    const value = last ? ` ${Number(last[1].toPrecision(3))}` : '';
    return `<path d="M${edge + 4} ${place(down)}h18" ${style}/>${label(edge + 26, down + 4, `${name}${value}`, 'start')}`;
  };
  const dots = (points: Series['points'], colour: string): string =>
    points.length > mostDots
      ? ''
      : points
          .filter(isKnown)
          .map(([at, value]) => `<circle cx="${place(x(at))}" cy="${place(y(value))}" r="3.5" fill="${colour}"/>`)
          .join('');
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
    ...shown.map(({ colour, dash, ...one }, index) => {
      const style = `stroke="${colour}"${dash === '' ? '' : ` stroke-dasharray="${dash}"`} stroke-width="1.8" fill="none"`;
      return `<path d="${line(one)}" ${style}/>${dots(one.points, colour)}${nameOf(index, one.name, style)}`;
    }),
    ...(known.length === 0 ? [label((frame.left + edge) / 2, height / 2, 'no values', 'middle')] : []),
    '</svg>',
  ].join('\n');
}
