import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { memo, useState, useRef } from 'react';
import type { Series } from '../../ui/series';
import { roundTicks } from './ticks';

/** A labelled vertical line in a chart. */
export interface ChartMark {
  readonly x: number;
  readonly label: string;
}

interface CurvesProps<Key extends string> {
  /** One row per point; a curve has a point if its key has a number. */
  readonly rows: readonly (Readonly<Partial<Record<Key, number | null | undefined>>> & { readonly x: number })[];
  readonly series: readonly Series<Key>[];
  readonly xLabel: string;
  readonly logarithmic?: boolean;
  readonly domain?: readonly [number, number];
  readonly format: (value: number) => string;
  readonly formatX?: (value: number) => string;
  /** Labelled vertical lines. */
  readonly marks?: readonly ChartMark[];
  /** The range that the pointer selected for zooming; undefined for the whole chart. */
  readonly onZoom?: (zoom: readonly [number, number] | undefined) => void;
}

/** Ends of a band in a row; undefined if either is missing. */
function endsOf(row: Readonly<Record<string, number | null | undefined>>, [low, high]: readonly [string, string]) {
  const [from, to] = [row[low], row[high]];
  return typeof from === 'number' && typeof to === 'number' ? [from, to] : [null, null];
}

/** A logarithmic axis has no place for values of 0 or below. */
const drawable = (value: number | null | undefined, logarithmic = false): number | null | undefined =>
  logarithmic && typeof value === 'number' && value <= 0 ? null : value;

const tick = { fontSize: 11, fill: 'var(--studio-muted)' };

const middleOf = (rows: readonly { readonly x: number }[]): number => ((rows[0]?.x ?? 0) + (rows.at(-1)?.x ?? 0)) / 2;

/** Ticks of the x axis of rows in the order of x. */
const ticksOf = (rows: readonly { readonly x: number }[]): number[] =>
  roundTicks(
    rows[0]?.x ?? 0,
    rows.at(-1)?.x ?? 0,
    rows.every(({ x }) => Number.isInteger(x)),
  );

/** Labels of neighbouring marks are at different heights. On the right half of a chart they are before their line. */
function markLabel(label: string, index: number, right: boolean) {
  return {
    value: right ? `${label} ▸` : label,
    position: right ? ('insideTopRight' as const) : ('insideTopLeft' as const),
    dy: 14 * (index % 2),
    fontSize: 11,
    fill: 'var(--mantine-color-text)',
  };
}

function CurvesOf<Key extends string>(props: CurvesProps<Key>) {
  const { rows, series, xLabel, logarithmic, domain, format, formatX = String, marks = [], onZoom } = props;
  const [stretch, setStretch] = useState<readonly [number, number]>();
  // A quick drag ends before its start is rendered, so the handlers read it here.
  const dragged = useRef<readonly [number, number]>(undefined);
  const drag = (next: readonly [number, number] | undefined) => {
    dragged.current = next;
    setStretch(next);
  };
  const at = (state: { readonly activeLabel?: string | number | undefined }) => Number(state.activeLabel);
  const [from, to] = stretch ?? [0, 0];
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={[...rows]}
        margin={{ top: 6, right: 14, bottom: 2, left: 0 }}
        accessibilityLayer={false}
        onMouseDown={(state) => onZoom && Number.isFinite(at(state)) && drag([at(state), at(state)])}
        onMouseMove={(state) => dragged.current && Number.isFinite(at(state)) && drag([dragged.current[0], at(state)])}
        // A move that waits for its frame would arrive after the release.
        throttledEvents={[]}
        onMouseUp={(state) => {
          if (!dragged.current) return;
          const [start, end] = dragged.current;
          const until = Number.isFinite(at(state)) ? at(state) : end;
          drag(undefined);
          if (start !== until) onZoom?.([Math.min(start, until), Math.max(start, until)]);
        }}
        onMouseLeave={() => drag(undefined)}
        onDoubleClick={() => onZoom?.(undefined)}
      >
        <CartesianGrid stroke="var(--studio-line)" strokeDasharray="2 4" />
        <XAxis
          dataKey="x"
          type="number"
          domain={['dataMin', 'dataMax']}
          tick={tick}
          stroke="var(--studio-line-strong)"
          ticks={ticksOf(rows)}
          tickFormatter={formatX}
        />
        <YAxis
          width={46}
          scale={logarithmic ? 'log' : 'auto'}
          domain={logarithmic ? ['auto', 'auto'] : domain ? [...domain] : [0, 'auto']}
          allowDataOverflow={logarithmic === true}
          tick={tick}
          stroke="var(--studio-line-strong)"
          tickFormatter={(value: number) => format(value)}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(x) => `${xLabel} ${formatX(Number(x))}`}
          formatter={(value) => format(Number(value))}
          contentStyle={{
            background: 'var(--studio-panel)',
            border: '1px solid var(--studio-line)',
            borderRadius: 5,
            fontSize: 12,
          }}
        />
        {series.map(
          ({ key, colour, band }) =>
            band && (
              <Area
                key={`${key} band`}
                className="curve-band"
                dataKey={(row: Readonly<Record<string, number | null | undefined>>) => endsOf(row, band)}
                stroke="none"
                fill={colour}
                fillOpacity={0.18}
                connectNulls
                activeDot={false}
                tooltipType="none"
                isAnimationActive={false}
                type="linear"
              />
            ),
        )}
        {series.map(({ key, label, colour, dash }) => (
          <Line
            key={key}
            dataKey={(row: { readonly [name in Key]?: number | null }) => drawable(row[key], logarithmic)}
            name={label}
            stroke={colour}
            strokeWidth={1.8}
            strokeDasharray={dash}
            dot={rows.length < 15 ? { r: 2, strokeDasharray: '' } : false}
            connectNulls
            isAnimationActive={false}
            type="linear"
          />
        ))}
        {marks.map(({ x, label }, index) => (
          <ReferenceLine
            key={label}
            className="chart-mark"
            x={x}
            stroke="var(--studio-muted)"
            strokeDasharray="3 3"
            label={markLabel(label, index, x > middleOf(rows))}
          />
        ))}
        {from !== to && <ReferenceArea x1={from} x2={to} fill="var(--studio-focus)" fillOpacity={0.15} />}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** Curves over steps or epochs, drawn again only if their numbers change. */
export const Curves = memo(CurvesOf) as typeof CurvesOf;
