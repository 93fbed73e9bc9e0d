import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import type { GraphNode } from '../../../graph-nodes/graph/document';
import type { NodeKind, ParameterGroup } from '../../../graph-nodes/graph/kind';
import { useDocument } from '../../documents/active-graph';
import { changedParameters } from '../../documents/dataset-settings';
import { toggleFold, useUnfolded } from '../../ui/folds';
import { useMessages } from '../../words';
import type { ParameterField } from '../../words/parameter-schema';
import { ParameterInput } from './ParameterInput';

interface Props {
  readonly node: GraphNode;
  readonly fields: readonly ParameterField[];
}

/** Parameters of a node: in the groups of its kind, or all in one list. */
export function Parameters({ node, kind, fields }: Props & { readonly kind: NodeKind | undefined }) {
  if (!kind?.parameterGroups) return <Inputs node={node} fields={fields} />;
  return kind.parameterGroups.map((group, index) => (
    <Group key={index} name={`${kind.kind} ${index}`} group={group} node={node} fields={fields} />
  ));
}

const Inputs = ({ node, fields }: Props) =>
  fields.map((field) => <ParameterInput key={field.name} nodes={[node]} field={field} />);

interface GroupProps extends Props {
  /** Name of the collapsible part. */
  readonly name: string;
  readonly group: ParameterGroup;
}

/** One group with its heading. Rare parameters are collapsed; the heading names those that differ from their default. */
function Group({ name, group, node, fields }: GroupProps) {
  const m = useMessages().inspector;
  const [heading, folded] = [useId(), useId()];
  const unfolded = useUnfolded(name);
  const among = (names: readonly string[]) => names.flatMap((one) => fields.find((field) => field.name === one) ?? []);
  const rare = among(group.rare ?? []);
  const names = changedParameters(useDocument(), node);
  const changed = rare.filter(({ name: one }) => names.includes(one));
  return (
    <div className="parameter-group" role="group" aria-labelledby={heading}>
      <h4 id={heading} className="parameter-heading">
        {group.title}
      </h4>
      <Inputs node={node} fields={among(group.parameters)} />
      {rare.length > 0 && (
        <Button
          className="parameter-fold"
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={unfolded}
          aria-controls={folded}
          data-changed={changed.length > 0 || undefined}
          leftSection={unfolded ? <IconChevronDown size={13} /> : <IconChevronRight size={13} />}
          onClick={() => toggleFold(name)}
        >
          {changed.length === 0
            ? m.more(rare.length)
            : m.moreChanged(rare.length, changed.map(({ title }) => title).join(', '))}
        </Button>
      )}
      <div id={folded} className="parameter-folded" hidden={!unfolded}>
        {unfolded && <Inputs node={node} fields={rare} />}
      </div>
    </div>
  );
}
