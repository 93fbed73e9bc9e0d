import { Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Losses, StepRecord } from '../../engine/api';
import { Curves } from './Curves';
import { decimate } from './decimate';
import { formatLoss } from './format';
import { Legend } from './Legend';
import { lossSeries } from './series';

/** More points than this are thinned out for drawing. */
const drawnPoints = 600;

/** The total loss and its named terms over the steps. */
export function LossChart({ steps }: { readonly steps: readonly StepRecord[] }) {
  const [logarithmic, setLogarithmic] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<keyof Losses>>(new Set());
  const present = lossSeries.filter(({ key }) => steps.some(({ losses }) => losses[key] !== undefined));
  const rows = useMemo(
    () =>
      decimate(steps, drawnPoints, ({ losses }) => losses.total).map(({ step, losses }) => ({ x: step, ...losses })),
    [steps],
  );
  const toggle = (key: keyof Losses) =>
    setHidden((current) => {
      const next = new Set(current);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const last = steps.at(-1);
  const now = last ? `, total ${formatLoss(last.losses.total)} at step ${last.step}` : '';
  return (
    <section className="chart" aria-label="Losses">
      <header className="chart-head">
        <h2 className="panel-title">Loss</h2>
        <Legend series={present} hidden={hidden} onToggle={toggle} />
        <Switch
          size="xs"
          label="log scale"
          checked={logarithmic}
          onChange={(event) => setLogarithmic(event.currentTarget.checked)}
        />
      </header>
      <div
        className="chart-body"
        role="img"
        aria-label={`Loss curves, ${steps.length} points${now}`}
        data-testid="loss-chart"
      >
        <Curves
          rows={rows}
          series={present.filter(({ key }) => !hidden.has(key))}
          xLabel="step"
          logarithmic={logarithmic}
          format={formatLoss}
        />
      </div>
    </section>
  );
}
