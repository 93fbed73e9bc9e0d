import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { memo } from 'react';
import type { Series } from './series';

interface CurvesProps<Key extends string> {
  /** One row a point; a curve has a point where its key has a number. */
  readonly rows: readonly (Readonly<Partial<Record<Key, number | null | undefined>>> & { readonly x: number })[];
  readonly series: readonly Series<Key>[];
  readonly xLabel: string;
  readonly logarithmic?: boolean;
  readonly domain?: readonly [number, number];
  readonly format: (value: number) => string;
}

/** A logarithmic axis has no place for what is not above zero. */
const drawable = (value: number | null | undefined, logarithmic = false): number | null | undefined =>
  logarithmic && typeof value === 'number' && value <= 0 ? null : value;

function CurvesOf<Key extends string>({ rows, series, xLabel, logarithmic, domain, format }: CurvesProps<Key>) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={[...rows]} margin={{ top: 6, right: 14, bottom: 2, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--studio-line)" strokeDasharray="2 4" />
        <XAxis
          dataKey="x"
          type="number"
          domain={['dataMin', 'dataMax']}
          tick={{ fontSize: 11, fill: 'var(--studio-muted)' }}
          stroke="var(--studio-line-strong)"
          tickCount={6}
          allowDecimals={false}
        />
        <YAxis
          width={46}
          scale={logarithmic ? 'log' : 'auto'}
          domain={logarithmic ? ['auto', 'auto'] : domain ? [...domain] : [0, 'auto']}
          allowDataOverflow={logarithmic === true}
          tick={{ fontSize: 11, fill: 'var(--studio-muted)' }}
          stroke="var(--studio-line-strong)"
          tickFormatter={(value: number) => format(value)}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(x) => `${xLabel} ${String(x)}`}
          formatter={(value) => format(Number(value))}
          contentStyle={{
            background: 'var(--studio-panel)',
            border: '1px solid var(--studio-line)',
            borderRadius: 5,
            fontSize: 12,
          }}
        />
        {series.map(({ key, label, colour, dash }) => (
          <Line
            key={key}
            dataKey={(row: { readonly [name in Key]?: number | null }) => drawable(row[key], logarithmic)}
            name={label}
            stroke={colour}
            strokeWidth={1.8}
            strokeDasharray={dash}
            dot={rows.length < 15 ? { r: 2, strokeDasharray: '' } : false}
            isAnimationActive={false}
            type="linear"
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}

/** Curves over steps or epochs; drawn anew only when their numbers change. */
export const Curves = memo(CurvesOf) as typeof CurvesOf;
