import { useMemo } from 'react';
import { useMessages } from '../words';
import { formatLoss, formatPercent } from '../words/format';
import { HeatMap } from './HeatMap';
import { SecondGrids } from './SecondGrids';
import { histogram, meanRows, statisticsOf, strength, type Titled } from './tensor';

const bins = 24;

/** Values on a wire: statistics, a histogram, the grid of every second, and the channels over the seconds. */
export function ProbedValues({ tensor }: { readonly tensor: Titled }) {
  const m = useMessages().insides;
  const { shape, values, title } = tensor;
  const statistics = useMemo(() => statisticsOf(values), [values]);
  const counts = useMemo(() => histogram(values, bins), [values]);
  const channels = useMemo(() => transposed(meanRows({ shape, values })), [shape, values]);
  const facts = [
    [m.shape, `[${shape.join(', ')}]`],
    [m.range, `${formatLoss(statistics.smallest)} … ${formatLoss(statistics.largest)}`],
    [m.mean, formatLoss(statistics.mean)],
    [m.deviation, formatLoss(statistics.deviation)],
    [m.zeros, `${formatPercent(100 * statistics.zeros)} %`],
  ] as const;
  const range = facts[1][1];
  const most = Math.max(...counts) || 1;
  return (
    <div className="probed">
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
      <figure>
        <figcaption>{m.histogram}</figcaption>
        <div className="histogram" role="img" aria-label={m.histogramOf(values.length, range)}>
          {counts.map((count, bin) => (
            <i key={bin} style={{ height: `${(100 * count) / most}%` }} />
          ))}
        </div>
      </figure>
      {shape.length === 4 && (
        <figure>
          <figcaption>{m.grids}</figcaption>
          <SecondGrids grids={strength(tensor)} title={m.grids} />
        </figure>
      )}
      <figure>
        <figcaption>{shape.length > 1 ? m.channelsOverTime : m.channels}</figcaption>
        <HeatMap className="spectrogram" values={channels} label={m.spectrogram(title, range)} />
      </figure>
    </div>
  );
}

/** Rows of T seconds as C rows of a heat map, the first channel at the bottom; a single row stays a row. */
function transposed(rows: readonly (readonly number[])[]) {
  const width = rows[0]?.length ?? 0;
  if (rows.length === 1) return { shape: [1, width], values: [...(rows[0] ?? [])] };
  const values = Array.from({ length: width }, (_, row) => rows.map((second) => second[width - 1 - row] ?? 0)).flat();
  return { shape: [width, rows.length], values };
}
