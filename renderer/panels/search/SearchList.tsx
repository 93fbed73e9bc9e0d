import { Combobox, Kbd, ScrollArea, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { findAll, type Findable } from './fuzzy';

export interface SearchItem extends Findable {
  readonly id: string;
  readonly icon?: ReactNode;
  /** Second line below the title, smaller. */
  readonly detail?: string;
  /** Text at the right, such as the key of the command. */
  readonly keys?: readonly string[];
  /** Listed, but currently disabled. */
  readonly disabled?: boolean;
}

/** Maximum number of drawn items; a longer query finds the others. */
const mostDrawn = 200;

interface SearchListProps<Item extends SearchItem> {
  /** Subject of the search, for screen readers and as a placeholder. */
  readonly label: string;
  readonly nothing: string;
  readonly items: readonly Item[];
  onChoose(item: Item): void;
  onLeave(): void;
}

/** A field and the list of its results: arrow keys choose, Enter accepts, Escape closes. */
export function SearchList<Item extends SearchItem>({
  label,
  nothing,
  items,
  onChoose,
  onLeave,
}: SearchListProps<Item>) {
  const [query, setQuery] = useState('');
  const combobox = useCombobox({ opened: true });
  const found = findAll(items, query).slice(0, mostDrawn);
  const { selectFirstOption } = combobox;
  const listed = items.map(({ id }) => id).join('\n');
  useEffect(() => {
    selectFirstOption();
    // A new list starts with its first, best item.
  }, [query, listed, selectFirstOption]);
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(id) => {
        const item = items.find((candidate) => candidate.id === id);
        if (item) onChoose(item);
      }}
    >
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          autoFocus
          size="sm"
          aria-label={label}
          placeholder={label}
          leftSection={<IconSearch size={15} />}
          value={query}
          spellCheck={false}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onLeave();
            if (event.key === 'Escape' || event.key === 'Tab') event.preventDefault();
          }}
        />
      </Combobox.EventsTarget>
      <ScrollArea.Autosize
        mah="min(20rem, 100vh - 6.5rem)"
        type="auto"
        scrollbars="y"
        scrollbarSize={8}
        viewportProps={{ tabIndex: 0 }}
      >
        <Combobox.Options className="search-options" aria-label={label}>
          {found.map((item) => (
            <Combobox.Option key={item.id} value={item.id} className="search-option" disabled={item.disabled === true}>
              {item.icon}
              <span className="search-text">
                <span className="search-title">{item.title}</span>
                {item.detail !== undefined && (
                  <span className="search-detail" title={item.detail}>
                    {item.detail}
                  </span>
                )}
              </span>
              {item.keys && (
                <span className="search-keys">
                  {item.keys.map((key) => (
                    <Kbd key={key} size="xs">
                      {key}
                    </Kbd>
                  ))}
                </span>
              )}
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{nothing}</Combobox.Empty>}
        </Combobox.Options>
      </ScrollArea.Autosize>
    </Combobox>
  );
}
