import { Tooltip, UnstyledButton } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useMessages } from '../../words';
import type { NodeKind } from '../../../graph-nodes/graph/kind';
import { familyLook } from '../../ui/families';
import { dragKind } from '../../ui/drag';
import { oneLine } from './search';

export function PaletteItem({ kind, onAdd }: { readonly kind: NodeKind; readonly onAdd: () => void }) {
  const m = useMessages();
  const { icon, accent } = familyLook[kind.family];
  return (
    <PaletteEntry
      icon={icon}
      accent={accent}
      label={m.palette.add(kind.title)}
      name={kind.title}
      help={kind.help.text}
      line={oneLine(kind)}
      carries={kind.kind}
      onAdd={onAdd}
    />
  );
}

interface PaletteEntryProps {
  readonly icon: Icon;
  readonly accent?: string;
  readonly label: string;
  readonly name: string;
  readonly help: string;
  /** Short help. */
  readonly line: string;
  /** Data of a drag. */
  readonly carries: string;
  onAdd(): void;
}

/** An item of the palette: a click adds it in the middle of the canvas, dragging at the drop position. */
export function PaletteEntry({ icon: Glyph, accent, label, name, help, line, carries, onAdd }: PaletteEntryProps) {
  const helpId = useId();
  const [dragged, setDragged] = useState(false);
  return (
    <Tooltip
      label={help}
      position="right"
      openDelay={600}
      events={{ hover: true, focus: false, touch: false }}
      disabled={dragged}
    >
      <UnstyledButton
        className="palette-item"
        data-accent={accent}
        aria-label={label}
        aria-describedby={helpId}
        draggable
        onDragStart={(event) => {
          setDragged(true);
          dragKind(event, carries);
        }}
        // No pointer event arrives during a drag; without this, the help would stay open over the dropped node.
        onMouseLeave={() => setDragged(false)}
        onClick={onAdd}
      >
        <Glyph className="palette-glyph" size={18} stroke={1.7} aria-hidden />
        <span className="palette-text">
          <span className="palette-name">{name}</span>
          <span className="palette-help" id={helpId}>
            {line}
          </span>
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}
