import { Switch, Table, UnstyledButton } from '@mantine/core';
import { Fragment, memo, useMemo, useState, type CSSProperties } from 'react';
import { useMessages } from '../../words';
import { accuracyKeys, scenariosIn, type AccuracyKey, type ScenarioAccuracies } from '../../../engine/contract/metrics';
import { isTrivialResult, type EpochRecord, type RunResult, type StageResult } from '../../../engine/contract/runs';
import { questionGroups, questionTypes, type QuestionType } from '../../../graph-nodes/datasets/dataset';
import { questionsText } from '../../words/questions';
import { stageMarks } from '../charts/chart-rows';
import { Curves } from '../charts/Curves';
import { formatCount, formatPercent } from '../../words/format';
import { LineSample } from '../charts/LineSample';
import { scenarioSeries } from '../../ui/series';
import { TrivialMark } from '../../ui/TrivialMark';
import { useStageLabel } from './stage-label';

/** The groups of questions, each with its types. */
const groups = questionGroups.map((group) => ({
  group,
  types: (Object.keys(questionTypes) as QuestionType[]).filter((type) => questionTypes[type].group === group),
}));

const percents = [0, 100] as const;
const plain = (percent: number): string => percent.toFixed(0);

/** True if the table marks a figure. */
const hasTrivial = (result: RunResult, byType: boolean): boolean =>
  scenariosIn([result.accuracy]).some((scenario) =>
    accuracyKeys
      .filter((key) => byType || !(key in questionTypes))
      .some((key) => isTrivialResult(result, scenario, key)),
  );

interface AccuracyProps {
  readonly run: string;
  readonly epochs: readonly EpochRecord[];
  readonly result?: RunResult;
}

/** Accuracy by scenario and question group: over the epochs on validation videos, finally on held-out ones. */
export const Accuracy = memo(function Accuracy({ run, epochs, result }: AccuracyProps) {
  const m = useMessages();
  const [chosen, setChosen] = useState<AccuracyKey>('overall');
  const [byType, setByType] = useState(false);
  const rows = useMemo(
    () =>
      epochs.map(({ epoch, accuracy: { complete, audioMissing, visualMissing } }) => ({
        x: epoch,
        complete: complete[chosen],
        audioMissing: audioMissing[chosen],
        visualMissing: visualMissing[chosen],
      })),
    [epochs, chosen],
  );
  const series = useMemo(() => scenarioSeries.map((one) => ({ ...one, label: m.scenarios[one.key] })), [m]);
  const labelOf = useStageLabel(run);
  const marks = useMemo(() => stageMarks(epochs, ({ epoch }) => epoch, labelOf), [epochs, labelOf]);
  const stages = marks.map(({ x, label }) => m.charts.stageFrom(label, `${m.accuracy.epoch} ${x}`)).join('');
  const last = epochs.at(-1);
  const of = result ? m.accuracy.heldOut(formatCount(result.questions.test)) : m.accuracy.validation(last?.epoch);
  return (
    <section className="chart" aria-label={m.accuracy.label}>
      <header className="chart-head">
        <h2 className="panel-title">{m.accuracy.title}</h2>
        <Switch
          size="xs"
          label={m.accuracy.byType}
          aria-label={m.accuracy.byTypeLong}
          checked={byType}
          onChange={(event) => setByType(event.currentTarget.checked)}
        />
      </header>
      <div className="accuracy">
        <div className="accuracy-scroll">
          <p className="muted">{of}</p>
          <AccuracyTable
            accuracy={result?.accuracy ?? last?.accuracy}
            result={result}
            stages={result?.stages ?? []}
            byType={byType}
            chosen={chosen}
            onChoose={setChosen}
          />
          {result && (
            <p className="muted accuracy-baseline">
              {m.accuracy.mostFrequent(formatPercent(result.baseline.mostFrequent))}
              <br />
              {m.accuracy.perType(formatPercent(result.baseline.mostFrequentPerType))}
              {hasTrivial(result, byType) && (
                <>
                  <br />
                  <TrivialMark /> {m.accuracy.trivial}
                </>
              )}
            </p>
          )}
        </div>
        <div className="accuracy-curves">
          <p className="muted">{m.accuracy.of(questionsText(chosen, m))}</p>
          {rows.length === 0 ? (
            <p className="accuracy-none muted">{m.accuracy.later}</p>
          ) : (
            <div
              className="chart-body"
              role="img"
              aria-label={`${m.accuracy.curves(questionsText(chosen, m), epochs.length)}${stages}`}
            >
              <Curves
                rows={rows}
                series={series}
                xLabel={m.accuracy.epoch}
                domain={percents}
                format={plain}
                marks={marks}
              />
            </div>
          )}
        </div>
      </div>
    </section>
  );
});

interface TableProps {
  readonly accuracy: ScenarioAccuracies | undefined;
  /** Result of a run that has ended. */
  readonly result: RunResult | undefined;
  /** Results of the stages that have ended. */
  readonly stages: readonly StageResult[];
  readonly byType: boolean;
  readonly chosen: AccuracyKey;
  onChoose(key: AccuracyKey): void;
}

/** The name of a row chooses the questions of the curves. */
function AccuracyTable({ accuracy, result, stages, byType, chosen, onChoose }: TableProps) {
  const m = useMessages();
  const scenarios = scenariosIn(accuracy ? [accuracy] : []);
  const cells = (of: ScenarioAccuracies | undefined, key: AccuracyKey, baseline?: RunResult['baseline']) =>
    scenarios.map((scenario) => {
      const value = of?.[scenario]?.[key];
      return (
        <Table.Td key={scenario} style={{ '--share': `${value ?? 0}%` } as CSSProperties}>
          {formatPercent(value)}
          {of && baseline && isTrivialResult({ accuracy: of, baseline }, scenario, key) && <TrivialMark />}
        </Table.Td>
      );
    });
  const row = (key: AccuracyKey, label: string, isType: boolean) => (
    <Table.Tr key={key} data-type={isType || undefined}>
      <Table.Th scope="row">
        <UnstyledButton
          className="accuracy-name"
          aria-pressed={chosen === key}
          title={m.accuracy.showCurves}
          onClick={() => onChoose(key)}
        >
          {label}
        </UnstyledButton>
      </Table.Th>
      {cells(accuracy, key, result?.baseline)}
    </Table.Tr>
  );
  return (
    <Table className="accuracy-table" withRowBorders={false} data-testid="accuracy-table" aria-label={m.accuracy.table}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{m.accuracy.questions}</Table.Th>
          {scenarios.map((scenario) => {
            // Noise scenarios are measured once, at the end, so they have no curve.
            const curve = scenarioSeries.find(({ key }) => key === scenario);
            return (
              <Table.Th key={scenario}>
                {curve && <LineSample colour={curve.colour} dash={curve.dash} />} {m.scenarios[scenario]}
              </Table.Th>
            );
          })}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {row('overall', m.questions.overall, false)}
        {groups.map(({ group, types }) => (
          <Fragment key={group}>
            {row(group, m.questions.groups[group], false)}
            {byType && types.map((type) => row(type, m.questions.types[type], true))}
          </Fragment>
        ))}
      </Table.Tbody>
      {stages.length > 0 && (
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="rowgroup" colSpan={scenarios.length + 1} className="accuracy-stages">
              {m.accuracy.afterStages(questionsText(chosen, m))}
            </Table.Th>
          </Table.Tr>
          {stages.map(({ name, accuracy: ofStage }, index) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" className="accuracy-stage" title={name}>
                {index + 1} · {name}
              </Table.Th>
              {cells(ofStage, chosen)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      )}
    </Table>
  );
}
