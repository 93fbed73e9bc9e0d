import { Button, CloseButton, Menu, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { GraphDocument } from '../../../graph-nodes/graph/document';
import type { RowChange } from '../../../graph-nodes/study/document';
import { useMessages } from '../../words';
import { findKind, optionText, titleOf } from '../../words/kinds';
import { describeParameters } from '../../words/parameter-schema';
import { freeId } from '../../documents/editing';
import { graphsOf, readSetting, settingsOf, type DraftRow, type SettingLine } from './draft-rows';
import {
  changeNames,
  firstChange,
  firstSetting,
  fitting,
  joinedPairs,
  replacementKinds,
  replacement,
  withChange,
  withSetting,
  type ChangeName,
} from './row-changes';

interface ChangesProps {
  readonly row: DraftRow;
  readonly ofStudy: GraphDocument;
  onChange(row: DraftRow): void;
}

/** Changes of a row to its graph: nodes first, then parameters of the changed graph. */
export function RowChanges({ row, ofStudy, onChange }: ChangesProps) {
  const s = useMessages().experiments.study;
  const graphs = useMemo(() => graphsOf(row, ofStudy), [row, ofStudy]);
  const last = graphs.at(-1) ?? ofStudy;
  const settings = settingsOf(row);
  const add = (name: ChangeName) => {
    if (name === 'set') return onChange(withSetting(row, last));
    const change = firstChange(name, last);
    if (change) onChange(withChange(row, last, change));
  };
  return (
    <div className="study-row-changes" role="group" aria-label={s.changes}>
      {(row.changes ?? []).map((change, at) => (
        <NodeChange
          key={at}
          change={change}
          graph={graphs[at] ?? ofStudy}
          onChange={(next) => onChange(withChange(row, graphs[at] ?? ofStudy, next, at))}
        />
      ))}
      {settings.map((line, at) => (
        <Setting
          key={at}
          line={line}
          graph={last}
          onChange={(next) =>
            onChange({ ...row, settings: next ? settings.with(at, next) : settings.filter((_, index) => index !== at) })
          }
        />
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="compact-xs" variant="default" leftSection={<IconPlus size={12} />}>
            {s.addChange}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {changeNames.map((name) => (
            <Menu.Item
              key={name}
              {...(name !== 'set' &&
                firstChange(name, last) === undefined && { disabled: true, title: s.noSuchChange })}
              onClick={() => add(name)}
            >
              {s.changeNames[name]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

const nodeChoices = (graph: GraphDocument, chosen: readonly string[]) => [
  ...graph.nodes.map((node) => ({ value: node.id, label: `${titleOf(node)} (${node.id})` })),
  // A node that the graph lacks stays visible.
  ...chosen.filter((id) => !graph.nodes.some((node) => node.id === id)).map((id) => ({ value: id, label: id })),
];

interface NodeChangeProps {
  readonly change: RowChange;
  /** The graph before the change. */
  readonly graph: GraphDocument;
  /** @param change undefined: the change is removed */
  onChange(change: RowChange | undefined): void;
}

function NodeChange({ change, graph, onChange }: NodeChangeProps) {
  const s = useMessages().experiments.study;
  const title = (id: string) => {
    const node = graph.nodes.find((candidate) => candidate.id === id);
    return node ? titleOf(node) : id;
  };
  const label = describe(change, title, s.changeTexts);
  return (
    <div className="study-change" role="group" aria-label={label}>
      <span className="study-change-name">{s.changeNames[change.change]}</span>
      {change.change === 'insert' ? (
        <Insertion change={change} graph={graph} onChange={onChange} title={title} />
      ) : (
        <Select
          size="xs"
          aria-label={s.node}
          searchable
          data={nodeChoices(graph, [change.node])}
          value={change.node}
          allowDeselect={false}
          onChange={(node) => {
            if (node === null) return;
            const next = change.change === 'remove' ? { ...change, node } : replacement(graph, node);
            if (next) onChange(next);
          }}
        />
      )}
      {change.change === 'replace' && <Replacement change={change} graph={graph} onChange={onChange} />}
      <CloseButton size="sm" aria-label={s.removeChange(label)} onClick={() => onChange(undefined)} />
    </div>
  );
}

type Texts = ReturnType<typeof useMessages>['experiments']['study']['changeTexts'];

function describe(change: RowChange, title: (id: string) => string, texts: Texts): string {
  switch (change.change) {
    case 'remove':
      return texts.remove(title(change.node));
    case 'replace':
      return texts.replace(title(change.node), findKind(change.kind)?.title ?? change.kind);
    case 'insert':
      return texts.insert(findKind(change.kind)?.title ?? change.kind, title(change.from), title(change.to));
  }
}

interface PartProps<Name extends RowChange['change']> extends Omit<NodeChangeProps, 'change'> {
  readonly change: Extract<RowChange, { change: Name }>;
}

function Replacement({ change, graph, onChange }: PartProps<'replace'>) {
  const s = useMessages().experiments.study;
  const { same, other } = replacementKinds(graph.nodes.find(({ id }) => id === change.node));
  const items = (kinds: typeof same) => kinds.map(({ kind, title }) => ({ value: kind, label: title }));
  return (
    <>
      <span>{s.by}</span>
      <Select
        size="xs"
        aria-label={s.kind}
        searchable
        data={[
          { group: s.sameRole, items: items(same) },
          { group: s.otherRoles, items: items(other) },
        ]}
        value={change.kind}
        allowDeselect={false}
        onChange={(kind) => kind !== null && onChange(replacement(graph, change.node, kind))}
      />
    </>
  );
}

function Insertion({
  change,
  graph,
  onChange,
  title,
}: PartProps<'insert'> & { readonly title: (id: string) => string }) {
  const s = useMessages().experiments.study;
  const pairs = joinedPairs(graph).filter(({ from, to }) => fitting(graph, from, to).length > 0);
  const kinds = fitting(graph, change.from, change.to);
  const known = kinds.some(({ kind }) => kind === change.kind) ? kinds : [...kinds, findKind(change.kind)];
  const put = (kind: string, between = { from: change.from, to: change.to }) =>
    onChange({ change: 'insert', id: freeId(graph.nodes, kind), kind, ...between });
  const key = ({ from, to }: { from: string; to: string }) => `${from} ${to}`;
  return (
    <>
      <Select
        size="xs"
        aria-label={s.kind}
        searchable
        data={known.flatMap((kind) => (kind ? [{ value: kind.kind, label: kind.title }] : []))}
        value={change.kind}
        allowDeselect={false}
        onChange={(kind) => kind !== null && put(kind)}
      />
      <span>{s.between}</span>
      <Select
        size="xs"
        aria-label={s.place}
        searchable
        data={pairs.map((pair) => ({ value: key(pair), label: `${title(pair.from)} → ${title(pair.to)}` }))}
        value={key(change)}
        allowDeselect={false}
        onChange={(value) => {
          const pair = pairs.find((candidate) => key(candidate) === value);
          if (!pair) return;
          const fits = fitting(graph, pair.from, pair.to);
          put((fits.find(({ kind }) => kind === change.kind) ?? fits[0])?.kind ?? change.kind, pair);
        }}
      />
    </>
  );
}

interface SettingProps {
  readonly line: SettingLine;
  /** The graph after the changes of nodes. */
  readonly graph: GraphDocument;
  /** @param line undefined: the setting is removed */
  onChange(line: SettingLine | undefined): void;
}

function Setting({ line, graph, onChange }: SettingProps) {
  const s = useMessages().experiments.study;
  const name = `${line.node}.${line.parameter}`;
  const node = graph.nodes.find(({ id }) => id === line.node);
  const kind = node && findKind(node.kind);
  const fields = kind ? describeParameters(kind) : [];
  const field = fields.find((candidate) => candidate.name === line.parameter);
  const options = field?.type === 'boolean' ? ['true', 'false'] : field?.options;
  return (
    <div className="study-change" role="group" aria-label={name}>
      <span className="study-change-name">{s.changeNames.set}</span>
      <Select
        size="xs"
        aria-label={s.node}
        searchable
        data={nodeChoices(graph, [line.node])}
        value={line.node}
        allowDeselect={false}
        onChange={(id) => id !== null && onChange(firstSetting(graph, id))}
      />
      <Select
        size="xs"
        aria-label={s.parameter}
        searchable
        data={(field ? fields : [...fields, { name: line.parameter, title: line.parameter }]).map((one) => ({
          value: one.name,
          label: one.title,
        }))}
        value={line.parameter}
        allowDeselect={false}
        onChange={(parameter) => parameter !== null && onChange(firstSetting(graph, line.node, parameter))}
      />
      {options && options.length > 0 ? (
        <Select
          size="xs"
          aria-label={s.value}
          data={options.map((value) => ({
            value,
            label: field?.type === 'boolean' ? s.booleans[value === 'true' ? 'on' : 'off'] : optionText(value),
          }))}
          value={line.text}
          allowDeselect={false}
          onChange={(text) => text !== null && onChange({ ...line, text })}
        />
      ) : (
        <TextInput
          size="xs"
          aria-label={s.value}
          value={line.text}
          error={readSetting(line, graph).fault}
          spellCheck={false}
          onChange={(event) => onChange({ ...line, text: event.currentTarget.value })}
        />
      )}
      <CloseButton size="sm" aria-label={s.removeChange(name)} onClick={() => onChange(undefined)} />
    </div>
  );
}
