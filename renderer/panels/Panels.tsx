import { lazy, Suspense, useState } from 'react';
import { PanelBoundary } from './PanelBoundary';
import { registry, type PanelDescriptor, type Place } from './registry';

/** All panels of one place, each loaded and guarded separately. */
export function Panels({ where }: { readonly where: Place }) {
  return registry.filter((panel) => panel.where === where).map((panel) => <Panel key={panel.id} panel={panel} />);
}

/** A panel that is loaded at its first rendering, and again at a retry after an error. */
export function Panel({ panel }: { readonly panel: PanelDescriptor }) {
  const [Content, setContent] = useState(() => lazy(panel.load));
  return (
    <PanelBoundary panel={panel} onRetry={() => setContent(() => lazy(panel.load))}>
      <Suspense fallback={null}>
        <Content />
      </Suspense>
    </PanelBoundary>
  );
}
