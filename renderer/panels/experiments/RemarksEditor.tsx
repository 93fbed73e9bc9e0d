import { TagsInput, Textarea } from '@mantine/core';
import type { Remarks } from '../../../engine/contract/runs';
import { useMessages } from '../../words';
import { editRemarks } from './remarks';
import { tagsInCommon, withTags, type RunRow } from './run-rows';

interface Props {
  /** The runs whose tags and notes are edited: the tags that all of them have, the notes of one. */
  readonly rows: readonly (RunRow & { readonly remarks: Remarks })[];
  /** Tags to choose from. */
  readonly known: readonly string[];
}

/** Tags and notes of the chosen runs, kept as they are typed. */
export function RemarksEditor({ rows, known }: Props) {
  const m = useMessages().experiments.runs.remarks;
  const common = tagsInCommon(rows.map(({ remarks }) => remarks));
  const [only, ...others] = rows;
  const edit = (change: (remarks: Remarks) => Remarks) =>
    editRemarks(rows.map(({ name, remarks }) => [name, change(remarks)]));
  return (
    <section className="remarks" aria-label={m.label(rows.length)}>
      <TagsInput
        size="xs"
        className="remarks-tags"
        label={m.tags(rows.length)}
        placeholder={m.tagsHint}
        data={[...known]}
        maxTags={30}
        maxLength={60}
        value={common}
        onChange={(tags) => edit((remarks) => withTags(remarks, common, tags))}
        comboboxProps={{ position: 'top-start' }}
      />
      {only && others.length === 0 && (
        <Textarea
          size="xs"
          className="remarks-notes"
          label={m.notes}
          rows={2}
          maxLength={10_000}
          value={only.remarks.notes}
          onChange={(event) => {
            const notes = event.currentTarget.value;
            edit((remarks) => ({ ...remarks, notes }));
          }}
        />
      )}
    </section>
  );
}
