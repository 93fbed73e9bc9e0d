import { ActionIcon, Button, CloseButton, MultiSelect, Select, TextInput, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Problem } from '../../../graph-nodes/graph/analysis';
import { longestStageName, mostStages, type GraphNode, type Stage } from '../../../graph-nodes/graph/document';
import { roleOf } from '../../../graph-nodes/graph/roles';
import { edit, seal, useDocument } from '../../documents/active-graph';
import { bypassable } from '../../documents/bypassing';
import { freezable } from '../../documents/freezing';
import {
  addStage,
  changeStage,
  duplicateStage,
  moveStage,
  removeStage,
  withNodes,
  withoutParameter,
  type StageList,
} from '../../documents/stages';
import { useMessages } from '../../words';
import { findKind, titleOf } from '../../words/kinds';
import { describeParameters } from '../../words/parameter-schema';
import { ValueInput } from './ParameterInput';
import { Problems } from './Problems';

/** A part of a stage's header that can have the focus. */
type Part = 'name' | 'up' | 'down' | 'duplicate' | 'remove';

interface StagesProps {
  readonly trainer: GraphNode;
  readonly problems: readonly Problem[];
}

/** Name of the stage of a problem. */
export const stageOf = ({ fault }: Problem): string | undefined => ('stage' in fault ? fault.stage : undefined);

/** Form of a Trainer's stages. After a stage is added, moved or removed, the focus follows it. */
export function Stages({ trainer, problems }: StagesProps) {
  const m = useMessages().stages;
  const stages = trainer.stages ?? [];
  const form = useRef<HTMLElement>(null);
  const focusNext = useRef<{ readonly at: number; readonly part: Part }>(undefined);
  const [moved, setMoved] = useState('');
  useEffect(() => {
    const wanted = focusNext.current;
    if (wanted) focusPart(form.current, wanted.at, wanted.part);
    focusNext.current = undefined;
  }, [stages.length, trainer.stages]);

  function add() {
    focusNext.current = { at: stages.length, part: 'name' };
    edit((document) => addStage(document, trainer.id, m.newName(stages.length + 1)));
  }
  function duplicate(at: number) {
    focusNext.current = { at: at + 1, part: 'name' };
    edit((document) => duplicateStage(document, trainer.id, at));
  }
  function remove(at: number) {
    focusNext.current = { at: Math.min(at, stages.length - 2), part: 'remove' };
    edit((document) => removeStage(document, trainer.id, at));
  }
  function move(from: number, to: number, part: Part) {
    const stage = stages[from];
    if (!stage || to < 0 || to >= stages.length) return;
    focusNext.current = { at: to, part };
    setMoved(m.moved(stage.name, to + 1, stages.length));
    edit((document) => moveStage(document, trainer.id, from, to));
  }

  return (
    <section ref={form} aria-label={m.title}>
      <h3 className="panel-title">{m.title}</h3>
      <p className="muted">{stages.length === 0 ? m.none : m.help}</p>
      {stages.length > 0 && (
        <ol className="stages">
          {stages.map((stage, at) => (
            <li key={at} data-stage={at}>
              <OneStage
                trainer={trainer}
                stage={stage}
                at={at}
                count={stages.length}
                problems={problems.filter((problem) => stageOf(problem) === stage.name)}
                onMove={(to, part) => move(at, to, part)}
                onDuplicate={() => duplicate(at)}
                onRemove={() => remove(at)}
              />
            </li>
          ))}
        </ol>
      )}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlus size={13} />}
        className="stage-add"
        disabled={stages.length >= mostStages}
        onClick={add}
      >
        {m.add}
      </Button>
      {stages.length >= mostStages && <p className="muted">{m.most(mostStages)}</p>}
      <VisuallyHidden role="status">{moved}</VisuallyHidden>
    </section>
  );
}

