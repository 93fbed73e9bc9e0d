import {
  ActionIcon,
  Button,
  Menu,
  MultiSelect,
  Popover,
  RangeSlider,
  SegmentedControl,
  Slider,
  Switch,
} from '@mantine/core';
import { IconAdjustmentsHorizontal, IconDownload, IconZoomReset } from '@tabler/icons-react';
import { memo, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Losses } from '../../../engine/contract/metrics';
import type { StepRecord } from '../../../engine/contract/runs';
import { scenarios } from '../../../graph-nodes/datasets/dataset';
import { lossWeight } from '../../../graph-nodes/nodes/trainer/loss-weights';
import type { TrainerParameters } from '../../../graph-nodes/nodes/trainer/node';
import { trainerOf } from '../../../graph-nodes/nodes/trainer/trainer-of';
import { useMessages, type Messages } from '../../words';
import { saveAs } from '../../documents/files';
import { lossRows, lossTable, overlay, stageMarks, xOf, type Across } from '../charts/chart-rows';
import { Curves } from '../charts/Curves';
import { formatDuration, formatLoss } from '../../words/format';
import { Legend } from '../charts/Legend';
import { ownRun } from '../../session/own-run';
import { session } from '../../session/session';
import { askRuns, drawRuns, otherRuns } from '../../session/other-runs';
import { useStageLabel } from './stage-label';
import { pngOf, standaloneSvg } from '../../ui/picture';
import { lossSeries, runSeries, type Series } from '../../ui/series';

/** Maximum number of points without decimation. */
const drawnPoints = 600;

interface LossChartProps {
  readonly run: string;
  readonly steps: readonly StepRecord[];
}

