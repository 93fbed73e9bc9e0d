import { Handle, Position, type NodeProps } from '@xyflow/react';
import { IconAlertCircle, IconAlertTriangle, IconQuestionMark } from '@tabler/icons-react';
import { memo } from 'react';
import { familyLook } from '../families';
import { formatCount, formatShort } from '../live/format';
import { socketGlyph, socketLabel, socketStyle } from '../sockets';
import { useView } from '../state/editor';
import { socketKey, type ViewState } from '../state/view';
import type { FlowNode, NodeView, SocketView } from './flow';

const unknownLook = { icon: IconQuestionMark, accent: 'unknown' };

/** Problems with room on the node; the inspector has all. */
const shownProblems = 2;

/** A node on the canvas: name, sockets, main parameters, size, and what is wrong with it. */
export const GraphNode = memo(function GraphNode({ data }: NodeProps<FlowNode>) {
  const { icon: Glyph, accent } = data.family ? familyLook[data.family] : unknownLook;
  const dim = useView(({ wiring }) => wiring !== undefined && !takes(wiring, data));
  const worst = data.problems.some((problem) => problem.severity === 'error') ? 'error' : data.problems[0]?.severity;
  return (
    <div
      className="node"
      data-accent={accent}
      data-bypassed={data.bypassed || undefined}
      data-problem={worst}
      data-dim={dim || undefined}
    >
      <header className="node-header">
        <Glyph className="node-glyph" size={17} stroke={1.8} aria-hidden />
        <span className="node-title">{data.title}</span>
        {data.bypassed && (
          <span className="node-bypassed" title="Bypassed: what comes in goes out unchanged">
            off
          </span>
        )}
      </header>
      <div className="node-sockets">
        <ul aria-label="Inputs">
          {data.inputs.map((socket) => (
            <SocketRow key={socket.name} node={data.id} side="input" socket={socket} />
          ))}
        </ul>
        <ul aria-label="Outputs">
          {data.outputs.map((socket) => (
            <SocketRow key={socket.name} node={data.id} side="output" socket={socket} />
          ))}
        </ul>
      </div>
      {data.values.length > 0 && (
        <dl className="node-values">
          {data.values.map(({ title, value }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {data.parameters !== undefined && data.parameters > 0 && (
        <p className="node-size" title={`${formatCount(data.parameters)} trainable parameters`}>
          <span className="mono">{formatShort(data.parameters)}</span> parameters
        </p>
      )}
      {data.problems.length > 0 && <NodeProblems problems={data.problems} />}
    </div>
  );
});

/** Whether the wire in hand starts at the node or may end there. */
function takes({ start, fits }: NonNullable<ViewState['wiring']>, { id, inputs, outputs }: NodeView): boolean {
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
  const key = socketKey(node, side, name);
  const state = useView(({ wiring }) => {
    if (wiring === undefined) return undefined;
    if (wiring.start === key) return 'start';
    return wiring.fits.has(key) ? 'fits' : 'dim';
  });
  const label = `${socketLabel(type)}${shape === undefined ? '' : ` ${shape}`}${optional ? ', optional' : ''}`;
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
  const more = problems.length - shownProblems;
  return (
    <ul className="node-problems" aria-label="Problems">
      {problems.slice(0, shownProblems).map(({ severity, message }) => (
        <li key={message} data-severity={severity} title={message}>
          {severity === 'error' ? (
            <IconAlertCircle size={14} aria-label="Error:" role="img" />
          ) : (
            <IconAlertTriangle size={14} aria-label="Warning:" role="img" />
          )}
          <span>{message}</span>
        </li>
      ))}
      {more > 0 && <li className="node-problems-more">and {more} more</li>}
    </ul>
  );
}
