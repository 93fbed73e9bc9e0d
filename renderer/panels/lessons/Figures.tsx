import { Table } from '@mantine/core';
import { scenarios } from '../../../graph-nodes/datasets/dataset';
import { differencesOf } from '../../../graph-nodes/lesson/differences';
import type { LessonRun } from '../../../graph-nodes/lesson/evaluate';
import { trainerOf } from '../../../graph-nodes/nodes/trainer/trainer-of';
import type { OpenLesson } from '../../session/lesson';
import { useMessages } from '../../words';
import { formatPercent } from '../../words/format';

interface Props {
  readonly open: OpenLesson;
  readonly stages: boolean;
}

/** Accuracy of the learner's finished runs by scenario, and after each stage if the lesson requests it. */
export function Figures({ open, stages }: Props) {
  const m = useMessages();
  const { runs, start } = open;
  if (runs.length === 0) return <p className="lesson-note">{m.lessons.noRuns}</p>;
  return (
    <Table className="lesson-figures" aria-label={m.lessons.figures}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{m.lessons.run}</Table.Th>
          {scenarios.map((scenario) => (
            <Table.Th key={scenario}>{m.scenarios[scenario]}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.flatMap((run, index) => {
          const changes = differencesOf(start, run.graph).flatMap(({ of, name }) => (of === 'wire' ? [] : [name]));
          const name = [`${index + 1}`, m.queue.seed(run.seed), ...changes].join(' · ');
          return [
            <Row key={run.run} name={name} accuracy={run.accuracy} />,
            ...(stages ? run.stages : []).map((accuracy, stage) => (
              <Row
                key={`${run.run} ${stage}`}
                name={m.lessons.after(trainerOf(run.graph)?.node.stages?.[stage]?.name ?? String(stage + 1))}
                accuracy={accuracy}
                isStage
              />
            )),
          ];
        })}
      </Table.Tbody>
    </Table>
  );
}

interface RowProps {
  readonly name: string;
  readonly accuracy: LessonRun['accuracy'];
  readonly isStage?: boolean;
}

function Row({ name, accuracy, isStage = false }: RowProps) {
  return (
    <Table.Tr data-stage={isStage || undefined}>
      <Table.Th scope="row">{name}</Table.Th>
      {scenarios.map((scenario) => (
        <Table.Td key={scenario}>{formatPercent(accuracy[scenario])}</Table.Td>
      ))}
    </Table.Tr>
  );
}
