import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface SearchDialogProps {
  readonly opened: boolean;
  readonly label: string;
  readonly children: ReactNode;
  onClose(): void;
}

/** A search over the page, without a title bar. */
export function SearchDialog({ opened, label, children, onClose }: SearchDialogProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} yOffset="12vh" centered={false} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={label}>
        <Modal.Body pt="md">{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
