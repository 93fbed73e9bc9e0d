import { Notification, Portal } from '@mantine/core';
import { IconAlertCircle, IconCheck } from '@tabler/icons-react';
import { useStore } from 'zustand';
import './shell.css';
import { dismiss, toasts } from './toasts';

export function Toasts() {
  const list = useStore(toasts, (state) => state.list);
  return (
    <Portal>
      <div className="toasts">
        {list.map(({ id, kind, message }) => (
          <Notification
            key={id}
            className="toast"
            data-kind={kind}
            icon={kind === 'error' ? <IconAlertCircle size={18} /> : <IconCheck size={18} />}
            color={kind === 'error' ? 'red' : 'iris'}
            withBorder
            role={kind === 'error' ? 'alert' : 'status'}
            closeButtonProps={{ 'aria-label': 'Dismiss' }}
            onClose={() => dismiss(id)}
          >
            {message}
          </Notification>
        ))}
      </div>
    </Portal>
  );
}
