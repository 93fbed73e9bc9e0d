import { Table } from '@mantine/core';
import type { CSSProperties } from 'react';
import type { RunLog } from '../../session/run-log';
import { useMessages } from '../../words';
import { formatCount, formatPercent, formatPoints } from '../../words/format';
import { measuredStages, repairsOf, type RepairStep, type ScenarioRepair } from './repair';
import { useStageName } from './stage-label';

/** Cost of a missing modality after the first stage of a run, and the share that each later stage restores. */
export function Repair({ log }: { readonly log: RunLog }) {
  const m = useMessages();
  const { epochs, status } = log;
  const { run, result } = status;
  const nameInGraph = useStageName(run);
  const nameOf = (stage: number) =>
    result?.stages?.[stage - 1]?.name ?? (nameInGraph(stage) || m.charts.stage(stage, ''));
  const repairs = repairsOf(measuredStages(epochs, result));
  const of = result
    ? m.accuracy.heldOut(formatCount(result.questions.test))
    : m.accuracy.validation(epochs.at(-1)?.epoch);
  return (
    <section className="repair" aria-label={m.repair.title}>
      <header className="chart-head">
        <h2 className="panel-title">{m.repair.heading}</h2>
        <span className="chart-of muted" title={of}>
          {of}
        </span>
      </header>
      {repairs.length === 0 ? (
        <p className="live-none muted">{m.repair.later}</p>
      ) : (
        <div className="repair-scenarios">
          {repairs.map((repair) => (
            <Scenario key={repair.scenario} repair={repair} nameOf={nameOf} />
          ))}
        </div>
      )}
    </section>
  );
}

interface ScenarioProps {
  readonly repair: ScenarioRepair;
  nameOf(stage: number): string;
}

function Scenario({ repair, nameOf }: ScenarioProps) {
  const m = useMessages();
  const { scenario, complete, first, later, restored } = repair;
  const name = m.scenarios[scenario];
  const gains = later.map(({ stage, change }) => m.repair.gain(nameOf(stage), formatPoints(change)));
  const fall =
    first.change < 0
      ? m.repair.falls(name, formatPercent(-first.change), formatPercent(first.accuracy))
      : m.repair.staysUp(name, formatPercent(first.accuracy), formatPercent(complete));
  return (
    <article className="repair-scenario" aria-label={name}>
      <Table className="repair-table" aria-label={name}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{name}</Table.Th>
            <Table.Th scope="col" aria-label={m.repair.bar} />
            <Table.Th scope="col">%</Table.Th>
            <Table.Th scope="col">{m.repair.points}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Row label={m.scenarios.complete} accuracy={complete} />
          {[first, ...later].map((step) => (
            <Row key={step.stage} label={nameOf(step.stage)} {...step} />
          ))}
        </Table.Tbody>
      </Table>
      <p className="repair-sentence">
        {gains.length === 0
          ? m.repair.only(fall)
          : m.repair.with(fall, gains, restored !== undefined && restored > 0 ? restored.toFixed(0) : undefined)}
      </p>
    </article>
  );
}

type RowProps = Pick<RepairStep, 'accuracy'> & Partial<Pick<RepairStep, 'change'>> & { readonly label: string };

/** A level as a bar from 0 to 100 %, with the change that leads to it: a loss is hatched. */
function Row({ label, accuracy, change = 0 }: RowProps) {
  const [from, to] = [Math.min(accuracy, accuracy - change), Math.max(accuracy, accuracy - change)];
  const bar = { '--from': `${from}%`, '--to': `${to}%` } as CSSProperties;
  return (
    <Table.Tr>
      <Table.Th scope="row" title={label}>
        {label}
      </Table.Th>
      <Table.Td className="repair-cell">
        <div className="repair-bar" style={bar} data-change={change < 0 ? 'lost' : 'gained'} />
      </Table.Td>
      <Table.Td>{formatPercent(accuracy)}</Table.Td>
      <Table.Td data-change={change < 0 ? 'lost' : 'gained'}>{change === 0 ? '' : formatPoints(change)}</Table.Td>
    </Table.Tr>
  );
}
