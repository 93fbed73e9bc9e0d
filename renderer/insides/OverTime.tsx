import { useMessages } from '../words';
import { formatPercent } from '../words/format';
import { HeatMap } from './HeatMap';
import { largestAt, type Titled, type Values } from './tensor';

/** Mean over the heads: [heads, T] → T values */
export function meanOfHeads({ shape, values }: Values): number[] {
  const [heads = 1, seconds = 1] = shape;
  return Array.from({ length: seconds }, (_, second) => {
    let sum = 0;
    for (let head = 0; head < heads; head += 1) sum += values[head * seconds + second] ?? 0;
    return sum / heads;
  });
}

/** Shares of the seconds: their mean over the heads as bars, and each head as a row of shades. [heads, T] */
export function TimeAttention({ attention }: { readonly attention: Titled }) {
  const m = useMessages().insides;
  const mean = meanOfHeads(attention);
  const [heads = 1] = attention.shape;
  const [most = 0] = largestAt(mean, 1);
  return (
    <figure className="over-time">
      <figcaption>{attention.title}</figcaption>
      <SecondBars
        values={mean}
        most={Math.max(...mean)}
        label={m.secondShares(attention.title, most + 1, formatPercent(100 * (mean[most] ?? 0)))}
      />
      {heads > 1 && <HeatMap values={attention} label={m.heads(heads)} />}
    </figure>
  );
}

/** A probability for every second, [T]. */
export function Chances({ chances: { title, values } }: { readonly chances: Titled }) {
  const m = useMessages().insides;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return (
    <figure className="over-time">
      <figcaption>{title}</figcaption>
      <SecondBars values={values} most={1} label={m.chances(title, formatPercent(100 * mean))} />
    </figure>
  );
}

interface SecondBarsProps {
  readonly values: readonly number[];
  /** Value of a bar of full height. */
  readonly most: number;
  readonly label: string;
}

function SecondBars({ values, most, label }: SecondBarsProps) {
  return (
    <div className="second-bars" role="img" aria-label={label}>
      {values.map((value, second) => (
        <span key={second}>
          <i style={{ height: `${(100 * value) / (most || 1)}%` }} />
          <span className="mono">{formatPercent(100 * value)}</span>
        </span>
      ))}
    </div>
  );
}
