import { Button, Group, ScrollArea, Switch, Textarea, TextInput } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { findKind } from '../../graph-nodes/catalogue';
import type { GraphNode } from '../../graph-nodes/document';
import type { NodeKind } from '../../graph-nodes/kind';
import { familyLook } from '../families';
import { formatBytes, formatCount } from '../live/format';
import { bypassSelected, duplicateSelected, removeSelected } from '../shell/commands';
import { batchSizeOf, memoryEstimate, totalsOf } from '../state/analysis';
import { edgeKey, setNodeTitle } from '../state/editing';
import { editor, useAnalysis, useDocument, useView } from '../state/editor';
import { Connections } from './Connections';
import './inspector.css';
import { OneWire } from './OneWire';
import { ParameterInput } from './ParameterInput';
import { describeParameters } from './parameter-schema';
import { Problems } from './Problems';

/** What is selected, in full: a node with its parameters and help, several nodes at once, a wire, or the graph itself. */
export function Inspector() {
  const selected = useView((state) => state.selectedNodes);
  const document = useDocument();
  const nodes = document.nodes.filter(({ id }) => selected.has(id));
  const [node] = nodes;
  const selectedEdges = useView((state) => state.selectedEdges);
  const edge = document.edges.find((candidate) => selectedEdges.has(edgeKey(candidate)));
  return (
    <aside className="inspector" aria-label="Inspector">
      <ScrollArea className="inspector-scroll" type="auto" scrollbarSize={8}>
        {nodes.length > 1 ? (
          <SeveralNodes count={nodes.length} />
        ) : node ? (
          <OneNode key={node.id} node={node} />
        ) : edge ? (
          <OneWire edge={edge} />
        ) : (
          <WholeGraph />
        )}
      </ScrollArea>
    </aside>
  );
}

function Actions() {
  return (
    <Group gap={6}>
      <Button size="compact-xs" variant="default" leftSection={<IconCopy size={13} />} onClick={duplicateSelected}>
        Duplicate
      </Button>
      <Button size="compact-xs" variant="default" leftSection={<IconTrash size={13} />} onClick={removeSelected}>
        Delete
      </Button>
    </Group>
  );
}

function OneNode({ node }: { readonly node: GraphNode }) {
  const analysis = useAnalysis();
  const kind = findKind(node.kind);
  const look = kind && familyLook[kind.family];
  const Glyph = look?.icon;
  const analysed = analysis.nodes.get(node.id);
  const problems = analysis.problems.filter((problem) => problem.node === node.id);
  const fields = kind ? describeParameters(kind) : [];
  return (
    <>
      <section data-accent={look?.accent}>
        <h2 className="inspector-kind">
          {Glyph && <Glyph size={17} stroke={1.8} aria-hidden />} {kind?.title ?? node.kind}
          <span className="mono muted">{node.id}</span>
        </h2>
        <TextInput
          size="xs"
          label="Name"
          placeholder={kind?.title ?? node.kind}
          value={node.title ?? ''}
          maxLength={100}
          onChange={(event) => {
            const { value } = event.currentTarget;
            editor.edit((document) => setNodeTitle(document, node.id, value), `${node.id}/title`);
          }}
          onBlur={editor.seal}
        />
        <Switch
          size="xs"
          label="Bypass"
          description="Passes its inputs on as they are; the graph still trains."
          checked={node.bypassed}
          onChange={bypassSelected}
        />
        <Actions />
      </section>
      {problems.length > 0 && (
        <section>
          <Problems problems={problems} />
        </section>
      )}
      {fields.length > 0 && (
        <section aria-label="Parameters">
          <h3 className="panel-title">Parameters</h3>
          {fields.map((field) => (
            <ParameterInput key={field.name} node={node.id} field={field} value={node.parameters[field.name]} />
          ))}
        </section>
      )}
      <section aria-label="Connections">
        <h3 className="panel-title">Connections</h3>
        <Connections node={node} />
        {analysed && (
          <p className="muted">
            {formatCount(analysed.inference.parameters)} trainable parameters, about{' '}
            {formatBytes(
              memoryEstimate(analysed.inference.parameters, analysed.inference.activations, batchSizeOf(analysis)),
            )}{' '}
            while training
          </p>
        )}
      </section>
      {kind && <Help kind={kind} />}
    </>
  );
}

function Help({ kind }: { readonly kind: NodeKind }) {
  return (
    <section aria-label="Help">
      <h3 className="panel-title">What it does</h3>
      <p>{kind.help.text}</p>
      {(kind.help.equations ?? []).map((equation) => (
        <p key={equation} className="equation">
          {equation}
        </p>
      ))}
      {kind.losses.length > 0 && <p className="muted">Losses: {kind.losses.join(', ')}</p>}
      <p className="muted">Source: {kind.help.source}</p>
    </section>
  );
}

function SeveralNodes({ count }: { readonly count: number }) {
  return (
    <section>
      <h2 className="inspector-kind">{count} nodes selected</h2>
      <Button size="compact-xs" variant="default" onClick={bypassSelected}>
        Bypass, or use again
      </Button>
      <Actions />
    </section>
  );
}

function WholeGraph() {
  const document = useDocument();
  const analysis = useAnalysis();
  const { parameters, memory } = totalsOf(analysis);
  return (
    <>
      <section>
        <h2 className="inspector-kind">Graph</h2>
        <Textarea
          size="xs"
          label="Description"
          autosize
          minRows={2}
          value={document.description}
          onChange={(event) => {
            const { value } = event.currentTarget;
            editor.edit((current) => ({ ...current, description: value }), 'description');
          }}
          onBlur={editor.seal}
        />
        <dl className="totals">
          <dt>Nodes</dt>
          <dd>{document.nodes.length}</dd>
          <dt>Trainable parameters</dt>
          <dd>{formatCount(parameters)}</dd>
          <dt>Memory while training</dt>
          <dd>about {formatBytes(memory)}</dd>
        </dl>
      </section>
      <section>
        <h3 className="panel-title">Problems</h3>
        {analysis.problems.length === 0 ? (
          <p className="muted">None: this graph can be trained.</p>
        ) : (
          <Problems problems={analysis.problems} />
        )}
      </section>
      <p className="inspector-hint muted">Select a node for its parameters and what it does.</p>
    </>
  );
}