/** Total loss and its named terms over the steps or the time, alone or with other runs. */
export const LossChart = memo(function LossChart({ run, steps }: LossChartProps) {
  const m = useMessages();
  const [logarithmic, setLogarithmic] = useState(false);
  const [across, setAcross] = useState<Across>('step');
  const [smoothing, setSmoothing] = useState(0);
  const [zoom, setZoom] = useState<readonly [number, number]>();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLDivElement>(null);
  const drawn = useStore(otherRuns, (state) => state.drawn);
  const others = useMemo(() => drawn.filter(({ status }) => status.run !== run), [drawn, run]);
  const present = useMemo(
    () => lossSeries.filter(({ key }) => steps.some(({ losses }) => losses[key] !== undefined)),
    [steps],
  );
  const keys = present.map(({ key }) => key);
  const rows = useMemo(() => {
    const options = { across, smoothing, zoom, points: drawnPoints };
    const terms = present.map(({ key }) => key);
    return overlay(lossRows(steps, terms, options), others, options);
  }, [steps, present, others, across, smoothing, zoom]);
  const labelOf = useStageLabel(run);
  const marks = useMemo(
    () =>
      stageMarks(steps, (record) => xOf(record, across), labelOf).filter(
        ({ x }) => zoom === undefined || (x >= zoom[0] && x <= zoom[1]),
      ),
    [steps, across, zoom, labelOf],
  );
  const weights = useRunWeights(run);
  const named = present.map((one) => explained(one, weights, m.charts));
  const series = [...named, ...others.map(({ status }, index) => runSeries(status, index))];
  const toggle = (key: string) =>
    setHidden((current) => {
      const next = new Set(current);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const [first, last] = [steps[0], steps.at(-1)];
  const xName = (x: number) => (across === 'step' ? `${m.charts.step} ${x}` : `${m.charts.time} ${formatDuration(x)}`);
  const stages = marks.map(({ x, label }) => m.charts.stageFrom(label, xName(x))).join('');
  const now = last ? m.charts.now(formatLoss(last.losses.total), last.step) : '';

  async function save(as: 'svg' | 'png' | 'csv') {
    const drawing = body.current?.querySelector<SVGSVGElement>('svg.recharts-surface');
    if (as === 'csv') return saveAs(new Blob([lossTable(steps, keys)], { type: 'text/csv' }), `${run}-losses.csv`);
    if (!drawing) return;
    const svg = standaloneSvg(drawing);
    const blob = as === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await pngOf(svg);
    await saveAs(blob, `${run}-losses.${as}`);
  }

  return (
    <section className="chart" aria-label={m.charts.losses}>
      <header className="chart-head">
        <h2 className="panel-title">{m.charts.loss}</h2>
        <Legend series={series} hidden={hidden} onToggle={toggle} />
        {zoom && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconZoomReset size={13} />}
            onClick={() => setZoom(undefined)}
          >
            {m.charts.wholeRun}
          </Button>
        )}
        <Switch
          size="xs"
          label={m.charts.logScale}
          checked={logarithmic}
          onChange={(event) => setLogarithmic(event.currentTarget.checked)}
        />
        <Popover position="top-end" width={300} trapFocus onOpen={() => void askRuns()}>
          <Popover.Target>
            <ActionIcon size="sm" aria-label={m.charts.settings}>
              <IconAdjustmentsHorizontal size={16} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown className="chart-settings">
            <SegmentedControl
              size="xs"
              aria-label={m.charts.across}
              data={[
                { value: 'step', label: m.charts.bySteps },
                { value: 'time', label: m.charts.byTime },
              ]}
              value={across}
              onChange={(value) => {
                setAcross(value as Across);
                setZoom(undefined);
              }}
            />
            <div>
              <span id="smoothing">{m.charts.smoothing}</span>
              <Slider
                size="sm"
                min={0}
                max={0.99}
                step={0.01}
                label={(value) => value.toFixed(2)}
                thumbProps={{ 'aria-labelledby': 'smoothing' }}
                value={smoothing}
                onChange={setSmoothing}
              />
            </div>
            {first && last && first !== last && (
              <div>
                <span>{m.charts.zoom}</span>
                <RangeSlider
                  size="sm"
                  min={xOf(first, across)}
                  max={xOf(last, across)}
                  minRange={0}
                  thumbFromLabel={m.charts.zoomFrom}
                  thumbToLabel={m.charts.zoomTo}
                  value={zoom ? [zoom[0], zoom[1]] : [xOf(first, across), xOf(last, across)]}
                  onChange={setZoom}
                />
              </div>
            )}
            <OtherRuns run={run} />
          </Popover.Dropdown>
        </Popover>
        <Menu position="top-end">
          <Menu.Target>
            <ActionIcon size="sm" aria-label={m.charts.save}>
              <IconDownload size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {(['png', 'svg', 'csv'] as const).map((as) => (
              <Menu.Item key={as} onClick={() => void save(as)}>
                {m.charts.saveAs[as]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </header>
      <div
        ref={body}
        className="chart-body"
        role="img"
        aria-label={`${m.charts.lossCurves(steps.length)}${now}${stages}`}
        data-testid="loss-chart"
        data-drawn={rows.length}
      >
        <Curves
          rows={rows}
          series={series.filter(({ key }) => !hidden.has(key))}
          xLabel={across === 'step' ? m.charts.step : m.charts.time}
          logarithmic={logarithmic}
          format={formatLoss}
          marks={marks}
          {...(across === 'time' && { formatX: formatDuration })}
          onZoom={setZoom}
        />
      </div>
    </section>
  );
});

/** Parameters of a run's Trainer: those of its current stage if the run is of the active graph. */
function useRunWeights(run: string): TrainerParameters | undefined {
  const own = useStore(ownRun, ({ log, weights }) => (log?.status.run === run ? weights : undefined));
  const graph = useStore(session, ({ graphs }) => graphs.get(run));
  return own ?? (graph && trainerOf(graph)?.parameters);
}

/** A curve of the run with its full name and its weight in the total. The recorded terms are sums over the scenarios without their weights. */
function explained(
  one: Series<keyof Losses>,
  weights: TrainerParameters | undefined,
  m: Messages['charts'],
): Series<keyof Losses> {
  const { key } = one;
  if (key === 'total') return { ...one, label: m.total, help: m.totalHelp };
  const title = m.lossTitles[key];
  if (!weights) return { ...one, help: title };
  const [complete, missing] = [lossWeight(weights, key, 'complete'), lossWeight(weights, key, 'audioMissing')];
  const trained = scenarios.filter((scenario) => weights[scenario] > 0);
  const equal = complete === missing || trained.length === 1 || !trained.includes('complete');
  const shown = trained.includes('complete') ? complete : missing;
  const help = m.termHelp(title, trained.length, equal ? String(shown) : m.weights(complete, missing));
  if (equal) return { ...one, help, ...(shown !== 1 && { weight: `× ${shown}` }) };
  return { ...one, help, weight: `× ${m.weights(complete, missing)}` };
}

/** Selection of the other runs in the chart. */
function OtherRuns({ run }: { readonly run: string }) {
  const m = useMessages();
  const { known, drawn } = useStore(otherRuns);
  return (
    <MultiSelect
      size="xs"
      label={m.charts.otherRuns}
      placeholder={m.charts.otherRunsHint}
      data={known.filter((status) => status.run !== run).map((status) => ({ value: status.run, label: status.run }))}
      value={drawn.map(({ status }) => status.run)}
      onChange={(wanted) => void drawRuns(wanted)}
      comboboxProps={{ withinPortal: false }}
      nothingFoundMessage={m.charts.noOtherRuns}
    />
  );
}
