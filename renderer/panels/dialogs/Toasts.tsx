import { Button, Notification, Portal } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { IconAlertCircle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { useLayoutEffect, useRef, type RefObject } from 'react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { usePanels } from '../../ui/panels';
import { dismiss, dismissAll, hold, release, toasts, type Toast } from '../../ui/toasts';

function Glyph({ kind }: Pick<Toast, 'kind'>) {
  const Icon = { error: IconAlertCircle, note: IconInfoCircle, info: IconCheck, progress: IconCheck }[kind];
  return <Icon size={18} />;
}

/** Removes a message. The pointer leaves no removed element, so the other messages are released here. */
function close(id: number): void {
  dismiss(id);
  release();
}

/** Puts the messages into the lower right corner of the canvas, beside the panels; the style sheet has other windows. */
function usePlace(list: readonly Toast[]): RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect();
    if (!canvas) return;
    place.current?.style.setProperty('--toasts-right', `${window.innerWidth - canvas.right}px`);
    place.current?.style.setProperty('--toasts-bottom', `${window.innerHeight - canvas.bottom}px`);
  }, [list]);
  return place;
}

/** Messages in a corner, for some seconds. They stay while they are pointed at or have the focus. */
export function Toasts() {
  const m = useMessages();
  const list = useStore(toasts, (state) => state.list);
  const place = usePlace(list);
  const dialog = usePanels((state) => state.dialog);
  // The key keeps its other effects, such as closing a dialog.
  useWindowEvent('keydown', ({ key }) => key === 'Escape' && dismissAll(), { capture: true });
  return (
    <Portal>
      <section
        ref={place}
        className="toasts"
        aria-label={m.toasts}
        data-dialog={dialog}
        onPointerEnter={hold}
        onPointerLeave={release}
        onFocus={hold}
        onBlur={release}
      >
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
            onClose={() => close(id)}
          >
            {message}
            {action && (
              <Button
                size="compact-xs"
                variant="default"
                className="toast-action"
                onClick={() => {
                  close(id);
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
