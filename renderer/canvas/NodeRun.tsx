import { useStore } from 'zustand';
import { findKind } from '../words/kinds';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { formatPercent, formatSecondsPerStep } from '../words/format';
import { logOf, ownRun } from '../session/own-run';
import { isActive } from '../session/run-log';
import { scenarioSeries } from '../ui/series';
import { useMessages } from '../words';
import type { NodeKind } from '../../graph-nodes/graph/kind';
import { hasRole } from '../../graph-nodes/graph/roles';
import { SmallInside } from '../insides/SmallInside';
import { NodePreviews } from './NodePreviews';
import { RunFigure } from './RunFigure';
import { useEndedRun } from './use-ended-run';

interface NodeRunProps {
  readonly node: string;
  readonly kind: string;
}

/**
 * Results of the shown run on a node: the Trainer has its progress, a head its accuracy over the epochs, other nodes their
 * figures.
 */
export function NodeRun({ node, kind: name }: NodeRunProps) {
  const kind = findKind(name);
  if (hasRole(kind, 'trainer')) return <TrainerProgress node={node} />;
  return (
    <>
      {hasRole(kind, 'head') && <HeadAccuracy node={node} />}
      {kind?.previews && <NodePreviews node={node} previews={kind.previews} />}
      {kind?.insides && <InspectedInside node={node} kind={kind} />}
    </>
  );
}

interface InspectedProps extends OfNode {
  readonly kind: NodeKind;
}

/** Picture of the insides that were opened last, on a node that an ended run trained. */
function InspectedInside({ node, kind }: InspectedProps) {
  const run = useEndedRun(node);
  return run === undefined ? null : <SmallInside node={node} run={run} declared={kind.insides ?? []} />;
}

interface OfNode {
  readonly node: string;
}

function TrainerProgress({ node }: OfNode) {
  const m = useMessages();
  const log = useStore(ownRun, (run) => logOf(run, node));
  const status = isActive(log) ? log?.status : undefined;
  if (!status || status.steps === 0) return null;
  const percent = Math.floor((100 * status.step) / status.steps);
  return (
    <RunFigure className="node-run">
      <div
        className="node-progress"
        role="progressbar"
        aria-label={m.run.progress}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <span className="mono">
        {percent} %{status.secondsPerStep !== null && ` · ${formatSecondsPerStep(status.secondsPerStep)}`}
      </span>
    </RunFigure>
  );
}

/** Size of the small picture, in its own coordinates. */
const [width, height] = [160, 30];

function HeadAccuracy({ node }: OfNode) {
  const m = useMessages();
  const epochs = useStore(ownRun, (run) => logOf(run, node)?.epochs);
  const last = epochs?.at(-1);
  if (!epochs || !last) return null;
  const x = (index: number) => (epochs.length === 1 ? width / 2 : (index * width) / (epochs.length - 1));
  return (
    <RunFigure className="node-run">
      <svg viewBox={`-3 -3 ${width + 6} ${height + 6}`} role="img" aria-label={m.run.accuracyOnNode(last.epoch)}>
        {scenarioSeries.map(({ key, colour, dash }) => {
          const points = epochs.map(
            ({ accuracy }, index) => `${x(index)},${height - (height * (accuracy[key].overall ?? 0)) / 100}`,
          );
          return points.length === 1 ? (
            <circle key={key} cx={x(0)} cy={points[0]?.split(',')[1]} r={2.5} fill={colour} />
          ) : (
            <polyline key={key} points={points.join(' ')} fill="none" stroke={colour} strokeDasharray={dash} />
          );
        })}
      </svg>
      <p className="muted">{m.accuracy.validation(last.epoch)}</p>
      <span className="mono">
        {scenarios.map((scenario) => formatPercent(last.accuracy[scenario].overall)).join(' · ')} %
      </span>
    </RunFigure>
  );
}
