import { Handle, Position, type NodeProps } from '@xyflow/react';
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconChevronDown,
  IconChevronRight,
  IconQuestionMark,
  IconSnowflake,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import type { RunStatus } from '../../engine/contract/runs';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { familyLook } from '../ui/families';
import { formatBytes, formatCount, formatSecondsPerStep, formatShort } from '../words/format';
import { besideNode } from './beside-node';
import { lossShare } from './loss-share';
import { logOf, ownRun } from '../session/own-run';
import { useMessages } from '../words';
import { socketGlyph, socketLabel, socketStyle } from '../ui/sockets';
import { setNodeTitle, toggleCollapsed } from '../documents/editing';
import type { FlowNode, NodeView, SocketView } from './flow';
import { InlineTitle } from './InlineTitle';
import { LookInside } from './LookInside';
import { NodeRun } from './NodeRun';
import { NodeSizes } from './NodeSizes';
import { NodeValue } from './NodeValue';
import { RunFigure } from './RunFigure';
import { edit, useGestures } from '../documents/active-graph';
import type { Gestures } from '../documents/open-graph';
import { socketKey } from '../documents/socket-end';
import { useCanvasView } from '../commands/canvas-view';

const unknownLook = { icon: IconQuestionMark, accent: 'unknown' };

/** Maximum number of problems below a node; the inspector shows all. */
const shownProblems = 2;

/** `graph`: frozen in the document; `stage`: frozen only in the current stage of its training. */
type Frozen = 'graph' | 'stage' | undefined;

/** Attributes of a node that both its near and its distant form have. */
function lookOf({ family, bypassed, collapsed, problems }: NodeView, frozen: Frozen) {
  return {
    className: 'node',
    'data-accent': (family ? familyLook[family] : unknownLook).accent,
    'data-bypassed': bypassed || undefined,
    'data-frozen': frozen,
    'data-collapsed': collapsed || undefined,
    'data-problem': problems.some(({ severity }) => severity === 'error') ? 'error' : problems[0]?.severity,
  };
}

/**
 * A node on the canvas. After its measurement it is a plain box if its text would be too small to read, unless it is selected
 * or in use.
 */
export const GraphNode = memo(function GraphNode({ id, data, height = 0 }: NodeProps<FlowNode>) {
  const distant = useCanvasView((state) => state.distant);
  const idle = useGestures(
    ({ wiring, renaming, writing }) => wiring === undefined && renaming !== id && writing?.node !== id,
  );
  return distant && idle && height > 0 ? <DistantNode data={data} height={height} /> : <NearNode id={id} data={data} />;
});

/**
 * A distant node: its box and the ends of its wires, at the same positions as nearby. Sockets are only the elements that React
 * Flow measures, because hundreds of live ones would all update on every move of the canvas.
 */
function DistantNode({ data, height }: { readonly data: NodeView; readonly height: number }) {
  return (
    <div {...lookOf(data, data.frozen ? 'graph' : undefined)} data-distant style={{ height }}>
      <div className="node-header" />
      <div className="distant-sockets">
        <DistantSockets type="target" position={Position.Left} sockets={data.inputs} />
        <DistantSockets type="source" position={Position.Right} sockets={data.outputs} />
      </div>
    </div>
  );
}

interface DistantSocketsProps {
  readonly type: 'target' | 'source';
  readonly position: Position;
  readonly sockets: readonly SocketView[];
}

function DistantSockets({ type, position, sockets }: DistantSocketsProps) {
  return (
    <div>
      {sockets.map(({ name }) => (
        <div key={name} className={`distant-socket ${type}`} data-handleid={name} data-handlepos={position} />
      ))}
    </div>
  );
}

