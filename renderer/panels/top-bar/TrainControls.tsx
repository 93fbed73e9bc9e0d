import { Button, Tooltip } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipForward,
  IconPlayerStopFilled,
  IconPlayerTrackNext,
  IconWalk,
} from '@tabler/icons-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import type { RunState } from '../../../engine/contract/runs';
import { isActive } from '../../session/run-log';
import { estimate } from '../../session/estimate';
import { runningStudies } from '../../session/running-studies';
import { control, session, stepRun } from '../../session/session';
import { slowMotion, stepSlowly, toggleSlowMotion } from '../../session/slow-motion';
import { trainGraph, trainingRefusal } from '../../commands/commands';
import { useMessages } from '../../words';
import { estimateDetail, estimateText } from '../../words/estimate';
import { useDocument } from '../../documents/active-graph';

export function TrainControls() {
  const m = useMessages();
  const document = useDocument();
  const state = useStore(session);
  const expected = useStore(estimate, ({ found }) => found);
  const study = useStore(runningStudies, ({ list }) => list[0]);
  const reasonId = useId();
  if (isActive(state.log)) return <RunControls />;
  const reason = trainingRefusal(document, state);
  const notes = [
    reason ?? (expected && estimateDetail(expected, m)),
    reason === undefined && study && m.run.besideStudy(study.title),
  ].filter((note) => typeof note === 'string');
  return (
    <>
      <Tooltip
        multiline
        maw={360}
        label={
          reason ?? (
            <>
              {m.actions.train} (Ctrl+Enter)
              {notes.map((note) => (
                <div key={note}>{note}</div>
              ))}
            </>
          )
        }
      >
        <Button
          size="xs"
          className="train-button"
          leftSection={<IconPlayerPlayFilled size={14} />}
          // It stays in the focus order, so that its reason can be read.
          {...(reason !== undefined && { 'data-disabled': true })}
          aria-disabled={reason !== undefined}
          aria-describedby={notes.length === 0 ? undefined : reasonId}
          loading={state.starting}
          onClick={trainGraph}
        >
          {m.run.train}
          {reason === undefined && expected && expected.basis !== 'none' && (
            <span className="train-time" aria-hidden>
              {estimateText(expected, m)}
            </span>
          )}
        </Button>
      </Tooltip>
      <span id={reasonId} hidden>
        {notes.join(' ')}
      </span>
    </>
  );
}

function RunControls() {
  const state = useStore(session, ({ log }) => log?.status.state);
  const connected = useStore(session, ({ connection }) => connection === 'connected');
  const paused = state === 'paused';
  const document = useDocument();
  const reason = trainingRefusal(document, useStore(session));
  const m = useMessages();
  return (
    <Button.Group className="run-controls">
      <Button
        size="xs"
        variant="default"
        className="pause-button"
        leftSection={paused ? <IconPlayerPlayFilled size={14} /> : <IconPlayerPauseFilled size={14} />}
        disabled={!connected || (state !== 'training' && !paused)}
        onClick={() => void control(paused ? 'continueRun' : 'pauseRun')}
      >
        {paused ? m.run.continue : m.run.pause}
      </Button>
      <StepControls state={state} connected={connected} />
      <Tooltip label={m.run.stopHelp}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerStopFilled size={14} />}
          disabled={!connected || state === 'evaluating'}
          onClick={() => void control('stop')}
        >
          {m.run.stop}
        </Button>
      </Tooltip>
      <Tooltip label={reason ?? m.queue.hint}>
        <Button size="xs" variant="default" disabled={reason !== undefined} onClick={trainGraph}>
          {m.queue.add}
        </Button>
      </Tooltip>
    </Button.Group>
  );
}

interface StepControlsProps {
  readonly state: RunState | undefined;
  readonly connected: boolean;
}

/** One step, one epoch and slow motion of a paused run; slow motion also pauses a training one. */
function StepControls({ state, connected }: StepControlsProps) {
  const m = useMessages().actions;
  const moving = useStore(slowMotion, ({ on, phase }) => on || phase !== undefined);
  const slow = useStore(slowMotion, ({ on }) => on);
  const waits = connected && state === 'paused' && !moving;
  const steps = [
    { title: m.stepRun, icon: IconPlayerSkipForward, enabled: waits, run: stepSlowly },
    { title: m.epochRun, icon: IconPlayerTrackNext, enabled: waits, run: () => stepRun('epoch') },
    {
      title: m.slowMotion,
      icon: IconWalk,
      enabled: connected && (slow || state === 'training' || state === 'paused'),
      run: toggleSlowMotion,
      pressed: slow,
    },
  ];
  return steps.map(({ title, icon: Icon, enabled, run, pressed }) => (
    <Tooltip key={title} label={title}>
      <Button
        size="xs"
        variant={pressed === true ? 'filled' : 'default'}
        px={8}
        aria-label={title}
        {...(pressed !== undefined && { 'aria-pressed': pressed })}
        disabled={!enabled}
        onClick={() => void run()}
      >
        <Icon size={14} aria-hidden />
      </Button>
    </Tooltip>
  ));
}
