import { TagsInput, Textarea } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { Remarks } from '../../engine/api';
import { client } from '../live/session';
import { useMessages } from '../messages';
import { tagsInCommon, withTags, type RunRow } from './run-rows';
import { refresh, sayError } from './store';

type Remarked = ReadonlyMap<string, Remarks>;

/** A pause in typing of so many milliseconds, and what was typed is kept. */
const pause = 400;

interface Props {
  /** The runs whose tags and notes are edited: the tags that all of them have, the notes of one. */
  readonly rows: readonly (RunRow & { readonly remarks: Remarks })[];
  /** Tags to choose from. */
  readonly known: readonly string[];
}

/** Tags and notes of the chosen runs, kept as they are typed. */
export function RemarksEditor({ rows, known }: Props) {
  const m = useMessages().experiments.runs.remarks;
  const [present, setPresent] = useState<Remarked>(() => new Map(rows.map(({ name, remarks }) => [name, remarks])));
  const kept = useRef(present);
  const keep = useDebouncedCallback(
    async (next: Remarked) => {
      const changed = [...next].filter(([name, remarks]) => kept.current.get(name) !== remarks);
      kept.current = next;
      try {
        await Promise.all(changed.map(([run, remarks]) => client.request('setRemarks', { run, remarks })));
      } catch (error) {
        sayError(error);
      }
      await refresh();
    },
    { delay: pause, flushOnUnmount: true },
  );
  const edit = (change: (remarks: Remarks) => Remarks) => {
    const next = new Map([...present].map(([name, remarks]) => [name, change(remarks)]));
    setPresent(next);
    keep(next);
  };
  const common = tagsInCommon([...present.values()]);
  const [only, ...others] = present.values();
  return (
    <section className="remarks" aria-label={m.label(rows.length)}>
      <TagsInput
        size="xs"
        className="remarks-tags"
        label={m.tags(rows.length)}
        placeholder={m.tagsHint}
        data={[...known]}
        maxTags={30}
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
          value={only.notes}
          onChange={(event) => {
            const notes = event.currentTarget.value;
            edit((remarks) => ({ ...remarks, notes }));
          }}
        />
      )}
    </section>
  );
}