/** Name, sockets, main parameters, size, share of the loss, and problems of the node. */
function NearNode({ id, data }: { readonly id: string; readonly data: NodeView }) {
  const m = useMessages();
  const dim = useGestures(({ wiring }) => wiring !== undefined && !takes(wiring, data));
  const inStage = useStore(ownRun, ({ frozenInStage }) => frozenInStage.has(id));
  const lit = useCanvasView((state) => state.lit === id);
  const frozen = data.frozen ? 'graph' : inStage ? 'stage' : undefined;
  return (
    <div {...lookOf(data, frozen)} data-dim={dim || undefined} data-lit={lit || undefined}>
      {data.comment !== undefined && <p className="node-comment">{data.comment}</p>}
      <NodeHeader id={id} data={data} frozen={frozen} />
      <div className="node-sockets">
        <ul aria-label={m.canvas.inputs}>
          {data.inputs.map((socket) => (
            <SocketRow key={socket.name} node={data.id} side="input" socket={socket} />
          ))}
        </ul>
        <ul aria-label={m.canvas.outputs}>
          {data.outputs.map((socket) => (
            <SocketRow key={socket.name} node={data.id} side="output" socket={socket} />
          ))}
        </ul>
      </div>
      {!data.collapsed && <NodeBody data={data} />}
    </div>
  );
}

interface HeaderProps {
  readonly id: string;
  readonly data: NodeView;
  readonly frozen: Frozen;
}

function NodeHeader({ id, data, frozen }: HeaderProps) {
  const m = useMessages();
  const { icon: Glyph } = data.family ? familyLook[data.family] : unknownLook;
  return (
    <header className="node-header">
      <Glyph className="node-glyph" size={17} stroke={1.8} aria-hidden />
      <InlineTitle
        id={id}
        title={data.title}
        label={m.canvas.nodeTitle}
        className="node-title"
        onRename={(title) => edit((document) => setNodeTitle(document, id, title))}
      />
      {data.unsaved && (
        <span className="node-unsaved" role="img" aria-label={m.canvas.unsaved} title={m.canvas.unsaved}>
          ●
        </span>
      )}
      {frozen && (
        <span
          className="node-frozen"
          role="img"
          aria-label={m.canvas.frozen[frozen]}
          title={m.canvas.frozenHelp[frozen]}
        >
          <IconSnowflake size={15} aria-hidden />
        </span>
      )}
      {data.bypassed && (
        <span className="node-bypassed" title={m.canvas.bypassedHelp}>
          {m.canvas.bypassed}
        </span>
      )}
      <LookInside node={id} kind={data.kind} />
      {/* For the mouse, outside the focus order: its key is in its title and in the description of the node. */}
      <span
        className="node-collapse nodrag"
        title={data.collapsed ? m.canvas.expand(data.title) : m.canvas.collapse(data.title)}
        onClick={() => edit((document) => toggleCollapsed(document, new Set([id])))}
        aria-hidden
      >
        {data.collapsed ? <IconChevronRight size={13} /> : <IconChevronDown size={13} />}
      </span>
    </header>
  );
}

