import { UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Scenario } from '../../../graph-nodes/datasets/dataset';
import { scenarios } from '../../../graph-nodes/datasets/dataset';
import { useMessages, type Messages } from '../../words';
import { messageText } from '../../words/engine';
import { axesOf, type Axis, type DoneRun } from './coordinates';
import { OfSelect } from './OfSelect';
import { useExperiments } from './store';

const width = 1160;
const height = 400;
const margin = { across: 110, top: 34, bottom: 16 };

const acrossOf = (index: number, count: number): number =>
  margin.across + (count > 1 ? (index * (width - 2 * margin.across)) / (count - 1) : 0);
const downOf = (place: number): number => height - margin.bottom - place * (height - margin.top - margin.bottom);

/** The runs of a study as lines over what they are made with and what they reached. */
export function CoordinatesPage() {
  const m = useMessages().experiments.coordinates;
  const studies = useExperiments((state) => state.studies).filter(({ done }) => done > 0);
  const wanted = useExperiments((state) => state.tableOf);
  const study = studies.find((status) => status.study === wanted) ?? studies[0];
  const runs = useExperiments((state) => (study ? state.studyRuns.get(study.study) : undefined));
  const done = useMemo(
    () => (runs ?? []).flatMap(({ result, ...run }): DoneRun[] => (result ? [{ ...run, result }] : [])),
    [runs],
  );
  return (
    <div className="experiments-page">
      <div className="experiments-bar">
        <OfSelect
          label={m.of}
          options={studies.map(({ study: value, title: label }) => ({ value, label }))}
          value={study?.study}
        />
      </div>
      {done.length === 0 ? <p className="muted">{m.nothing}</p> : <Lines runs={done} />}
    </div>
  );
}

const isScenario = (key: string): key is Scenario => (scenarios as readonly string[]).includes(key);

function titleOf({ key }: Axis, m: Messages): string {
  if (isScenario(key)) return `${m.scenarios[key]}, %`;
  return key === 'row' ? m.experiments.coordinates.row : key;
}

function Lines({ runs }: { readonly runs: readonly DoneRun[] }) {
  const m = useMessages();
  const c = m.experiments.coordinates;
  const [lit, setLit] = useState<string>();
  const axes = axesOf(runs);
  const labels = new Map(runs.map(({ name, label }) => [name, label]));
  const names = [...labels.keys()];
  const colourOf = (name: string) => `var(--series-${(names.indexOf(name) % 6) + 1})`;
  return (
    <>
      <svg
        className="coordinates"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={c.picture(runs.length, axes.map((axis) => titleOf(axis, m)).join(', '))}
      >
        {axes.map((axis, index) => (
          <g key={axis.key} transform={`translate(${acrossOf(index, axes.length)} 0)`}>
            <text y={16} textAnchor="middle" className="coordinates-title">
              {titleOf(axis, m)}
            </text>
            <line y1={downOf(1)} y2={downOf(0)} />
            {axis.ticks.map(({ label, place }) => (
              <text key={label} x={-7} y={downOf(place) + 4} textAnchor="end">
                {label}
              </text>
            ))}
          </g>
        ))}
        {runs.map((run) => (
          <polyline
            key={`${run.name} ${run.seed}`}
            points={axes
              .flatMap((axis, index) => {
                const place = axis.placeOf(run);
                return place === undefined ? [] : `${acrossOf(index, axes.length)},${downOf(place)}`;
              })
              .join(' ')}
            stroke={colourOf(run.name)}
            data-faint={(lit !== undefined && lit !== run.name) || undefined}
          >
            <title>{c.run(messageText(run.label), run.seed)}</title>
          </polyline>
        ))}
      </svg>
      <div className="legend" role="group" aria-label={c.legend}>
        {[...labels].map(([name, label]) => (
          <UnstyledButton
            key={name}
            className="coordinates-name"
            aria-pressed={lit === name}
            onClick={() => setLit(lit === name ? undefined : name)}
          >
            <svg width={16} height={8} aria-hidden>
              <line x2={16} y1={4} y2={4} stroke={colourOf(name)} strokeWidth={2} />
            </svg>
            {messageText(label)}
          </UnstyledButton>
        ))}
      </div>
    </>
  );
}
