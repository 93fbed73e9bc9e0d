import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { ownRun } from '../session/own-run';
import { useMessages } from '../words';

interface RunFigureProps {
  readonly className: string;
  /** Meaning of the figure; for a stale figure, the reason. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** A figure of the shown run on a node: grey, with the reason, if the graph has changed since the run. */
export function RunFigure({ className, title, children }: RunFigureProps) {
  const m = useMessages();
  const stale = useStore(ownRun, (run) => run.stale);
  return (
    <div className={className} title={stale ? m.run.stale : title} data-stale={stale || undefined}>
      {children}
      {stale && <VisuallyHidden>{m.run.stale}</VisuallyHidden>}
    </div>
  );
}
