import { Button, UnstyledButton } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { Scenario } from '../../../graph-nodes/datasets/dataset';
import { scenarios } from '../../../graph-nodes/datasets/dataset';
import { useMessages, type Messages } from '../../words';
import { messageText } from '../../words/engine';
import { saveAs } from '../../documents/files';
import { pngOf, standaloneSvg } from '../../ui/picture';
import { AxisBrush } from './AxisBrush';
import { isBrushed, withRanges, type Brushes } from './brushes';
import { axesOf, linePartsOf, type Axis, type DoneRun } from './coordinates';
import { acrossOf, downOf, fitted, height, leftOf, width } from './coordinates-place';
import { OfSelect, useSource } from './OfSelect';
import { useExperiments } from './store';

/** Runs of a study as lines over their settings and their accuracies. */
export function CoordinatesPage() {
  const m = useMessages().experiments.coordinates;
  const options = useExperiments((state) => state.studies)
    .filter(({ done }) => done > 0)
    .map(({ study: value, title: label }) => ({ value, label }));
  const study = useSource(options)?.value;
  const runs = useExperiments((state) => (study === undefined ? undefined : state.studyRuns.get(study)));
  const done = useMemo(
    () => (runs ?? []).flatMap(({ result, ...run }): DoneRun[] => (result ? [{ ...run, result }] : [])),
    [runs],
  );
  return (
    <div className="experiments-page">
      <div className="experiments-bar">
        <OfSelect label={m.of} options={options} value={study} />
      </div>
      {done.length === 0 ? <p className="muted">{m.nothing}</p> : <Lines key={study} name={study ?? ''} runs={done} />}
    </div>
  );
}

const isScenario = (key: string): key is Scenario => (scenarios as readonly string[]).includes(key);

function titleOf({ key }: Axis, m: Messages): string {
  if (isScenario(key)) return `${m.scenarios[key]}, %`;
  return key === 'row' ? m.experiments.coordinates.row : key;
}

interface LinesProps {
  /** Title of the study, for the names of saved pictures. */
  readonly name: string;
  readonly runs: readonly DoneRun[];
}

function Lines({ name, runs }: LinesProps) {
  const m = useMessages();
  const c = m.experiments.coordinates;
  const [lit, setLit] = useState<string>();
  const [brushes, setBrushes] = useState<Brushes>(new Map());
  const drawing = useRef<SVGSVGElement>(null);
  const axes = axesOf(runs);
  const left = leftOf((axes[0]?.ticks ?? []).map(({ label }) => label));
  const across = (index: number): number => acrossOf(index, axes.length, left);
  const labels = new Map(runs.map((run) => [run.name, run.label]));
  const names = [...labels.keys()];
  const colourOf = (row: string) => `var(--series-${(names.indexOf(row) % 6) + 1})`;
  const brushed = runs.filter((run) => isBrushed(axes, brushes, run)).length;

  async function save(as: 'svg' | 'png') {
    if (!drawing.current) return;
    const svg = standaloneSvg(drawing.current);
    await saveAs(
      as === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await pngOf(svg),
      `${name}-coordinates.${as}`,
    );
  }

  return (
    <>
      <div className="experiments-bar">
        <span className="muted" role="status">
          {brushes.size > 0 ? c.brushed(brushed, runs.length) : c.howToBrush}
        </span>
        {brushes.size > 0 && (
          <Button size="compact-xs" variant="default" onClick={() => setBrushes(new Map())}>
            {c.clearBrushes}
          </Button>
        )}
        {(['svg', 'png'] as const).map((as) => (
          <Button key={as} size="compact-xs" variant="default" onClick={() => void save(as)}>
            {m.charts.saveAs[as]}
          </Button>
        ))}
      </div>
      <svg
        ref={drawing}
        className="coordinates"
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={c.picture(runs.length, axes.map((axis) => titleOf(axis, m)).join(', '))}
      >
        {axes.map((axis, index) => (
          <g key={axis.key} transform={`translate(${across(index)} 0)`}>
            <text y={16} textAnchor="middle" className="coordinates-title">
              {titleOf(axis, m)}
            </text>
            <line y1={downOf(1)} y2={downOf(0)} />
            {axis.ticks.map(({ label, place }) => (
              <text key={label} x={-7} y={downOf(place) + 4} textAnchor="end">
                {fitted(label, index, axes.length, left)}
                <title>{label}</title>
              </text>
            ))}
          </g>
        ))}
        {runs.map((run) => (
          <g
            key={`${run.name} ${run.seed}`}
            className="coordinates-run"
            stroke={colourOf(run.name)}
            fill={colourOf(run.name)}
            data-faint={(lit !== undefined && lit !== run.name) || !isBrushed(axes, brushes, run) || undefined}
          >
            <title>{c.run(messageText(run.label), run.seed)}</title>
            {linePartsOf(axes, run).map((part) =>
              part.length === 1 ? (
                <circle key={part[0]?.axis} cx={across(part[0]?.axis ?? 0)} cy={downOf(part[0]?.place ?? 0)} r={3} />
              ) : (
                <polyline
                  key={part[0]?.axis}
                  points={part.map(({ axis, place }) => `${across(axis)},${downOf(place)}`).join(' ')}
                />
              ),
            )}
          </g>
        ))}
        {axes.map((axis, index) => (
          <AxisBrush
            key={axis.key}
            x={across(index)}
            title={titleOf(axis, m)}
            ranges={brushes.get(axis.key) ?? []}
            onChange={(ranges) => setBrushes(withRanges(brushes, axis.key, ranges))}
          />
        ))}
      </svg>
      <div className="legend" role="group" aria-label={c.legend}>
        {[...labels].map(([row, label]) => (
          <UnstyledButton
            key={row}
            className="coordinates-name"
            aria-pressed={lit === row}
            onClick={() => setLit(lit === row ? undefined : row)}
          >
            <svg width={16} height={8} aria-hidden>
              <line x2={16} y1={4} y2={4} stroke={colourOf(row)} strokeWidth={2} />
            </svg>
            {messageText(label)}
          </UnstyledButton>
        ))}
      </div>
    </>
  );
}
