import { IconAlertTriangle, IconSnowflake } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { logOf, ownRun } from '../session/own-run';
import { useMessages } from '../words';
import { formatLoss } from '../words/format';
import { RunFigure } from './RunFigure';
import { barLength } from './size-bars';

/**
 * Gradient and update of a node in the last step of the last epoch, as two bars in one short line, with a mark if the node
 * learns nothing.
 */
export function NodeSizes({ node }: { readonly node: string }) {
  const m = useMessages().insides;
  const own = useStore(ownRun, (run) => logOf(run, node)?.sizes?.[node]);
  if (!own) return null;
  const { gradient, update, weights } = own;
  const relative = weights === null || weights === 0 ? update : update / weights;
  const state = weights === null ? 'frozen' : gradient === 0 ? 'dead' : undefined;
  const Mark = state === 'frozen' ? IconSnowflake : IconAlertTriangle;
  return (
    <RunFigure className="node-sizes" title={m.sizes(formatLoss(gradient), formatLoss(relative))}>
      <SizeBar sign="∇" name={m.gradient} value={gradient} />
      <SizeBar sign="Δ" name={m.update} value={relative} />
      {state && (
        <span className="node-sizes-mark" data-state={state} title={m.learnsNothing[state]}>
          <Mark size={14} aria-label={m.learnsNothing[state]} role="img" />
        </span>
      )}
    </RunFigure>
  );
}

/** A bar on a logarithmic scale. */
const SizeBar = ({ sign, name, value }: { readonly sign: string; readonly name: string; readonly value: number }) => (
  <span className="node-size-bar">
    <span aria-hidden>{sign}</span>
    <span className="node-size-track" role="img" aria-label={`${name} ${formatLoss(value)}`}>
      <i style={{ width: `${100 * barLength(value)}%` }} />
    </span>
  </span>
);
