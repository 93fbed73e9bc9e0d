import { formatLoss } from '../words/format';
import { useMessages } from '../words';
import { curvePoints } from '../ui/preview-paths';

interface CurveProps {
  readonly title: string;
  readonly values: readonly number[];
  /** Index of the mark; absent: none. */
  readonly at?: number | undefined;
}

/** Size of the picture, in its own coordinates. */
const [width, height] = [320, 60];

/** A curve over steps from zero to its largest value, with the value at the current step. */
export function Curve({ title, values, at }: CurveProps) {
  const m = useMessages().insides;
  const points = curvePoints(values, width, height);
  const [x, y] = (at === undefined ? undefined : points.split(' ')[at])?.split(',') ?? [];
  const present = at === undefined ? undefined : values[at];
  const label = m.curve(title, formatLoss(values[0] ?? 0), formatLoss(values.at(-1) ?? 0));
  return (
    <figure className="inside-curve">
      <figcaption>
        {title}
        {present !== undefined && <output className="mono">{formatLoss(present)}</output>}
      </figcaption>
      <svg
        preserveAspectRatio="xMinYMid meet"
        viewBox={`-4 -4 ${width + 8} ${height + 8}`}
        role="img"
        aria-label={label}
      >
        <polyline points={points} fill="none" />
        {x !== undefined && (
          <>
            <line x1={x} x2={x} y1={0} y2={height} strokeDasharray="2 2" />
            <circle cx={x} cy={y} r={4} />
          </>
        )}
      </svg>
    </figure>
  );
}
