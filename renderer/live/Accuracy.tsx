import { Table } from '@mantine/core';
import { useMemo, type CSSProperties } from 'react';
import type { EpochRecord, RunResult, ScenarioAccuracies } from '../../engine/api';
import { questionGroups, scenarios } from '../../graph-nodes/dataset';
import { Curves } from './Curves';
import { formatPercent } from './format';
import { scenarioLabels, scenarioSeries } from './series';

const groups = ['overall', ...questionGroups] as const;
const groupLabels: Readonly<Record<(typeof groups)[number], string>> = {
  overall: 'overall',
  audio: 'audio',
  visual: 'visual',
  audioVisual: 'audio-visual',
};

/** Accuracy by scenario and question group: over the epochs on validation videos, in the end on held-out ones. */
export function Accuracy({ epochs, result }: { readonly epochs: readonly EpochRecord[]; readonly result?: RunResult }) {
  const rows = useMemo(
    () =>
      epochs.map(({ epoch, accuracy }) => ({
        x: epoch,
        complete: accuracy.complete.overall,
        audioMissing: accuracy.audioMissing.overall,
        visualMissing: accuracy.visualMissing.overall,
      })),
    [epochs],
  );
  const shown = result?.accuracy ?? epochs.at(-1)?.accuracy;
  const of = result ? 'held-out videos' : `validation videos${epochs.length > 0 ? `, epoch ${epochs.length}` : ''}`;
  return (
    <section className="chart" aria-label="Accuracy">
      <header className="chart-head">
        <h2 className="panel-title">Accuracy, %</h2>
        <span className="muted">{of}</span>
      </header>
      <div className="accuracy">
        <AccuracyTable accuracy={shown} />
        <div className="accuracy-curves" role="img" aria-label={`Validation accuracy over ${epochs.length} epochs`}>
          <Curves rows={rows} series={scenarioSeries} xLabel="epoch" domain={[0, 100]} format={(value) => `${value}`} />
        </div>
      </div>
      {result && (
        <p className="muted accuracy-baseline">
          Always the most frequent answer: {formatPercent(result.baseline.mostFrequent)}; of each question type:{' '}
          {formatPercent(result.baseline.mostFrequentPerType)}
        </p>
      )}
    </section>
  );
}

function AccuracyTable({ accuracy }: { readonly accuracy: ScenarioAccuracies | undefined }) {
  return (
    <Table className="accuracy-table" data-testid="accuracy-table" aria-label="Accuracy by scenario and question group">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>questions</Table.Th>
          {scenarios.map((scenario) => (
            <Table.Th key={scenario}>
              <svg width="18" height="8" aria-hidden>
                <line
                  x1="0"
                  x2="18"
                  y1="4"
                  y2="4"
                  stroke={scenarioSeries.find(({ key }) => key === scenario)?.colour}
                  strokeWidth="2"
                  strokeDasharray={scenarioSeries.find(({ key }) => key === scenario)?.dash}
                />
              </svg>{' '}
              {scenarioLabels[scenario]}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groups.map((group) => (
          <Table.Tr key={group}>
            <Table.Th scope="row">{groupLabels[group]}</Table.Th>
            {scenarios.map((scenario) => {
              const value = accuracy?.[scenario][group];
              return (
                <Table.Td key={scenario} style={{ '--share': `${value ?? 0}%` } as CSSProperties}>
                  {formatPercent(value)}
                </Table.Td>
              );
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
