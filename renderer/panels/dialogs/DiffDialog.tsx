import { Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { findKind, titleOf, wireText } from '../../words/kinds';
import type { GraphDocument, GraphNode, ParameterValue } from '../../../graph-nodes/graph/document';
import { describeParameters, showValue } from '../../words/parameter-schema';
import { useMessages, type Messages } from '../../words';
import { presetTexts } from '../../words/presets';
import { differences, type Difference } from '../../documents/diff';
import { presets } from '../../documents/presets';
import { useStore } from 'zustand';
import { useDocument, useFile } from '../../documents/active-graph';
import { documentOf } from '../../documents/open-graph';
import { graphs } from '../../documents/open-graphs';
import { usePanels, closeDialog } from '../../ui/panels';

/** Graphs that the active graph can be compared with, each with a unique key. */
function useOthers(m: Messages): { value: string; label: string; document: GraphDocument }[] {
  const saved = useFile((state) => state.saved);
  const current = useDocument();
  const open = useStore(graphs, (state) => state.open)
    .map((graph) => ({ id: graph.id, document: documentOf(graph) }))
    .filter(({ document }) => document !== current);
  return [
    { value: 'saved', label: m.diff.asSaved, document: saved },
    ...open.map(({ id, document }) => ({ value: `tab ${id}`, label: document.title, document })),
    ...presets.map(({ name, document }) => ({
      value: name,
      label: m.diff.preset(presetTexts(name, document).title),
      document,
    })),
  ];
}

/** Differences between the active graph and another one, line by line. */
export function DiffDialog() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'diff');
  return (
    <Modal
      opened={opened}
      onClose={() => closeDialog()}
      title={m.diff.title}
      size={720}
      closeButtonProps={{ 'aria-label': m.close }}
    >
      {opened && <Diff m={m} />}
    </Modal>
  );
}

function Diff({ m }: { readonly m: Messages }) {
  const document = useDocument();
  const others = useOthers(m);
  const [chosen, setChosen] = useState('saved');
  const other = others.find(({ value }) => value === chosen)?.document ?? document;
  const found = differences(other, document);
  return (
    <>
      <Select
        size="xs"
        label={m.diff.against}
        data={others.map(({ value, label }) => ({ value, label }))}
        value={chosen}
        allowDeselect={false}
        onChange={(value) => setChosen(value ?? 'saved')}
      />
      {found.length === 0 ? (
        <p className="muted">{m.diff.none}</p>
      ) : (
        <ul className="diff" aria-label={m.diff.title}>
          {found.map((difference, index) => (
            <li key={index} data-sign={signOf(difference)}>
              <span aria-hidden>{signOf(difference)}</span>
              <span>{describe(difference, m, [document, other])}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function signOf({ what }: Difference): string {
  if (what.endsWith('added')) return '+';
  return what.endsWith('removed') ? '−' : '~';
}

/** A node of one of the two graphs by its id, as a text. */
const nodeNamed = (id: string, graphs: readonly GraphDocument[]): string => {
  const node = graphs.flatMap(({ nodes }) => nodes).find((candidate) => candidate.id === id);
  return node ? named(node) : id;
};

const named = (node: GraphNode): string => `${titleOf(node)} (${node.id})`;

/** A parameter with its title from the inspector, and its value or the default. */
function parameterOf(node: GraphNode, name: string) {
  const kind = findKind(node.kind);
  const field = kind && describeParameters(kind).find((candidate) => candidate.name === name);
  const show = (value: ParameterValue | undefined) => showValue(field, value ?? field?.default ?? '');
  return { title: field?.title ?? name, show };
}

/** @param graphs the two compared graphs */
function describe(difference: Difference, m: Messages, graphs: readonly GraphDocument[]): string {
  const d = m.diff;
  switch (difference.what) {
    case 'title':
    case 'description':
      return d.text(difference.what === 'title' ? d.graphTitle : d.description, difference.before, difference.after);
    case 'kind':
      return d.kind(named(difference.node), difference.before, difference.after);
    case 'node renamed':
      return d.renamed(difference.before, difference.after);
    case 'parameter': {
      const { node, name, before, after } = difference;
      const { title, show } = parameterOf(node, name);
      return d.parameter(named(node), title, show(before), show(after));
    }
    case 'node added':
      return d.added(named(difference.node));
    case 'node removed':
      return d.removed(named(difference.node));
    case 'node moved':
      return d.moved(named(difference.node));
    case 'node bypassed':
      return d.bypassed(named(difference.node));
    case 'node used again':
      return d.usedAgain(named(difference.node));
    case 'node frozen':
      return d.frozen(named(difference.node));
    case 'node unfrozen':
      return d.unfrozen(named(difference.node));
    case 'stage added':
    case 'stage removed':
      return d.stage(named(difference.node), difference.stage);
    case 'stage renamed':
      return d.stageRenamed(named(difference.node), difference.before, difference.after);
    case 'stages in another order':
      return d.stageOrder(named(difference.node), difference.stages.join(' → '));
    case 'stage parameter': {
      const { node, stage, name, before, after } = difference;
      const { title, show } = parameterOf(node, name);
      const shown = (value: ParameterValue | undefined) => (value === undefined ? d.asTrainer : show(value));
      return d.stageParameter(named(node), stage, title, shown(before), shown(after));
    }
    case 'stage freezes':
      return d.stageFreezes(named(difference.node), difference.stage, nodeNamed(difference.id, graphs));
    case 'stage trains':
      return d.stageTrains(named(difference.node), difference.stage, nodeNamed(difference.id, graphs));
    case 'stage bypasses':
      return d.stageBypasses(named(difference.node), difference.stage, nodeNamed(difference.id, graphs));
    case 'stage uses':
      return d.stageUses(named(difference.node), difference.stage, nodeNamed(difference.id, graphs));
    case 'looks':
      return d.looks(named(difference.node));
    case 'wire added':
    case 'wire removed':
      return d.wire(wireText(difference.edge, (id) => nodeNamed(id, graphs)));
    case 'note added':
    case 'note removed':
    case 'note changed':
      return d.note(difference.text);
    case 'frame added':
    case 'frame removed':
    case 'frame changed':
      return d.frame(difference.title);
  }
}