/** Parts of a node that are hidden while it is collapsed. */
function NodeBody({ data }: { readonly data: NodeView }) {
  const m = useMessages();
  return (
    <>
      {data.values.length > 0 && (
        <dl className="node-values">
          {data.values.map((parameter) => (
            <div key={parameter.name}>
              <dt>{parameter.title}</dt>
              <dd>
                <NodeValue node={data.id} kind={data.kind} parameter={parameter} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {data.stages.length > 0 && (
        <p className="node-stages" title={data.stages.join(' → ')}>
          {m.canvas.stages(data.stages.length)}
        </p>
      )}
      <NodeSize data={data} />
      <NodeRun node={data.id} kind={data.kind} />
      {data.problems.length > 0 && <NodeProblems problems={data.problems} />}
    </>
  );
}

/** Number of trainable parameters, memory in training, and the node's share of loss and time in the shown run. */
function NodeSize({ data: { id, kind, parameters, memory, hidesSize } }: { readonly data: NodeView }) {
  const m = useMessages();
  const losses = findKind(kind)?.losses ?? [];
  const share = useStore(ownRun, (run) => lossShare(logOf(run, id)?.steps.at(-1)?.losses, losses, run.weights));
  const estimated = useStore(ownRun, ({ log }) => log?.status.stepShares?.estimated === true);
  const time = useStore(ownRun, (run) => nodeTime(logOf(run, id)?.status, id));
  const measured = estimated ? m.canvas.timeEstimated : m.canvas.timeMeasured;
  const trained = parameters !== undefined && parameters > 0;
  if (!trained && !hidesSize && share === undefined && time === undefined) return null;
  return (
    <div className="node-size">
      {trained && (
        <span title={m.canvas.parameters(formatCount(parameters))}>
          <span className="mono">{formatShort(parameters)}</span> {m.canvas.parametersShort}
        </span>
      )}
      {trained && memory !== undefined && (
        <span className="mono" title={m.canvas.memory(formatBytes(memory))}>
          {formatBytes(memory)}
        </span>
      )}
      {hidesSize && (
        <>
          <span>
            <span className="mono">–</span> {m.canvas.parametersShort}
          </span>
          <span className="mono">–</span>
        </>
      )}
      {time !== undefined && (
        <RunFigure className="node-share node-time" title={measured}>
          {estimated && '≈ '}
          <span className="mono">{time}</span>
        </RunFigure>
      )}
      <NodeSizes node={id} />
      {share !== undefined && (
        <RunFigure
          className="node-share"
          title={m.canvas.lossShareOf(losses.map((name) => m.charts.lossTitles[name]).join('; '))}
        >
          {m.canvas.lossShare(share)}
        </RunFigure>
      )}
    </div>
  );
}

/** Time of a node per step as a text; undefined if it is too small to show. */
function nodeTime(status: RunStatus | undefined, node: string): string | undefined {
  const share = status?.stepShares?.byNode[node];
  const seconds = share !== undefined && status?.secondsPerStep ? share * status.secondsPerStep : 0;
  return seconds >= leastTime ? formatSecondsPerStep(seconds) : undefined;
}

/** Smallest shown time, in seconds. */
const leastTime = 5e-5;

/** True if the dragged wire starts at the node or can end there. */
function takes({ start, fits }: NonNullable<Gestures['wiring']>, { id, inputs, outputs }: NodeView): boolean {
  const keys = [
    ...inputs.map(({ name }) => socketKey(id, 'input', name)),
    ...outputs.map(({ name }) => socketKey(id, 'output', name)),
  ];
  return keys.some((key) => key === start || fits.has(key));
}

interface SocketRowProps {
  readonly node: string;
  readonly side: 'input' | 'output';
  readonly socket: SocketView;
}

function SocketRow({ node, side, socket: { name, type, optional, shape } }: SocketRowProps) {
  const m = useMessages();
  const key = socketKey(node, side, name);
  const state = useGestures(({ wiring }) => {
    if (wiring === undefined) return undefined;
    if (wiring.start === key) return 'start';
    return wiring.fits.has(key) ? 'fits' : 'dim';
  });
  const label = `${socketLabel(type)}${shape === undefined ? '' : ` ${shape}`}${optional ? `, ${m.canvas.optional}` : ''}`;
  return (
    <li className="socket" data-side={side} data-state={state} style={socketStyle(type)} title={label}>
      <Handle
        id={name}
        type={side === 'input' ? 'target' : 'source'}
        position={side === 'input' ? Position.Left : Position.Right}
        className="socket-handle"
        data-optional={optional || undefined}
      >
        <span className="socket-glyph" aria-hidden>
          {socketGlyph(type)}
        </span>
      </Handle>
      <span className="socket-name">{name}</span>
    </li>
  );
}

function NodeProblems({ problems }: Pick<NodeView, 'problems'>) {
  const m = useMessages();
  const more = problems.length - shownProblems;
  return (
    <ul className="node-problems" aria-label={m.problems.label}>
      {problems.slice(0, shownProblems).map(({ severity, message }, index) => (
        <li
          key={message}
          data-severity={severity}
          data-more={index === 0 && problems.length > 1 ? problems.length - 1 : undefined}
          title={message}
        >
          {severity === 'error' ? (
            <IconAlertCircle size={14} aria-label={m.problems.error} role="img" />
          ) : (
            <IconAlertTriangle size={14} aria-label={m.problems.warning} role="img" />
          )}
          <span>{besideNode(message)}</span>
        </li>
      ))}
      {more > 0 && <li className="node-problems-more">{m.problems.more(more)}</li>}
    </ul>
  );
}
