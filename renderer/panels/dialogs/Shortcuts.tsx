import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useMessages } from '../../words';
import { actionGroups, actions, readKeys } from '../../commands/actions';
import { usePanels, closeDialog } from '../../ui/panels';

export function Shortcuts() {
  const opened = usePanels((state) => state.dialog === 'shortcuts');
  const m = useMessages();
  return (
    <Modal
      opened={opened}
      onClose={() => closeDialog()}
      title={m.shortcuts.title}
      size={880}
      closeButtonProps={{ 'aria-label': m.close }}
    >
      <div className="shortcut-groups">
        {actionGroups.map((group) => (
          <section key={group}>
            <h2 className="panel-title">{m.actionGroups[group]}</h2>
            <dl className="shortcut-list">
              {actions
                .filter((action) => action.group === group && action.keys)
                .map(({ id, keys = [] }) => (
                  <Fragment key={id}>
                    <dt className="shortcut-keys">
                      <Keys combination={keys[0] ?? ''} />
                    </dt>
                    <dd>{m.actions[id]}</dd>
                  </Fragment>
                ))}
              {m.shortcuts.byHand
                .filter((hand) => hand.group === group)
                .map(({ keys, does }) => (
                  <Fragment key={does}>
                    <dt className="shortcut-keys">
                      <Keys combination={keys} />
                    </dt>
                    <dd>{does}</dd>
                  </Fragment>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Keys({ combination }: { readonly combination: string }) {
  return readKeys(combination).map((key, index) => (
    <Fragment key={key}>
      {index > 0 && ' + '}
      <Kbd>{key}</Kbd>
    </Fragment>
  ));
}
