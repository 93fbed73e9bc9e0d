import { IconNote } from '@tabler/icons-react';
import { findKind, titleOf } from '../../words/kinds';
import { showNodes } from '../../commands/viewport';
import { familyLook } from '../../ui/families';
import { formatValue } from '../../words/format';
import { useMessages } from '../../words';
import { noteId } from '../../documents/note-id';
import { SearchDialog } from './SearchDialog';
import { SearchList } from './SearchList';
import { select, useDocument } from '../../documents/active-graph';
import { usePanels, closeDialog } from '../../ui/panels';

const close = () => closeDialog();

/** Search for nodes of the graph by name, kind, comment and parameters, and for notes; the chosen one is selected and shown. */
export function FindInGraph() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'find');
  const { nodes, notes } = useDocument();
  const ofNodes = nodes.map((node) => {
    const kind = findKind(node.kind);
    const look = kind && familyLook[kind.family];
    const Glyph = look?.icon;
    const values = Object.entries(node.parameters).map(([name, value]) => `${name} ${formatValue(value)}`);
    return {
      id: node.id,
      title: titleOf(node),
      detail: [node.id, node.comment, ...values].filter(Boolean).join(' · '),
      words: [node.id, node.kind, kind?.title, node.comment, ...values].filter(Boolean).join(' '),
      ...(Glyph && {
        icon: (
          <span data-accent={look.accent}>
            <Glyph size={17} stroke={1.7} aria-hidden />
          </span>
        ),
      }),
    };
  });
  const ofNotes = notes.map(({ id, text }) => ({
    id: noteId(id),
    title: text.split('\n')[0] ?? '',
    detail: m.palette.note,
    words: text,
    icon: <IconNote size={17} stroke={1.7} aria-hidden />,
  }));
  return (
    <SearchDialog opened={opened} label={m.search.find} onClose={close}>
      <SearchList
        label={m.search.find}
        nothing={m.search.nothing}
        items={[...ofNodes, ...ofNotes]}
        onLeave={close}
        onChoose={({ id }) => {
          close();
          select([id]);
          showNodes([id]);
        }}
      />
    </SearchDialog>
  );
}
