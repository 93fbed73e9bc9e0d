import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMessages } from '../../words';
import { findKind, titleOf } from '../../words/kinds';
import type { GraphEdge } from '../../../graph-nodes/graph/document';
import { formatShape } from '../../../graph-nodes/graph/shapes';
import { removeSelected } from '../../commands/commands';
import { socketLabel } from '../../ui/sockets';
import { Problems } from './Problems';
import { SocketGlyph } from './SocketGlyph';
import { useDocument, useAnalysis } from '../../documents/active-graph';

/** A wire: its type, its start and its end. */
export function OneWire({ edge: { from, to } }: { readonly edge: GraphEdge }) {
  const m = useMessages();
  const { nodes } = useDocument();
  const analysis = useAnalysis();
  const source = nodes.find(({ id }) => id === from.node);
  const target = nodes.find(({ id }) => id === to.node);
  const type = source && findKind(source.kind)?.outputs.find(({ name }) => name === from.socket)?.type;
  const shape = analysis.nodes.get(from.node)?.inference.outputs[from.socket]?.shape ?? [];
  const problems = analysis.problems.filter(({ node, socket }) => node === to.node && socket === to.socket);
  return (
    <section>
      <h2 className="inspector-kind">
        <SocketGlyph type={type} /> {m.inspector.wireOf(socketLabel(type))}
      </h2>
      <dl className="totals">
        <dt>{m.inspector.from}</dt>
        <dd>{m.inspector.socketOf(from.socket, source ? titleOf(source) : from.node)}</dd>
        <dt>{m.inspector.to}</dt>
        <dd>{m.inspector.socketOf(to.socket, target ? titleOf(target) : to.node)}</dd>
        {shape.length > 0 && (
          <>
            <dt>{m.inspector.shape}</dt>
            <dd className="mono">{formatShape(shape)}</dd>
          </>
        )}
      </dl>
      <Problems problems={problems} />
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconTrash size={13} />}
        onClick={removeSelected}
        style={{ alignSelf: 'start' }}
      >
        {m.actions.remove}
      </Button>
    </section>
  );
}
