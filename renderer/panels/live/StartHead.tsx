import { Button, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { cancelStart, session, type SessionState } from '../../session/session';
import { useMessages } from '../../words';
import { formatDuration } from '../../words/format';

/** Milliseconds between two updates of the elapsed time. */
const tick = 1000;

/** The start of a run, during the start. */
export function StartHead() {
  const starting = useStore(session, ({ startingRun }) => startingRun);
  return starting && <Start key={starting.since} starting={starting} />;
}

type StartingRun = NonNullable<SessionState['startingRun']>;

/** The time since a start began, updated every second. */
function useElapsed(since: number): string {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), tick);
    return () => clearInterval(timer);
  }, []);
  return formatDuration(Math.max(0, now - since) / 1000);
}

/** Current phase of a start and the time since it began, for the status bar. */
export function StartStatus({ starting }: { readonly starting: StartingRun }) {
  const m = useMessages().run;
  const elapsed = useElapsed(starting.since);
  return (
    <span className="status-item" data-testid="status-start">
      {m.phases[starting.phase]} · {elapsed}
    </span>
  );
}

/** Current phase of a start, the time since it began, and a button that cancels it. */
function Start({ starting }: { readonly starting: StartingRun }) {
  const m = useMessages().run;
  const elapsed = useElapsed(starting.since);
  const [cancelled, setCancelled] = useState(false);
  return (
    <header className="run-head run-start">
      <Loader size={14} aria-hidden />
      <span className="start-title">{starting.title}</span>
      <span className="run-facts" role="status" data-testid="run-start">
        {cancelled ? m.cancelling : m.phases[starting.phase]}
      </span>
      <span className="run-facts">{elapsed}</span>
      <Button
        size="compact-xs"
        variant="default"
        disabled={cancelled}
        onClick={() => {
          setCancelled(true);
          void cancelStart();
        }}
      >
        {m.cancelStart}
      </Button>
    </header>
  );
}
