import { Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconAlertCircle, IconBan } from '@tabler/icons-react';
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { socketTypeInfo } from '../../graph-nodes/sockets';
import { familyLook } from '../families';
import { formatCount, formatShort } from '../live/format';
import { useView } from '../state/editor';
import { socketKey } from '../state/view';
import type { FlowNode, SocketView } from './flow';
import { socketColour, SocketGlyph } from './SocketGlyph';

/** A node as a card: title, sockets on both sides, its main parameters, its trainable numbers, and what is wrong with it. */
export const GraphNode = memo(function GraphNode({ id, data, selected }: NodeProps<FlowNode>) {
  const look = data.family && familyLook[data.family];
  const Glyph = look?.icon ?? IconAlertTriangle;
  const worst = data.problems.find(({ severity }) => severity === 'error') ?? data.problems[0];
  return (
    <article
      className="graph-node"
      data-accent={look?.accent}
      data-selected={selected || undefined}
      data-bypassed={data.bypassed || undefined}
      data-problem={worst?.severity}
    >
      <header className="graph-node-head">
        <Glyph size={16} stroke={1.8} aria-hidden />
        <span className="graph-node-title">{data.title}</span>
        {data.bypassed && (
          <span className="graph-node-bypassed">
            <IconBan size={13} aria-hidden /> bypassed
          </span>
        )}
      </header>
      <div className="graph-node-sockets">
        <ul>
          {data.inputs.map((socket) => (
            <Socket key={socket.name} node={id} side="input" socket={socket} />
          ))}
        </ul>
        <ul>
          {data.outputs.map((socket) => (
            <Socket key={socket.name} node={id} side="output" socket={socket} />
          ))}
        </ul>
      </div>
      {data.values.length > 0 && (
        <dl className="graph-node-values">
          {data.values.map(({ title, value }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {data.parameters !== undefined && data.parameters > 0 && (
        <footer className="graph-node-foot" title={`${formatCount(data.parameters)} trainable parameters`}>
          {formatShort(data.parameters)} parameters
        </footer>
      )}
      {worst && (
        <Tooltip label={data.problems.map(({ message }) => message).join('\n')} disabled={data.problems.length < 2}>
          <p className="graph-node-problem" data-severity={worst.severity} role="note">
            {worst.severity === 'error' ? (
              <IconAlertCircle size={14} aria-label="Error" />
            ) : (
              <IconAlertTriangle size={14} aria-label="Warning" />
            )}
            <span>
              {worst.message}
              {data.problems.length > 1 && ` (and ${data.problems.length - 1} more)`}
            </span>
          </p>
        </Tooltip>
      )}
    </article>
  );
});

interface SocketProps {
  readonly node: string;
  readonly side: 'input' | 'output';
  readonly socket: SocketView;
}

function Socket({ node, side, socket }: SocketProps) {
  const key = socketKey(node, side, socket.name);
  const state = useView(({ wiring }) => {
    if (wiring === undefined) return undefined;
    if (wiring.start === key) return 'start';
    return wiring.fits.has(key) ? 'fits' : 'dimmed';
  });
  const type = socket.type === undefined ? 'unknown' : socketTypeInfo[socket.type].label;
  const title = `${socket.name}: ${type}${socket.shape === undefined ? '' : ` ${socket.shape}`}${socket.optional && side === 'input' ? ', optional' : ''}`;
  return (
    <li className="socket" data-side={side} data-wiring={state} title={title}>
      <Handle
        id={socket.name}
        type={side === 'input' ? 'target' : 'source'}
        position={side === 'input' ? Position.Left : Position.Right}
        style={socketColour(socket.type)}
        aria-label={`${side} ${title}`}
      />
      <SocketGlyph type={socket.type} />
      <span className="socket-name">{socket.name}</span>
    </li>
  );
}
