import { ActionIcon, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconCopy, IconFolder } from '@tabler/icons-react';
import type { Remarks } from '../../../engine/contract/runs';
import { useMessages } from '../../words';
import { editRemarks } from './remarks';
import { copyPath, showFolder } from './run-commands';
import { tagsInCommon, withTags, type RunRow } from './run-rows';

interface Props {
  /** Runs whose tags and notes are edited: the common tags of all of them, the notes of a single one. */
  readonly rows: readonly (RunRow & { readonly remarks: Remarks })[];
  /** Existing tags as suggestions. */
  readonly known: readonly string[];
}

/** Tags of the chosen runs, and title, notes and folder of a single one. Changes are saved while they are typed. */
export function RemarksEditor({ rows, known }: Props) {
  const m = useMessages().experiments.runs.remarks;
  const common = tagsInCommon(rows.map(({ remarks }) => remarks));
  const [first, ...others] = rows;
  const only = others.length === 0 ? first : undefined;
  const edit = (change: (remarks: Remarks) => Remarks) =>
    editRemarks(rows.map(({ name, remarks }) => [name, change(remarks)]));
  return (
    <section className="remarks" aria-label={m.label(rows.length)}>
      {only && (
        <TextInput
          size="xs"
          className="remarks-title"
          label={m.title}
          placeholder={m.titleHint}
          maxLength={200}
          value={only.remarks.title}
          onChange={(event) => {
            const title = event.currentTarget.value;
            edit((remarks) => ({ ...remarks, title }));
          }}
        />
      )}
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
      {only && (
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
      {only?.folder !== undefined && <FolderPath folder={only.folder} />}
    </section>
  );
}

/** Path of a run's folder, with buttons that show it in the file manager or copy it. */
function FolderPath({ folder }: { readonly folder: string }) {
  const m = useMessages().experiments.runs;
  const show = showFolder();
  const label = show ? m.showFolder : m.copyPath;
  return (
    <p className="remarks-folder">
      <span className="mono">{folder}</span>
      <ActionIcon
        size="sm"
        variant="subtle"
        aria-label={label}
        title={label}
        onClick={() => (show ? show(folder) : void copyPath(folder))}
      >
        {show ? <IconFolder size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </p>
  );
}
