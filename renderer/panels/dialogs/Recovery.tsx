import { Button, Group, Modal, Text } from '@mantine/core';
import { useStore } from 'zustand';
import { GraphPicture } from '../../canvas/GraphPicture';
import { discard, recover, recovery, type RecoverableGraph } from '../../documents/draft';
import { useMessages } from '../../words';
import { formatDate } from '../../words/format';
import './recovery.css';

/** Offers the graphs of closed windows that have unsaved changes, one by one or all at once. */
export function Recovery() {
  const m = useMessages().recovery;
  const left = useStore(recovery, (state) => state.left);
  return (
    <Modal opened={left.length > 0} onClose={() => recover(left)} title={m.title} size="lg" withCloseButton={false}>
      <Text size="sm">{m.text}</Text>
      <ul className="recovery">
        {left.map((one, index) => (
          <RecoverableItem key={`${one.key} ${index}`} left={one} />
        ))}
      </ul>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={() => discard(left)}>
          {m.discardAll}
        </Button>
        <Button data-autofocus onClick={() => recover(left)}>
          {m.recoverAll}
        </Button>
      </Group>
    </Modal>
  );
}

function RecoverableItem({ left }: { readonly left: RecoverableGraph }) {
  const m = useMessages().recovery;
  const { document, fileName } = left.graph;
  return (
    <li className="recovery-graph" aria-label={document.title}>
      <GraphPicture document={document} />
      <div className="recovery-text">
        <span>{document.title}</span>
        {fileName !== undefined && <span className="muted">{fileName}</span>}
        {left.time !== undefined && <span className="muted">{m.changed(formatDate(left.time))}</span>}
      </div>
      <Button size="xs" variant="default" aria-label={m.discardOne(document.title)} onClick={() => discard([left])}>
        {m.discard}
      </Button>
      <Button size="xs" aria-label={m.recoverOne(document.title)} onClick={() => recover([left])}>
        {m.recover}
      </Button>
    </li>
  );
}
