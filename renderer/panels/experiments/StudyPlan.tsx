import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StudyDocument } from '../../../graph-nodes/study/document';
import { isActive, type RunLog } from '../../session/run-log';
import { session } from '../../session/session';
import { ExplainedButton } from '../../ui/ExplainedButton';
import { useMessages } from '../../words';
import { aboutText } from '../../words/estimate';
import { PresetStudyMenu } from './PresetStudyMenu';
import { editDraft, useExperiments } from './store';
import { startStudy } from './study-commands';
import { draftOf } from './study-draft';
import { openStudy, saveStudy } from './study-files';
import { usePlan } from './use-plan';

interface Props {
  /** The study; absent while the form has errors. */
  readonly study: StudyDocument | undefined;
  /** Problems that belong to no field. */
  readonly problem: string | undefined;
  readonly workers: number | undefined;
  /** Inputs that determine number and time of the runs. */
  readonly children: ReactNode;
}

/** True for a run that computes now, and not for a paused one. */
const isTraining = (log: RunLog | undefined): log is RunLog => isActive(log) && log?.status.state !== 'paused';

async function takeFile(): Promise<void> {
  const study = await openStudy();
  if (study) editDraft(draftOf(study));
}

/** Number and time of the runs, or the reason that they cannot run; and the start button. */
export function StudyPlan({ study, problem, workers, children }: Props) {
  const messages = useMessages();
  const m = messages.experiments.study;
  const done = useExperiments(
    ({ studies, loose }) =>
      studies.reduce((sum, { done: own }) => sum + own, 0) + loose.filter(({ state }) => state === 'finished').length,
  );
  const running = useExperiments(({ studies }) =>
    studies.some(({ title, state }) => state === 'running' && title === study?.title),
  );
  const training = useStore(
    session,
    ({ log, startingRun }) => startingRun?.title ?? (isTraining(log) ? log.status.title : undefined),
  );
  const [starting, setStarting] = useState(false);
  const { count, refusal = problem, plan, estimating, estimate } = usePlan(study, workers, done);
  const left = plan !== undefined && plan.done < plan.runs.length;
  const facts = [
    count !== undefined && m.runs(count),
    plan !== undefined && plan.done > 0 && (left ? m.ofThemDone(plan.done) : m.allDone),
    left && m.atATime(plan.workers),
    left && !running && (plan.secondsLeft === null ? m.timeUnknown : aboutText(plan.secondsLeft, messages)),
  ].filter((fact) => typeof fact === 'string');
  const startReason = running
    ? m.alreadyRuns
    : plan !== undefined && !left
      ? m.nothingLeft
      : (refusal ?? (!study || count === undefined ? m.incomplete : undefined));
  async function start(started: StudyDocument) {
    setStarting(true);
    await startStudy(started, { workers });
    setStarting(false);
  }
  return (
    <section className="study-plan" aria-label={m.plan}>
      <h3 className="panel-title">{m.plan}</h3>
      <div aria-live="polite">
        {refusal === undefined ? (
          <p className="study-facts" data-testid="study-plan">
            {facts.join(' · ')}
          </p>
        ) : (
          <p className="run-refusal">{refusal}</p>
        )}
      </div>
      {children}
      <p className="muted" role="status">
        {training !== undefined && m.besideRun(training)}
      </p>
      <div className="experiments-buttons">
        <ExplainedButton
          size="compact-sm"
          loading={starting}
          reason={startReason}
          onClick={() => study && void start(study)}
        >
          {m.start}
        </ExplainedButton>
        <ExplainedButton
          size="compact-sm"
          variant="default"
          loading={estimating}
          reason={!plan ? (refusal ?? m.incomplete) : plan.secondsLeft === null ? undefined : m.estimated}
          onClick={estimate}
        >
          {m.estimate}
        </ExplainedButton>
        <PresetStudyMenu />
        <Button size="compact-sm" variant="default" onClick={() => void takeFile()}>
          {m.open}
        </Button>
        <ExplainedButton
          size="compact-sm"
          variant="default"
          reason={study ? undefined : (refusal ?? m.incomplete)}
          onClick={() => study && void saveStudy(study)}
        >
          {m.save}
        </ExplainedButton>
      </div>
    </section>
  );
}
