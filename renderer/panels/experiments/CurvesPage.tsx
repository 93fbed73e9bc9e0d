import { Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { curveAxes, mostCurves, type CurveAxis, type CurveQuantity } from '../../../engine/contract/curves';
import { testScenarios, type TestScenario } from '../../../graph-nodes/datasets/dataset';
import { Curves } from '../charts/Curves';
import { formatLoss, formatPercent } from '../../words/format';
import { Legend } from '../charts/Legend';
import { useMessages, type Messages } from '../../words';
import { messageText } from '../../words/engine';
import { quantitiesOf } from './curve-quantities';
import { meansOf, singlesOf } from './curve-rows';
import { OfSelect, useSource } from './OfSelect';
import type { RunRow } from './run-rows';
import { useExperiments, useRuns } from './store';
import { useAnswer } from './use-answer';

/** Sources of curves, each with its runs. */
function useRunSets(rows: readonly RunRow[]) {
  const m = useMessages().experiments;
  const studies = useExperiments((state) => state.studies);
  const chosen = useExperiments((state) => state.chosen);
  const names = rows.map(({ name }) => name);
  const own = chosen.filter((name) => names.includes(name));
  return [
    { value: 'all', label: m.curves.all(names.length), runs: names },
    ...(own.length > 0 ? [{ value: 'chosen', label: m.table.chosenRuns(own.length), runs: own }] : []),
    ...studies
      .filter(({ done, state }) => done > 0 || state === 'running')
      .map(({ study, title }) => ({
        value: study,
        label: m.table.study(title),
        runs: names.filter((name) => name.startsWith(`studies/${study}/`)),
      })),
  ];
}

const isScenario = (quantity: CurveQuantity): quantity is TestScenario =>
  (testScenarios as readonly string[]).includes(quantity);

function titleOf(quantity: CurveQuantity, over: CurveAxis, m: Messages): string {
  const c = m.experiments.curves;
  if (isScenario(quantity)) return (over === 'step' ? c.accuracy : c.heldOut)(m.scenarios[quantity]);
  return quantity === 'total' ? c.losses.total : c.losses.other(quantity);
}

/** Curves of stored runs: the mean with a band for runs that differ only in their seed, or each run separately. */
export function CurvesPage() {
  const m = useMessages();
  const c = m.experiments.curves;
  const rows = useRuns();
  const sets = useRunSets(rows);
  const [wantedQuantity, setQuantity] = useState<CurveQuantity>('complete');
  const [over, setOver] = useState<CurveAxis>('step');
  const [mean, setMean] = useState(true);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const of = useSource(sets);
  const runs = (of?.runs ?? []).slice(0, mostCurves);
  const quantities = quantitiesOf(
    rows.filter(({ name }) => runs.includes(name)),
    over,
  );
  const quantity = quantities.find((each) => each === wantedQuantity) ?? quantities[0] ?? 'complete';
  const { found, fault } = useAnswer('curves', runs.length > 0 ? { runs, quantity, over } : undefined);
  const methods = found?.methods ?? [];
  // The rows of a study have names. If these distinguish methods, they are more useful than the differing settings.
  const titles = methods.map(
    (method) => rows.find(({ name }) => name === method.runs[0]?.run)?.title ?? messageText(method.name),
  );
  const apart = new Set(titles).size === titles.length;
  const nameOf = (method: (typeof methods)[number]) =>
    (apart && titles[methods.indexOf(method)]) || messageText(method.name);
  const { series, rows: drawn } = mean
    ? meansOf(methods, (method) => c.seeds(nameOf(method), method.runs.length))
    : singlesOf(methods, (method, { seed }) => c.seed(nameOf(method), seed));
  const shown = series.filter(({ key }) => !hidden.has(key));
  const toggle = (key: string) =>
    setHidden((current) => {
      const next = new Set(current);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <div className="experiments-page">
      <div className="experiments-bar experiments-options">
        <OfSelect label={c.of} options={sets} value={of?.value} />
        <Select
          size="xs"
          w={170}
          label={c.over}
          data={curveAxes.map((value) => ({ value, label: c.axes[value] }))}
          value={over}
          allowDeselect={false}
          onChange={(value) => {
            if (value !== null) setOver(value);
          }}
        />
        <Select
          size="xs"
          w={260}
          label={c.quantity}
          data={quantities.map((value) => ({ value, label: titleOf(value, over, m) }))}
          value={quantity}
          allowDeselect={false}
          onChange={(value) => value !== null && setQuantity(value)}
        />
        <Switch
          size="xs"
          label={c.mean}
          checked={mean}
          onChange={(event) => {
            setMean(event.currentTarget.checked);
            setHidden(new Set());
          }}
        />
      </div>
      {over !== 'step' && runs.length > 0 && found === undefined && fault === undefined && (
        <p className="muted">{c.measuring(runs.length)}</p>
      )}
      {fault !== undefined && <p className="run-refusal">{fault}</p>}
      {series.length > 0 ? (
        <>
          <Legend series={series} hidden={hidden} onToggle={toggle} />
          <div
            className="curves"
            role="img"
            aria-label={c.picture(titleOf(quantity, over, m), shown.map(({ label }) => label).join(', '))}
          >
            <Curves
              rows={drawn}
              series={shown}
              xLabel={c.axes[over]}
              format={isScenario(quantity) ? formatPercent : formatLoss}
              {...(isScenario(quantity) && { domain: [0, 100] as const })}
            />
          </div>
        </>
      ) : (
        (found !== undefined || runs.length === 0) && <p className="muted">{c.nothing}</p>
      )}
      {quantity === 'total' && methods.length > 1 && <p className="muted results-note">{c.totals}</p>}
      {found?.notes.map(messageText).map((note) => (
        <p key={note} className="muted results-note">
          {note}
        </p>
      ))}
    </div>
  );
}
