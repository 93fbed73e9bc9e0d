import { Button, Group, NumberInput, ScrollArea, Switch, Textarea, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconCopy, IconFlask, IconTrash } from '@tabler/icons-react';
import { findKind } from '../../words/kinds';
import { isBypassable, type Problem } from '../../../graph-nodes/graph/analysis';
import type { GraphGroup, GraphNode, GraphNote } from '../../../graph-nodes/graph/document';
import type { NodeKind } from '../../../graph-nodes/graph/kind';
import { hasRole } from '../../../graph-nodes/graph/roles';
import { alternativesOf, canBeRemoved } from '../../../graph-nodes/study/alternatives';
import { trainingMemory } from '../../../graph-nodes/nodes/trainer/memory';
import { familyLook } from '../../ui/families';
import { formatBytes, formatCount } from '../../words/format';
import { useMessages } from '../../words';
import {
  bypassSelected,
  duplicateSelected,
  freezeSelected,
  removeSelected,
  studyAlternatives,
  ungroupSelected,
} from '../../commands/commands';
import { totalsOf } from '../../documents/analysis';
import { changedParameters } from '../../documents/dataset-settings';
import { edgeKey, resetParameters, setComment, setGroupTitle, setNodeTitle } from '../../documents/editing';
import { frameId } from '../../documents/frames';
import { isFreezable, mayBeFreezable } from '../../documents/freezing';
import { noteId } from '../../documents/note-id';
import { leastNote, setNoteSize, setNoteText, sizeOf, type Size } from '../../documents/notes';
import { DatasetSettings } from './DatasetSettings';
import { Connections } from './Connections';
import { Equations } from './Equations';
import { OneWire } from './OneWire';
import { ParameterInput } from './ParameterInput';
import { Parameters } from './Parameters';
import { describeParameters, type ParameterField } from '../../words/parameter-schema';
import { ConnectAll, Problems } from './Problems';
import { Stages, stageOf } from './Stages';
import { useControl, usePanels } from '../../ui/panels';
import { edit, seal, useDocument, useAnalysis, useSelection } from '../../documents/active-graph';

/** Details of the selection: a node with its parameters and help, several nodes, a wire, or the graph itself. */
export function Inspector() {
  const m = useMessages();
  const selected = useSelection((state) => state.nodes);
  const document = useDocument();
  const nodes = document.nodes.filter(({ id }) => selected.has(id));
  const [node] = nodes;
  const frame = document.groups.find(({ id }) => selected.has(frameId(id)));
  const note = document.notes.find(({ id }) => selected.has(noteId(id)));
  const selectedEdges = useSelection((state) => state.edges);
  const edge = document.edges.find((candidate) => selectedEdges.has(edgeKey(candidate)));
  // Another selection has another key, so that it starts at the top.
  const shown = nodes.map(({ id }) => id).join() || frame?.id || note?.id || (edge && edgeKey(edge));
  return (
    <section className="inspector" aria-label={m.inspector.label}>
      <ScrollArea key={shown ?? 'graph'} className="inspector-scroll" type="auto" scrollbarSize={8}>
        {nodes.length > 1 ? (
          <SeveralNodes nodes={nodes} />
        ) : node ? (
          <OneNode node={node} />
        ) : frame ? (
          <OneFrame frame={frame} />
        ) : note ? (
          <OneNote note={note} />
        ) : edge ? (
          <OneWire edge={edge} />
        ) : (
          <WholeGraph />
        )}
      </ScrollArea>
    </section>
  );
}

function Actions() {
  const m = useMessages();
  return (
    <Group gap={6}>
      <Button size="compact-xs" variant="default" leftSection={<IconCopy size={13} />} onClick={duplicateSelected}>
        {m.actions.duplicate}
      </Button>
      <Button size="compact-xs" variant="default" leftSection={<IconTrash size={13} />} onClick={removeSelected}>
        {m.actions.remove}
      </Button>
    </Group>
  );
}

