import { Button, Group, Modal, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { questions } from '../../ui/confirm';

export function Confirm() {
  const m = useMessages();
  const question = useStore(questions, (state) => state.question);
  return (
    <Modal
      opened={question !== undefined}
      onClose={() => question?.answer(false)}
      title={question?.title}
      closeButtonProps={{ 'aria-label': m.close }}
    >
      <Text size="sm">{question?.text}</Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={() => question?.answer(false)} data-autofocus>
          {m.unsaved.keep}
        </Button>
        <Button onClick={() => question?.answer(true)}>{question?.proceed}</Button>
      </Group>
    </Modal>
  );
}
