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

/** Current phase of a start, the time since it began, and a button that cancels it. */
function Start({ starting }: { readonly starting: NonNullable<SessionState['startingRun']> }) {
  const m = useMessages().run;
  const [now, setNow] = useState(() => performance.now());
  const [cancelled, setCancelled] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), tick);
    return () => clearInterval(timer);
  }, []);
  return (
    <header className="run-head run-start">
      <Loader size={14} aria-hidden />
      <span className="start-title">{starting.title}</span>
      <span className="run-facts" role="status" data-testid="run-start">
        {cancelled ? m.cancelling : m.phases[starting.phase]}
      </span>
      <span className="run-facts">{formatDuration(Math.max(0, now - starting.since) / 1000)}</span>
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
