import { Progress } from '@mantine/core';
import { useStore } from 'zustand';
import type { RunStatus } from '../../engine/api';
import { useView } from '../state/editor';
import { Accuracy } from './Accuracy';
import { formatDuration, formatSecondsPerStep } from './format';
import './live.css';
import { LossChart } from './LossChart';
import { session } from './session';

/** The run at hand, as it goes. */
export function LivePanel() {
  const log = useStore(session, (state) => state.log);
  const refusal = useStore(session, (state) => state.refusal);
  const open = useView((state) => state.livePanelOpen);
  // A closed panel has no room to draw in.
  if (!open) return null;
  if (log === undefined) {
    return (
      <section className="live live-empty" aria-label="Training">
        {refusal ? (
          <p className="run-refusal">The run did not start: {refusal.message}</p>
        ) : (
          <p className="muted">
            Press Train: loss curves, accuracy in every scenario, and the time left will be drawn here as the graph
            learns.
          </p>
        )}
      </section>
    );
  }
  const { status, steps, epochs } = log;
  return (
    <section className="live" aria-label="Training">
      <RunHead status={status} />
      <div className="live-charts">
        <LossChart steps={steps} />
        <Accuracy epochs={epochs} {...(status.result && { result: status.result })} />
      </div>
    </section>
  );
}

const stateLabels: Readonly<Record<RunStatus['state'], string>> = {
  preparing: 'Preparing',
  training: 'Training',
  paused: 'Paused',
  evaluating: 'Evaluating',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
};

function RunHead({ status }: { readonly status: RunStatus }) {
  const { state, title, epoch, epochs, step, steps, secondsLeft, secondsPerStep, backend, message, run } = status;
  const facts = [
    `epoch ${Math.min(epoch + (state === 'training' || state === 'paused' ? 1 : 0), epochs)} of ${epochs}`,
    steps > 0 && `step ${step} of ${steps}`,
    secondsPerStep !== null && formatSecondsPerStep(secondsPerStep),
    secondsLeft !== null && secondsLeft > 0 && `${formatDuration(secondsLeft)} left`,
    backend,
  ].filter((fact) => typeof fact === 'string');
  return (
    <header className="run-head">
      <span className="run-state" data-state={state} data-testid="run-state">
        {stateLabels[state]}
      </span>
      <span className="run-title" title={run}>
        {title}
      </span>
      <span className="run-facts" data-testid="run-facts">
        {facts.join(' · ')}
      </span>
      {(state === 'failed' || state === 'stopped') && (
        <span className="run-message" data-state={state}>
          {message}
        </span>
      )}
      <Progress
        className="run-progress"
        size="xs"
        value={steps > 0 ? (100 * step) / steps : 0}
        aria-label="Progress of the run"
        transitionDuration={0}
      />
    </header>
  );
}
