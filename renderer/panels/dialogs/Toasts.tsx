import { Button, Notification, Portal } from '@mantine/core';
import { IconAlertCircle, IconCheck } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { dismiss, toasts } from '../../ui/toasts';

export function Toasts() {
  const m = useMessages();
  const list = useStore(toasts, (state) => state.list);
  return (
    <Portal>
      <section className="toasts" aria-label={m.toasts}>
        {list.map(({ id, kind, message, action }) => (
          <Notification
            key={id}
            className="toast"
            data-kind={kind}
            icon={kind === 'error' ? <IconAlertCircle size={18} /> : <IconCheck size={18} />}
            loading={kind === 'progress'}
            color={kind === 'error' ? 'red' : 'iris'}
            withBorder
            role={kind === 'error' ? 'alert' : 'status'}
            closeButtonProps={{ 'aria-label': kind === 'progress' ? m.cancelProgress : m.dismiss }}
            onClose={() => dismiss(id)}
          >
            {message}
            {action && (
              <Button
                size="compact-xs"
                variant="default"
                className="toast-action"
                onClick={() => {
                  dismiss(id);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
          </Notification>
        ))}
      </section>
    </Portal>
  );
}