/** Focuses a part of a stage; its name if the part is disabled; the button that adds a stage if there is none. */
function focusPart(form: HTMLElement | null, at: number, part: Part): void {
  const head = form?.querySelector(`[data-stage="${at}"]`);
  const target =
    head?.querySelector<HTMLElement>(`[data-part="${part}"]:not(:disabled)`) ??
    head?.querySelector<HTMLElement>('[data-part="name"]') ??
    form?.querySelector<HTMLElement>('.stage-add');
  target?.focus();
}

interface OneStageProps {
  readonly trainer: GraphNode;
  readonly stage: Stage;
  readonly at: number;
  readonly count: number;
  readonly problems: readonly Problem[];
  onMove(to: number, part: Part): void;
  onDuplicate(): void;
  onRemove(): void;
}

function OneStage({ trainer, stage, at, count, problems, onMove, onDuplicate, onRemove }: OneStageProps) {
  const m = useMessages().stages;
  function moveByKey(event: KeyboardEvent<HTMLElement>) {
    const part = event.target instanceof HTMLElement ? event.target.dataset['part'] : undefined;
    if (!event.altKey || part === undefined || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    // Outside of the form, the key aligns nodes.
    event.stopPropagation();
    onMove(event.key === 'ArrowUp' ? at - 1 : at + 1, part as Part);
  }
  return (
    <div className="stage" role="group" aria-label={`${m.position(at + 1, count)}, ${stage.name}`}>
      <div className="stage-head" onKeyDown={moveByKey}>
        <span className="stage-number mono" title={m.position(at + 1, count)} aria-hidden>
          {at + 1}
        </span>
        <NameField trainer={trainer.id} at={at} name={stage.name} />
        <ActionIcon
          size="sm"
          data-part="up"
          aria-label={m.moveUp(stage.name)}
          aria-keyshortcuts="Alt+ArrowUp"
          title={`${m.moveUp(stage.name)} (Alt+↑)`}
          disabled={at === 0}
          onClick={() => onMove(at - 1, 'up')}
        >
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          data-part="down"
          aria-label={m.moveDown(stage.name)}
          aria-keyshortcuts="Alt+ArrowDown"
          title={`${m.moveDown(stage.name)} (Alt+↓)`}
          disabled={at === count - 1}
          onClick={() => onMove(at + 1, 'down')}
        >
          <IconArrowDown size={14} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          data-part="duplicate"
          aria-label={m.duplicate(stage.name)}
          title={m.duplicate(stage.name)}
          disabled={count >= mostStages}
          onClick={onDuplicate}
        >
          <IconCopy size={14} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          data-part="remove"
          aria-label={m.remove(stage.name)}
          title={m.remove(stage.name)}
          onClick={onRemove}
        >
          <IconTrash size={14} />
        </ActionIcon>
      </div>
      {problems.length > 0 && <Problems problems={problems} />}
      <Parameters trainer={trainer} stage={stage} at={at} />
      <StageNodes trainer={trainer.id} stage={stage} at={at} list="frozen" />
      <StageNodes trainer={trainer.id} stage={stage} at={at} list="bypassed" />
    </div>
  );
}

interface NameFieldProps {
  readonly trainer: string;
  readonly at: number;
  readonly name: string;
}

/** A name can be empty while it is typed, but an empty one is not applied. */
function NameField({ trainer, at, name }: NameFieldProps) {
  const m = useMessages().stages;
  const [empty, setEmpty] = useState(false);
  return (
    <TextInput
      className="stage-name"
      size="xs"
      data-part="name"
      aria-label={m.name}
      value={empty ? '' : name}
      error={empty ? m.noName : undefined}
      maxLength={longestStageName}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setEmpty(value === '');
        if (value === '') return;
        edit(
          (document) => changeStage(document, trainer, at, (stage) => ({ ...stage, name: value })),
          `${trainer}/stage ${at}`,
        );
      }}
      onBlur={() => {
        setEmpty(false);
        seal();
      }}
    />
  );
}

interface PartProps {
  readonly stage: Stage;
  readonly at: number;
}

