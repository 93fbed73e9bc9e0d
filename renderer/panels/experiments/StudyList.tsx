import { Button, Progress, Table, UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import type { StudyRun, StudyStatus } from '../../../engine/contract/studies';
import { formatDuration } from '../../words/format';
import { ExplainedButton } from '../../ui/ExplainedButton';
import { useMessages } from '../../words';
import { messageText } from '../../words/engine';
import { useStateName } from './state-name';
import { experiments, useExperiments } from './store';
import { editStudy, continueStudy, stopStudy } from './study-commands';

/** Studies with their progress, and the runs of one of them. */
export function StudyList({ workers }: { readonly workers: number | undefined }) {
  const m = useMessages().experiments.study;
  const studies = useExperiments((state) => state.studies);
  const shown = useExperiments((state) => state.shown);
  return (
    <section aria-label={m.all}>
      <h3 className="panel-title">{m.all}</h3>
      {studies.length === 0 && <p className="muted">{m.none}</p>}
      <ul className="studies">
        {studies.map((status) => (
          <li key={status.study}>
            <Study status={status} workers={workers} open={status.study === shown} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface StudyProps {
  readonly status: StudyStatus;
  readonly workers: number | undefined;
  readonly open: boolean;
}

function Study({ status, workers, open }: StudyProps) {
  const m = useMessages().experiments.study;
  const { study, title, state, message, runs, done, failed, secondsLeft } = status;
  const own = useExperiments(({ studyRuns }) => studyRuns.get(study)) ?? [];
  const running = own.reduce((sum, run) => (run.state === 'running' ? sum + run.share : sum), 0);
  const facts = [
    m.done(done, runs),
    failed > 0 && m.failed(failed),
    state === 'running' && secondsLeft !== null && m.left(formatDuration(secondsLeft)),
  ].filter((fact) => typeof fact === 'string');
  return (
    <article className="study-card" aria-label={title}>
      <div className="study-head">
        <UnstyledButton
          className="study-title"
          aria-expanded={open}
          title={m.showRuns(title)}
          onClick={() => experiments.setState({ shown: open ? undefined : study })}
        >
          {title}
        </UnstyledButton>
        <span className="run-state" data-state={state}>
          {m.states[state]}
        </span>
        <span className="run-facts">{facts.join(' · ')}</span>
      </div>
      <Progress
        size="xs"
        value={runs > 0 ? (100 * (done + running)) / runs : 0}
        aria-label={m.progress(title)}
        transitionDuration={0}
      />
      <div className="experiments-buttons">
        <Button
          size="compact-xs"
          variant="default"
          aria-label={m.editLong(title)}
          onClick={() => void editStudy(study)}
        >
          {m.edit}
        </Button>
        <ExplainedButton
          size="compact-xs"
          variant="default"
          aria-label={m.tableLong(title)}
          reason={done === 0 ? m.noTable : undefined}
          onClick={() => experiments.setState({ page: 'table', tableOf: study })}
        >
          {m.table}
        </ExplainedButton>
        {/* Last, so that the other buttons keep their place when the study ends. */}
        {state === 'running' && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={m.stopLong(title)}
            onClick={() => void stopStudy(study)}
          >
            {m.stop}
          </Button>
        )}
        {(state === 'unfinished' || state === 'failed') && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={state === 'failed' ? `${m.retry}: ${title}` : m.continueLong(title)}
            onClick={() => void continueStudy(study, workers, state === 'failed')}
          >
            {state === 'failed' ? m.retry : m.continue}
          </Button>
        )}
      </div>
      {/* After the buttons, which then stay in place when the study ends. For a running study, the progress is enough. */}
      {state !== 'finished' && state !== 'running' && <p className="muted study-message">{messageText(message)}</p>}
      {open && <StudyRuns study={study} title={title} />}
    </article>
  );
}

/** Rows that start from each base, by the base's name. */
function followersOf(runs: readonly StudyRun[]): ReadonlyMap<string, ReadonlySet<string>> {
  const followers = new Map<string, Set<string>>();
  for (const { startsFrom, name } of runs) {
    if (startsFrom !== undefined) followers.set(startsFrom, (followers.get(startsFrom) ?? new Set()).add(name));
  }
  return followers;
}

function StudyRuns({ study, title }: { readonly study: string; readonly title: string }) {
  const m = useMessages().experiments.study;
  const stateName = useStateName();
  const runs = useExperiments((state) => state.studyRuns.get(study));
  const followers = useMemo(() => followersOf(runs ?? []), [runs]);
  return (
    <Table className="study-runs" aria-label={m.showRuns(title)}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{m.runColumns.name}</Table.Th>
          <Table.Th>{m.runColumns.seed}</Table.Th>
          <Table.Th>{m.runColumns.state}</Table.Th>
          <Table.Th>{m.runColumns.share}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs?.map(({ name, label, seed, startsFrom, state, share, message }) => (
          <Table.Tr key={`${name} ${seed}`}>
            <Table.Th scope="row">
              {messageText(label)}
              {startsFrom !== undefined && <span className="study-stage">{m.startsFrom(startsFrom)}</span>}
              {followers.has(name) && (
                <span className="study-stage">{m.sharedStage(followers.get(name)?.size ?? 0)}</span>
              )}
              {message !== undefined && <span className="study-fault">{messageText(message)}</span>}
            </Table.Th>
            <Table.Td>{seed}</Table.Td>
            <Table.Td>
              <span className="run-state" data-state={state}>
                {stateName(state)}
              </span>
            </Table.Td>
            <Table.Td>{Math.round(100 * share)} %</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
