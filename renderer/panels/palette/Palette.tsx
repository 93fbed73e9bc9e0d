import { CloseButton, ScrollArea, TextInput } from '@mantine/core';
import { IconNote, IconSearch } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useMessages } from '../../words';
import { catalogue } from '../../words/kinds';
import { families } from '../../../graph-nodes/graph/kind';
import { canvasCentre, toGraph } from '../../commands/viewport';
import { useAddAtCentre } from './use-add-at-centre';
import { addNote } from '../../commands/commands';
import { noteKind } from '../../ui/drag';
import { PaletteEntry, PaletteItem } from './PaletteItem';
import { searchKinds } from './search';

/** Nodes by family: a click or Enter adds one in the middle of the canvas, dragging adds it at the drop position. */
export function Palette() {
  const m = useMessages();
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const add = useAddAtCentre();
  const found = searchKinds(catalogue(), query);
  const shelves =
    query.trim() === ''
      ? families.map((family) => ({ title: m.families[family], kinds: found.filter((kind) => kind.family === family) }))
      : [{ title: m.palette.found, kinds: found }];

  /** Enter adds the first result; the arrow keys move through the list. */
  function onSearchKey(event: KeyboardEvent) {
    const first = found[0];
    if (event.key === 'Enter' && first && query.trim() !== '') add(first.kind);
    if (event.key === 'Escape') setQuery('');
    if (event.key === 'ArrowDown') focusItem(0, event);
  }

  function onListKey(event: KeyboardEvent) {
    const items = [...(list.current?.querySelectorAll('button') ?? [])];
    const index = items.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'ArrowDown') focusItem(index + 1, event);
    if (event.key === 'ArrowUp') focusItem(index - 1, event);
  }

  function focusItem(index: number, event: KeyboardEvent) {
    event.preventDefault();
    if (index < 0) document.getElementById('palette-search')?.focus();
    else list.current?.querySelectorAll('button')[index]?.focus();
  }

  return (
    <nav className="palette" aria-label={m.palette.label}>
      <TextInput
        id="palette-search"
        className="palette-search"
        size="xs"
        aria-label={m.palette.search}
        placeholder={m.palette.search}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={onSearchKey}
        leftSection={<IconSearch size={14} />}
        rightSection={
          query !== '' && <CloseButton size="xs" aria-label={m.palette.clear} onClick={() => setQuery('')} />
        }
      />
      <ScrollArea className="palette-list" type="auto" scrollbarSize={8} ref={list} onKeyDown={onListKey}>
        {shelves
          .filter(({ kinds }) => kinds.length > 0)
          .map(({ title, kinds }) => (
            <section key={title} aria-label={title} className="palette-shelf">
              <h2 className="panel-title">{title}</h2>
              <ul>
                {kinds.map((kind) => (
                  <li key={kind.kind}>
                    <PaletteItem kind={kind} onAdd={() => add(kind.kind)} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        {query.trim() === '' && (
          <section aria-label={m.palette.notes} className="palette-shelf">
            <h2 className="panel-title">{m.palette.notes}</h2>
            <PaletteEntry
              icon={IconNote}
              label={m.palette.add(m.palette.note)}
              name={m.palette.note}
              help={m.palette.noteHelp}
              line={m.palette.noteHelp}
              carries={noteKind}
              onAdd={() => addNote(toGraph(canvasCentre()))}
            />
          </section>
        )}
        {found.length === 0 && <p className="palette-none">{m.palette.none(query)}</p>}
      </ScrollArea>
    </nav>
  );
}
