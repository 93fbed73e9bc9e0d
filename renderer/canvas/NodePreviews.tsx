import { memo } from 'react';
import { useStore } from 'zustand';
import type { Preview } from '../../engine/contract/runs';
import type { NodePreview } from '../../graph-nodes/graph/kind';
import { formatLoss } from '../words/format';
import { logOf, ownRun } from '../session/own-run';
import { curvePoints, heatPaths, shades } from '../ui/preview-paths';
import { RunFigure } from './RunFigure';
import { useMessages } from '../words';

interface NodePreviewsProps {
  readonly node: string;
  readonly previews: readonly NodePreview[];
}

/** Figures of a node after the last epoch of the shown run. */
export function NodePreviews({ node, previews }: NodePreviewsProps) {
  const m = useMessages();
  const shown = useStore(ownRun, (run) => logOf(run, node)?.previews);
  const epoch = useStore(ownRun, ({ log }) => log?.epochs.at(-1)?.epoch ?? 0);
  const stale = useStore(ownRun, (run) => run.stale);
  const own = previews.flatMap(({ name, title }) => {
    const preview = shown?.find((candidate) => candidate.node === node && candidate.name === name);
    return preview ? [{ title, preview }] : [];
  });
  if (own.length === 0) return null;
  return (
    <RunFigure className="node-run">
      {own.map(({ title, preview }) => (
        <figure key={preview.name} title={stale ? undefined : title}>
          <Picture preview={preview} label={m.run.preview(title, epoch)} />
        </figure>
      ))}
    </RunFigure>
  );
}

/** Size of a curve, in its own coordinates. */
const [width, height] = [160, 30];

/** A heat map or a curve; drawn again only for new numbers. */
const Picture = memo(function Picture({ preview, label }: { readonly preview: Preview; readonly label: string }) {
  const { shape, values } = preview;
  const [rows, columns] = shape;
  if (rows !== undefined && columns !== undefined) {
    return (
      <svg
        className="node-heat"
        viewBox={`0 0 ${columns} ${rows}`}
        preserveAspectRatio="none"
        shapeRendering="crispEdges"
        role="img"
        aria-label={label}
      >
        {heatPaths(values, columns).map((path, shade) => (
          <path key={shade} d={path} opacity={1 - shade / shades} />
        ))}
      </svg>
    );
  }
  return (
    <div className="node-curve">
      <svg viewBox={`-3 -3 ${width + 6} ${height + 6}`} role="img" aria-label={label}>
        <polyline points={curvePoints(values, width, height)} fill="none" />
      </svg>
      <span className="mono" aria-hidden>
        {formatLoss(Math.max(...values))}
      </span>
    </div>
  );
});
