import { useMessages } from '../../words';
import { actions, readKeys } from '../../commands/actions';
import { SearchDialog } from './SearchDialog';
import { SearchList } from './SearchList';
import { usePanels, closeDialog } from '../../ui/panels';

const close = () => closeDialog();

/** Everything that can be done, to be found by its name. */
export function CommandPalette() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'commands');
  const items = actions
    .filter(({ id }) => id !== 'commands')
    .map((action) => ({
      id: action.id,
      title: m.actions[action.id],
      words: m.actionGroups[action.group],
      ...(action.keys?.[0] !== undefined && { keys: readKeys(action.keys[0]) }),
      run: action.run,
    }));
  return (
    <SearchDialog opened={opened} label={m.search.commands} onClose={close}>
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
    </SearchDialog>
  );
}
