import { Select } from '@mantine/core';
import { useMessages } from '../../words';
import { findKind, titleOf } from '../../words/kinds';
import type { GraphDocument, GraphEdge, GraphNode } from '../../../graph-nodes/graph/document';
import { formatShape } from '../../../graph-nodes/graph/shapes';
import { socketTypeInfo } from '../../../graph-nodes/graph/sockets';
import { fittingEnds } from '../../documents/connection';
import { connect, edgeKey, remove } from '../../documents/editing';
import { SocketGlyph } from './SocketGlyph';
import { edit, useDocument, useAnalysis } from '../../documents/active-graph';

/** Inputs of a node, each with the outputs that fit, for wiring by keyboard; then its outputs with their shapes. */
export function Connections({ node }: { readonly node: GraphNode }) {
  const m = useMessages();
  const document = useDocument();
  const outputs = useAnalysis().nodes.get(node.id)?.inference.outputs ?? {};
  const kind = findKind(node.kind);
  if (!kind) return null;
  return (
    <div className="connections">
      {kind.inputs.map((socket) => (
        <Select
          key={socket.name}
          // Otherwise a list without a choice has no highlighted option at first, and a quick Enter does nothing.
          selectFirstOptionOnDropdownOpen={edgeInto(document, node.id, socket.name) === undefined}
          size="xs"
          label={
            <>
              <SocketGlyph type={socket.type} /> {m.inspector.input(socket.name)}
            </>
          }
          aria-label={`${m.inspector.input(socket.name)}, ${socketTypeInfo[socket.type].label}`}
          placeholder={socket.optional ? m.inspector.nothingOptional : m.inspector.nothingYet}
          clearable
          clearButtonProps={{ 'aria-label': m.inspector.disconnect(socket.name) }}
          data={sourcesFor(document, node.id, socket.name).map((source) => ({
            value: source,
            label: describeSource(document, source),
          }))}
          value={sourceOf(document, node.id, socket.name) ?? null}
          onChange={(source) => rewire(document, node.id, socket.name, source)}
          nothingFoundMessage={m.inspector.noOutputFits}
        />
      ))}
      {kind.outputs.map((socket) => {
        const shape = outputs[socket.name]?.shape;
        return (
          <p key={socket.name} className="connections-output">
            <span>
              <SocketGlyph type={socket.type} /> {m.inspector.output(socket.name)}{' '}
              <span className="muted">{socketTypeInfo[socket.type].label}</span>
            </span>
            {shape && shape.length > 0 && <span className="mono">{formatShape(shape)}</span>}
          </p>
        );
      })}
    </div>
  );
}

/** An output as one string: ids have no slash. */
const asSource = (node: string, socket: string): string => `${node}/${socket}`;

function fromSource(source: string): GraphEdge['from'] {
  const at = source.indexOf('/');
  return { node: source.slice(0, at), socket: source.slice(at + 1) };
}

/** `RMM generator (rmm): audio` */
function describeSource(document: GraphDocument, source: string): string {
  const { node, socket } = fromSource(source);
  const found = document.nodes.find(({ id }) => id === node);
  return found ? `${titleOf(found)} (${node}): ${socket}` : `${node}: ${socket}`;
}

function edgeInto(document: GraphDocument, node: string, socket: string) {
  return document.edges.find(({ to }) => to.node === node && to.socket === socket);
}

function sourceOf(document: GraphDocument, node: string, socket: string): string | undefined {
  const edge = edgeInto(document, node, socket);
  return edge && asSource(edge.from.node, edge.from.socket);
}

/** All outputs that fit the input, and the connected one. */
function sourcesFor(document: GraphDocument, node: string, socket: string): string[] {
  const present = sourceOf(document, node, socket);
  const fitting = fittingEnds(document, { node, socket, side: 'input' }).map((end) => asSource(end.node, end.socket));
  return [...new Set(present === undefined ? fitting : [present, ...fitting])];
}

function rewire(document: GraphDocument, node: string, socket: string, source: string | null): void {
  const old = edgeInto(document, node, socket);
  if (source === null) {
    if (old) edit((current) => remove(current, new Set(), new Set([edgeKey(old)])));
    return;
  }
  const from = fromSource(source);
  edit((current) => connect(current, { from, to: { node, socket } }));
}
