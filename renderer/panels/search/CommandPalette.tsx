import { useEffect } from 'react';
import { useStore } from 'zustand';
import { session } from '../../session/session';
import { closeDialog, usePanels } from '../../ui/panels';
import { useMessages } from '../../words';
import { refresh } from '../experiments/store';
import { useEntries } from './entries';
import { SearchDialog } from './SearchDialog';
import { SearchList } from './SearchList';

const close = () => closeDialog();

/** All commands, found by name. */
export function CommandPalette() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'commands');
  return (
    <SearchDialog opened={opened} label={m.search.commands} onClose={close}>
      {opened && <Commands />}
    </SearchDialog>
  );
}

function Commands() {
  const m = useMessages();
  const connected = useStore(session, ({ connection }) => connection === 'connected');
  useEffect(() => {
    // Runs and studies are listed in their current state.
    if (connected) void refresh();
  }, [connected]);
  const items = useEntries();
  return (
    <SearchList
      label={m.search.commands}
      nothing={m.search.nothing}
      items={items}
      onLeave={close}
      onChoose={({ run }) => {
        close();
        run();
      }}
    />
  );
}
