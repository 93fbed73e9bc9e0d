import { Button, Progress, Tabs } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { useStore } from 'zustand';
import { stillRising } from '../../../engine/contract/runs';
import { useMessages } from '../../words';
import { messageText } from '../../words/engine';
import { estimateDetail } from '../../words/estimate';
import { Accuracy } from './Accuracy';
import { formatDuration, formatPercent, formatSecondsPerStep } from '../../words/format';
import { HardwareStrip } from './HardwareStrip';
import { LossChart } from './LossChart';
import { Confusion, Examples, usePredictions } from './Predictions';
import { QueueMenu } from './QueueMenu';
import { Repair } from './Repair';
import { hasRepair } from './repair';
import { StartHead } from './StartHead';
import { isActive, type RunLog } from '../../session/run-log';
import { resumeRun } from '../../session/queue';
import { ownRun } from '../../session/own-run';
import { estimate } from '../../session/estimate';
import { session } from '../../session/session';
import { useControl, usePanels } from '../../ui/panels';

/** The run of the active graph, or else the run that trains or trained last. */
export function LivePanel() {
  const m = useMessages();
  const own = useStore(ownRun, (state) => state.log);
  const last = useStore(session, (state) => state.log);
  const log = own ?? last;
  const refusal = useStore(session, (state) => state.refusal);
  const expected = useStore(estimate, ({ found }) => found);
  const starting = useStore(session, ({ startingRun }) => startingRun !== undefined);
  const open = usePanels((state) => state.livePanelOpen);
  // A closed panel draws nothing.
  if (!open) return null;
  if (log) return <RunPanel log={log} />;
  return (
    <section className="live live-empty" aria-label={m.run.panel}>
      <StartHead />
      {refusal ? (
        <p className="run-refusal">{m.run.refused(messageText(refusal.reason))}</p>
      ) : (
        !starting && (
          <p className="muted">
            {m.run.nothingYet} {expected && estimateDetail(expected, m)}
          </p>
        )
      )}
    </section>
  );
}

const pages = ['curves', 'repair', 'confusion', 'examples'] as const;

/** Minimum relative growth of the curves of a running run that is visible. */
const leastGrowth = 0.001;

/** The drawn version of the run: one more point of 100,000 is not visible, and drawing takes time. */
function useGrown(log: RunLog): RunLog {
  const [drawn, setDrawn] = useState(log);
  const grown =
    !isActive(log) || log.status.run !== drawn.status.run || log.steps.length >= (1 + leastGrowth) * drawn.steps.length;
  if (grown && drawn !== log) setDrawn(log);
  return grown ? log : drawn;
}

function RunPanel({ log }: { readonly log: RunLog }) {
  const m = useMessages();
  const { status, epochs } = log;
  // Curves with many points wait during user input, so that they never block the canvas.
  const drawn = useDeferredValue(useGrown(log));
  const [chosen, setChosen] = useState<string | null>(null);
  const staged = hasRepair(status);
  // The loss is known after the first stage; the repair follows.
  const usual = staged && (status.result !== undefined || (status.stage?.index ?? 0) > 1) ? 'repair' : 'curves';
  const predictions = usePredictions(status.run, status.result !== undefined);
  const withLosses = useControl('losses');
  const withExamples = useControl('examples');
  const withBackend = useControl('backend');
  const shown = pages.filter(
    (name) => (name !== 'repair' || staged) && (withExamples || (name !== 'confusion' && name !== 'examples')),
  );
  return (
    <section className="live" aria-label={m.run.panel}>
      <StartHead />
      <RunHead status={status} epochs={epochs} />
      <Tabs className="live-tabs" value={chosen ?? usual} onChange={setChosen} keepMounted={false}>
        <div className="live-bar">
          <Tabs.List>
            {shown.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {m.run.pages[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {withBackend && <HardwareStrip />}
        </div>
        <Tabs.Panel value="curves" className="live-charts">
          {withLosses && <LossChart run={drawn.status.run} steps={drawn.steps} />}
          <Accuracy run={status.run} epochs={epochs} {...(status.result && { result: status.result })} />
        </Tabs.Panel>
        {staged && (
          <Tabs.Panel value="repair">
            <Repair log={log} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="confusion">
          <Confusion predictions={predictions} />
        </Tabs.Panel>
        <Tabs.Panel value="examples">
          <Examples predictions={predictions} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

/** Note that more epochs may improve the result of a run. */
function Rising({ status: { result }, epochs }: Pick<RunLog, 'status' | 'epochs'>) {
  useMessages();
  const rising = result && stillRising(result, epochs);
  if (!rising) return null;
  const [accuracy, before] = [formatPercent(rising.accuracy), formatPercent(rising.before)];
  const text = messageText({ code: 'reportStillRising', accuracy, before });
  return <span className="run-rising">{text}</span>;
}

function RunHead({ status, epochs: measured }: Pick<RunLog, 'status' | 'epochs'>) {
  const m = useMessages();
  const { state, title, stage, epoch, epochs, step, steps, secondsLeft, secondsPerStep, backend, message, run } =
    status;
  const facts = [
    stage && m.run.stage(stage.index, stage.count, stage.name),
    m.run.epoch(Math.min(epoch + (state === 'training' || state === 'paused' ? 1 : 0), epochs), epochs),
    steps > 0 && m.run.step(step, steps),
    secondsPerStep !== null && formatSecondsPerStep(secondsPerStep),
    secondsLeft !== null && secondsLeft > 0 && m.run.left(formatDuration(secondsLeft)),
    backend,
  ].filter((fact) => typeof fact === 'string');
  return (
    <header className="run-head">
      <span className="run-state" data-state={state} data-testid="run-state">
        {m.run.states[state]}
      </span>
      <span className="run-title" title={run}>
        {title}
      </span>
      <span className="run-facts" data-testid="run-facts">
        {facts.join(' · ')}
      </span>
      <Rising status={status} epochs={measured} />
      {(state === 'failed' || state === 'stopped') && (
        <span className="run-message" data-state={state}>
          {messageText(message)}
        </span>
      )}
      {(state === 'failed' || state === 'stopped') && (
        <Button
          size="compact-xs"
          variant="default"
          title={m.queue.resumeHelp}
          onClick={() => void resumeRun(run, title)}
        >
          {m.queue.resume}
        </Button>
      )}
      <QueueMenu />
      <Progress
        className="run-progress"
        size="xs"
        value={steps > 0 ? (100 * step) / steps : 0}
        aria-label={m.run.progress}
        transitionDuration={0}
      />
    </header>
  );
}