/** Parameters that the stage changes, with the fields of the inspector, and a list that adds one. */
function Parameters({ trainer, stage, at }: PartProps & { readonly trainer: GraphNode }) {
  const m = useMessages().stages;
  const kind = findKind(trainer.kind);
  const fields = kind ? describeParameters(kind) : [];
  const open = roleOf(kind, 'trainer')?.stageParameters.filter((name) => !(name in stage.parameters)) ?? [];
  const valueOf = (name: string) => trainer.parameters[name] ?? fields.find((field) => field.name === name)?.default;
  const set = (name: string, value: Stage['parameters'][string] | undefined, merge?: string) =>
    edit(
      (document) =>
        changeStage(document, trainer.id, at, (before) =>
          value === undefined
            ? withoutParameter(before, name)
            : { ...before, parameters: { ...before.parameters, [name]: value } },
        ),
      merge,
    );
  // In the order of the Trainer's parameters; unknown ones last.
  const names = Object.keys(stage.parameters);
  const place = (name: string) => {
    const index = fields.findIndex((field) => field.name === name);
    return index < 0 ? fields.length : index;
  };
  return (
    <div className="stage-parameters">
      {names
        .toSorted((a, b) => place(a) - place(b))
        .map((name) => {
          const field = fields.find((candidate) => candidate.name === name);
          const value = stage.parameters[name] ?? '';
          return (
            <div key={name} className="parameter" title={field?.description}>
              {field ? (
                <ValueInput
                  field={field}
                  values={[value]}
                  onSet={(next, typing) => set(name, next, typing ? `${trainer.id}/stage ${at}/${name}` : undefined)}
                  onEmpty={() => set(name, valueOf(name))}
                />
              ) : (
                <span>{m.unknownParameter(name, String(value))}</span>
              )}
              <CloseButton
                className="parameter-reset"
                size="xs"
                aria-label={m.removeParameter(field?.title ?? name)}
                title={m.removeParameter(field?.title ?? name)}
                onClick={() => set(name, undefined)}
              />
            </div>
          );
        })}
      {open.length > 0 && (
        <Select
          className="stage-wide"
          size="xs"
          label={m.addParameter}
          placeholder={m.addParameterHint}
          data={fields
            .filter(({ name }) => open.includes(name))
            .map(({ name, title }) => ({ value: name, label: title }))}
          value={null}
          searchable
          onChange={(name) => name !== null && set(name, valueOf(name))}
        />
      )}
    </div>
  );
}

interface StageNodesProps extends PartProps {
  readonly trainer: string;
  readonly list: StageList;
}

/** Nodes that the stage freezes or bypasses in addition to those of all stages, chosen by title. */
function StageNodes({ trainer, stage, at, list }: StageNodesProps) {
  const m = useMessages().stages;
  const document = useDocument();
  const chosen = stage[list] ?? [];
  const node = (id: string) => document.nodes.find((candidate) => candidate.id === id);
  const nameOf = (id: string) => {
    const found = node(id);
    return found ? `${titleOf(found)} (${id})` : id;
  };
  const able = list === 'frozen' ? freezable(document) : bypassable(document);
  const anyway = document.nodes.flatMap((candidate) => (candidate[list] === true ? [candidate.id] : []));
  const listed = able.filter((id) => chosen.includes(id) || !anyway.includes(id));
  const choices = [...listed, ...chosen.filter((id) => !listed.includes(id))];
  return (
    <MultiSelect
      size="xs"
      label={m[list].label}
      description={anyway.length > 0 ? m[list].anyway(anyway.map(nameOf).join(', ')) : undefined}
      placeholder={chosen.length === 0 ? m.nodesHint : ''}
      data={choices.map((value) => ({ value, label: nameOf(value) }))}
      value={[...chosen]}
      onChange={(ids) => edit((current) => changeStage(current, trainer, at, (before) => withNodes(before, list, ids)))}
    />
  );
}
