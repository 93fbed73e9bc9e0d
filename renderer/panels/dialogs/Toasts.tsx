import { Button, Notification, Portal } from '@mantine/core';
import { IconAlertCircle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { dismiss, toasts, type Toast } from '../../ui/toasts';

function Glyph({ kind }: Pick<Toast, 'kind'>) {
  const Icon = { error: IconAlertCircle, note: IconInfoCircle, info: IconCheck, progress: IconCheck }[kind];
  return <Icon size={18} />;
}

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
            icon={<Glyph kind={kind} />}
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