function OneNode({ node }: { readonly node: GraphNode }) {
  const m = useMessages();
  const document = useDocument();
  const analysis = useAnalysis();
  const kind = findKind(node.kind);
  const look = kind && familyLook[kind.family];
  const Glyph = look?.icon;
  const analysed = analysis.nodes.get(node.id);
  const problems = analysis.problems.filter((problem) => problem.node === node.id);
  const isOfStage = (problem: Problem) => node.stages?.some(({ name }) => name === stageOf(problem)) === true;
  const ofNode = problems.filter((problem) => !isOfStage(problem));
  const limits = usePanels((state) => state.limits);
  const withStages = useControl('training stages');
  const withStudies = useControl('experiments');
  const fields = (kind ? describeParameters(kind) : []).filter(
    ({ name }) => limits?.parameters?.has(`${node.id}.${name}`) !== false,
  );
  return (
    <>
      <section data-accent={look?.accent}>
        <h2 className="inspector-kind">
          {Glyph && <Glyph size={17} stroke={1.8} aria-hidden />} {kind?.title ?? node.kind}
          <span className="mono muted">{node.id}</span>
        </h2>
        <TextInput
          size="xs"
          label={m.inspector.name}
          placeholder={kind?.title ?? node.kind}
          value={node.title ?? ''}
          maxLength={100}
          onChange={(event) => {
            const { value } = event.currentTarget;
            edit((current) => setNodeTitle(current, node.id, value), `${node.id}/title`);
          }}
          onBlur={seal}
        />
        <Textarea
          size="xs"
          label={m.inspector.comment}
          placeholder={m.inspector.commentPlaceholder}
          autosize
          value={node.comment ?? ''}
          maxLength={2000}
          onChange={(event) => {
            const { value } = event.currentTarget;
            edit((current) => setComment(current, node.id, value), `${node.id}/comment`);
          }}
          onBlur={seal}
        />
        {(node.bypassed || (kind && isBypassable(kind))) && (
          <Switch
            size="xs"
            label={m.inspector.bypass}
            description={m.inspector.bypassHelp}
            checked={node.bypassed}
            onChange={bypassSelected}
          />
        )}
        {mayBeFreezable(node) && <FreezeSwitch node={node} disabled={!isFreezable(node, analysis)} />}
        <Actions />
        {kind && withStudies && (alternativesOf(kind).length > 0 || canBeRemoved(kind)) && (
          <Button
            size="compact-xs"
            variant="default"
            style={{ alignSelf: 'start' }}
            leftSection={<IconFlask size={13} />}
            onClick={studyAlternatives}
          >
            {m.inspector.alternatives}
          </Button>
        )}
      </section>
      {ofNode.length > 0 && (
        <section>
          <Problems problems={ofNode} />
        </section>
      )}
      {hasRole(kind, 'dataset') && <DatasetSettings />}
      {hasRole(kind, 'trainer') && withStages && <Stages trainer={node} problems={problems} />}
      {fields.length > 0 && (
        <section aria-label={m.inspector.parameters}>
          <h3 className="panel-title">{m.inspector.parameters}</h3>
          <Parameters node={node} kind={kind} fields={fields} />
          {changedParameters(document, node).length > 0 && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconArrowBackUp size={13} />}
              style={{ alignSelf: 'start' }}
              onClick={() => edit((current) => resetParameters(current, [node.id]))}
            >
              {m.inspector.resetAll}
            </Button>
          )}
        </section>
      )}
      <section aria-label={m.inspector.connections}>
        <h3 className="panel-title">{m.inspector.connections}</h3>
        <Connections node={node} />
        {analysed && (
          <p className="muted">
            {m.inspector.size(
              formatCount(analysed.inference.parameters),
              formatBytes(trainingMemory(analysed, analysis)),
            )}
          </p>
        )}
      </section>
      {kind && <Help kind={kind} node={node.id} />}
    </>
  );
}

/** Disabled if the node has no weights now; a parameter, such as the fill of a missing modality, can change that. */
function FreezeSwitch({ node, disabled }: { readonly node: GraphNode; readonly disabled: boolean }) {
  const m = useMessages();
  const stages = useDocument().nodes.flatMap((other) => other.stages ?? []);
  const freezing = stages.filter(({ frozen }) => frozen.includes(node.id)).map(({ name }) => `“${name}”`);
  const help = `${m.inspector.freezeHelp}${freezing.length > 0 ? m.inspector.frozenIn(freezing.join(', ')) : ''}`;
  return (
    <Switch
      size="xs"
      label={m.inspector.freeze}
      description={disabled ? m.inspector.noWeights : help}
      disabled={disabled}
      checked={node.frozen === true}
      onChange={freezeSelected}
    />
  );
}

function Help({ kind, node }: { readonly kind: NodeKind; readonly node: string }) {
  const m = useMessages();
  return (
    <section aria-label={m.inspector.help}>
      <h3 className="panel-title">{m.inspector.whatItDoes}</h3>
      <p>{kind.help.text}</p>
      <Equations node={node} equations={kind.help.equations ?? []} />
      {kind.losses.length > 0 && (
        <p className="muted">
          {m.inspector.losses(kind.losses.map((name) => `${name}, ${m.charts.lossTitles[name]}`).join('; '))}
        </p>
      )}
      <p className="muted">{m.inspector.source(kind.help.source)}</p>
    </section>
  );
}

