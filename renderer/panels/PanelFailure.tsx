import { Button, Group } from '@mantine/core';
import { IconAlertCircle, IconCopy, IconRefresh, IconX } from '@tabler/icons-react';
import { setGestures } from '../documents/active-graph';
import { copyText } from '../ui/copy-text';
import { closeDialog } from '../ui/panels';
import { useMessages } from '../words';
import type { PanelDescriptor } from './registry';

interface Props {
  readonly panel: Pick<PanelDescriptor, 'id' | 'where'>;
  readonly error: unknown;
  readonly componentStack?: string;
  onRetry(): void;
}

/** Text of an error for a report, in English in every language. */
function detailsOf({ panel, error, componentStack }: Omit<Props, 'onRetry'>): string {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  return [
    `Panel: ${panel.id}`,
    `Error: ${message}`,
    stack,
    componentStack && `Components:${componentStack}`,
    `Browser: ${navigator.userAgent}`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Error of a panel, in place of the panel, with its details and a button that tries again. */
export function PanelFailure({ onRetry, ...failure }: Props) {
  const m = useMessages();
  const { panel } = failure;
  const details = detailsOf(failure);
  function close() {
    closeDialog();
    setGestures({ adding: undefined });
    onRetry();
  }
  return (
    <section className="panel-failure" data-where={panel.where} role="alert">
      <p>
        <IconAlertCircle size={16} aria-hidden /> {m.panels.failed(m.panels.names[panel.id])}
      </p>
      <Group gap={6}>
        <Button size="compact-xs" variant="default" leftSection={<IconRefresh size={13} />} onClick={onRetry}>
          {m.panels.again}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconCopy size={13} />}
          onClick={() => void copyText(details, m.panels)}
        >
          {m.panels.copy}
        </Button>
        {panel.where === 'window' && (
          <Button size="compact-xs" variant="default" leftSection={<IconX size={13} />} onClick={close}>
            {m.close}
          </Button>
        )}
      </Group>
      <details>
        <summary>{m.panels.details}</summary>
        <pre tabIndex={0}>{details}</pre>
      </details>
    </section>
  );
}
