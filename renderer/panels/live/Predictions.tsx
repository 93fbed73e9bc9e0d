import { ScrollArea, SegmentedControl, Table } from '@mantine/core';
import { useEffect, useState, type CSSProperties } from 'react';
import { useStore } from 'zustand';
import type { Predictions as Answered } from '../../../engine/contract/runs';
import { scenarios, type Scenario } from '../../../graph-nodes/datasets/dataset';
import { sceneSchema } from '../../../graph-nodes/datasets/orchestra/scene';
import { useMessages, type Messages } from '../../words';
import { typeText } from '../../words/questions';
import { lessonFacts, noteOpened } from '../../session/lesson-facts';
import { client } from '../../session/session';

/** Predictions of a run on held-out videos; undefined until the engine has sent them. */
export function usePredictions(run: string, ended: boolean): Answered | undefined {
  const [found, setFound] = useState<{ readonly run: string; readonly predictions: Answered }>();
  useEffect(() => {
    let wanted = ended;
    if (wanted) {
      void client
        .request('predictions', { run })
        .then(({ predictions }) => {
          if (wanted && predictions) setFound({ run, predictions });
        })
        // A disconnected engine has lost the predictions; the panel keeps showing that there are none.
        .catch(() => undefined);
    }
    return () => {
      wanted = false;
    };
  }, [run, ended]);
  return found?.run === run ? found.predictions : undefined;
}

interface PredictionsProps {
  readonly predictions: Answered | undefined;
}

const nothingYet = (m: Messages) => <p className="live-none muted">{m.predictions.later}</p>;

/**
 * Frequency of each prediction for each correct answer: rows are correct, columns are predicted. Only answers that occur are
 * shown.
 */
export function Confusion({ predictions }: PredictionsProps) {
  const m = useMessages();
  const [scenario, setScenario] = useState<Scenario>('complete');
  if (!predictions) return nothingYet(m);
  const { answers, confusion } = predictions;
  const counts = confusion[scenario];
  const present = answers.flatMap((_, index) => {
    const column = counts.some((row) => (row[index] ?? 0) > 0);
    return column || (counts[index] ?? []).some((count) => count > 0) ? [index] : [];
  });
  return (
    <section className="live-page" aria-label={m.predictions.confusion}>
      <SegmentedControl
        size="xs"
        aria-label={m.predictions.scenario}
        data={scenarios.map((value) => ({ value, label: m.scenarios[value] }))}
        value={scenario}
        onChange={(value) => setScenario(value as Scenario)}
      />
      <ScrollArea
        className="live-scroll"
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': m.predictions.confusion }}
      >
        <table className="confusion" data-testid="confusion">
          <thead>
            <tr>
              <th>{m.predictions.rightAndAnswered}</th>
              {present.map((column) => (
                <th key={column} scope="col">
                  <span>{answers[column]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {present.map((row) => {
              const all = (counts[row] ?? []).reduce((sum, count) => sum + count, 0);
              return (
                <tr key={row}>
                  <th scope="row">{answers[row]}</th>
                  {present.map((column) => {
                    const count = counts[row]?.[column] ?? 0;
                    const share = all === 0 ? 0 : count / all;
                    return (
                      <td
                        key={column}
                        data-right={row === column || undefined}
                        style={{ '--share': `${Math.round(100 * share)}%` } as CSSProperties}
                        title={m.predictions.cell(answers[row] ?? '', answers[column] ?? '', count)}
                      >
                        {count > 0 && count}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

/** A scene as a text: the players and their places; undefined for other data. */
function sceneInWords(scene: unknown, m: Messages): string {
  const parsed = sceneSchema.safeParse(scene);
  if (!parsed.success) return '';
  const players = parsed.data.players.map(({ kind, place, playing }) => {
    const where = place ?? m.predictions.outOfView;
    return `${kind.replaceAll('_', ' ')} (${where}${playing.some(Boolean) ? '' : `, ${m.predictions.silent}`})`;
  });
  return `${parsed.data.setting}: ${players.join(', ')}`;
}

const filters = ['all', 'audioMissing', 'visualMissing'] as const;
type Filter = (typeof filters)[number];

/** Parts of the window that a lesson can ask for, by filter. */
const openingsOf = {
  all: ['examples'],
  audioMissing: ['examples', 'examples lost without sound'],
  visualMissing: ['examples', 'examples lost without picture'],
} as const;

type Example = Answered['examples'][number];

/** True if an example is right with all modalities and wrong without one. */
const isLost = ({ predicted, answer }: Example, scenario: Scenario): boolean =>
  predicted.complete === answer && predicted[scenario] !== answer;

/** Held-out questions with the correct answer and the prediction in every scenario: all, or those lost without a modality. */
export function Examples({ predictions }: PredictionsProps) {
  const m = useMessages();
  const [filter, setFilter] = useState<Filter>('all');
  // A step of a lesson that begins while the examples are open finds them open.
  const opened = useStore(lessonFacts, (facts) => facts.opened);
  useEffect(() => openingsOf[filter].forEach(noteOpened), [filter, opened]);
  if (!predictions) return nothingYet(m);
  const examples = predictions.examples.filter((example) => filter === 'all' || isLost(example, filter));
  return (
    <section className="live-page" aria-label={m.predictions.examples}>
      <SegmentedControl
        size="xs"
        aria-label={m.predictions.shown}
        data={filters.map((value) => ({ value, label: m.predictions.filters[value] }))}
        value={filter}
        onChange={(value) => setFilter(value as Filter)}
      />
      <ScrollArea
        className="live-scroll"
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': m.predictions.examples }}
      >
        <Table className="examples" data-testid="examples" stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{m.predictions.scene}</Table.Th>
              <Table.Th>{m.predictions.question}</Table.Th>
              <Table.Th>{m.predictions.answer}</Table.Th>
              {scenarios.map((scenario) => (
                <Table.Th key={scenario}>{m.scenarios[scenario]}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {examples.map(({ video, text, type, answer, predicted, scene }, index) => (
              <Table.Tr key={index}>
                <Table.Td>
                  {video}
                  <span className="example-detail">{sceneInWords(scene, m)}</span>
                </Table.Td>
                <Table.Td>
                  {text}
                  <span className="example-detail" title={m.predictions.typeHelp}>
                    {typeText(type, m)}
                  </span>
                </Table.Td>
                <Table.Td>{answer}</Table.Td>
                {scenarios.map((scenario) => {
                  const right = predicted[scenario] === answer;
                  return (
                    <Table.Td key={scenario} data-right={right}>
                      <span aria-label={right ? m.predictions.right : m.predictions.wrong} role="img">
                        {right ? '✓' : '✕'}
                      </span>{' '}
                      {predicted[scenario]}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {examples.length === 0 && filter !== 'all' && (
          <p className="live-none muted">{m.predictions.noneLost(m.scenarios[filter])}</p>
        )}
      </ScrollArea>
    </section>
  );
}