/** Common parameters of all the nodes, by name and type. */
function commonFields(nodes: readonly GraphNode[]): readonly ParameterField[] {
  const [first = [], ...others] = nodes.map(({ kind }) => {
    const known = findKind(kind);
    return known ? describeParameters(known) : [];
  });
  return first.filter((field) =>
    others.every((fields) => fields.some(({ name, type }) => name === field.name && type === field.type)),
  );
}

function SeveralNodes({ nodes }: { readonly nodes: readonly GraphNode[] }) {
  const m = useMessages();
  const analysis = useAnalysis();
  const fields = commonFields(nodes);
  return (
    <>
      <section>
        <h2 className="inspector-kind">{m.inspector.severalNodes(nodes.length)}</h2>
        <Button size="compact-xs" variant="default" onClick={bypassSelected}>
          {m.actions.bypass}
        </Button>
        {nodes.some((node) => isFreezable(node, analysis)) && (
          <Button size="compact-xs" variant="default" onClick={freezeSelected}>
            {m.actions.freeze}
          </Button>
        )}
        <Actions />
      </section>
      {fields.length > 0 && (
        <section aria-label={m.inspector.commonParameters}>
          <h3 className="panel-title">{m.inspector.commonParameters}</h3>
          {fields.map((field) => (
            <ParameterInput key={field.name} nodes={nodes} field={field} />
          ))}
        </section>
      )}
    </>
  );
}

function OneFrame({ frame }: { readonly frame: GraphGroup }) {
  const m = useMessages();
  return (
    <section>
      <h2 className="inspector-kind">{m.inspector.frame}</h2>
      <TextInput
        size="xs"
        label={m.inspector.title}
        value={frame.title}
        maxLength={200}
        onChange={(event) => {
          const { value } = event.currentTarget;
          edit((document) => setGroupTitle(document, frame.id, value), `${frame.id}/title`);
        }}
        onBlur={seal}
      />
      <p className="muted">{m.inspector.frameOf(frame.nodes.length)}</p>
      <Button size="compact-xs" variant="default" style={{ alignSelf: 'start' }} onClick={ungroupSelected}>
        {m.inspector.removeFrame}
      </Button>
    </section>
  );
}

function OneNote({ note }: { readonly note: GraphNote }) {
  const m = useMessages();
  const size = sizeOf(note);
  const resize = (side: keyof Size, value: number | string) => {
    if (typeof value === 'number') {
      edit((document) => setNoteSize(document, note.id, { ...size, [side]: value }), `${note.id}/${side}`);
    }
  };
  return (
    <section>
      <h2 className="inspector-kind">{m.palette.note}</h2>
      <Textarea
        size="xs"
        label={m.canvas.noteText}
        autosize
        minRows={3}
        value={note.text}
        maxLength={10_000}
        onChange={(event) => {
          const { value } = event.currentTarget;
          edit((document) => setNoteText(document, note.id, value), `${note.id}/text`);
        }}
        onBlur={seal}
      />
      <Group gap={6} grow>
        {(['width', 'height'] as const).map((side) => (
          <NumberInput
            key={side}
            size="xs"
            label={m.inspector[side]}
            value={size[side]}
            min={leastNote[side]}
            max={4000}
            step={10}
            allowDecimal={false}
            clampBehavior="blur"
            onChange={(value) => resize(side, value)}
            onBlur={seal}
          />
        ))}
      </Group>
      <Actions />
    </section>
  );
}

function WholeGraph() {
  const m = useMessages();
  const document = useDocument();
  const analysis = useAnalysis();
  const { parameters, memory } = totalsOf(analysis);
  return (
    <>
      <section>
        <h2 className="inspector-kind">{m.inspector.graph}</h2>
        <Textarea
          size="xs"
          label={m.inspector.description}
          autosize
          minRows={2}
          value={document.description}
          onChange={(event) => {
            const { value } = event.currentTarget;
            edit((current) => ({ ...current, description: value }), 'description');
          }}
          onBlur={seal}
        />
        <dl className="totals">
          <dt>{m.inspector.nodes}</dt>
          <dd>{document.nodes.length}</dd>
          <dt>{m.inspector.trainable}</dt>
          <dd>{formatCount(parameters)}</dd>
          <dt>{m.inspector.memory}</dt>
          <dd>{m.inspector.about(formatBytes(memory))}</dd>
        </dl>
      </section>
      <section>
        <h3 className="panel-title">{m.problems.label}</h3>
        {analysis.problems.length === 0 ? (
          <p className="muted">{m.problems.none}</p>
        ) : (
          <>
            <ConnectAll />
            <Problems problems={analysis.problems} />
          </>
        )}
      </section>
      <p className="inspector-hint muted">{m.inspector.hint}</p>
    </>
  );
}
