import { Tooltip, UnstyledButton } from '@mantine/core';
import { useId } from 'react';
import { useMessages } from '../messages';
import type { NodeKind } from '../../graph-nodes/kind';
import { familyLook } from '../families';
import { dragKind } from './drag';
import { oneLine } from './search';

export function PaletteItem({ kind, onAdd }: { readonly kind: NodeKind; readonly onAdd: () => void }) {
  const m = useMessages();
  const { icon: Glyph, accent } = familyLook[kind.family];
  const helpId = useId();
  return (
    <Tooltip
      label={kind.help.text}
      position="right"
      openDelay={600}
      events={{ hover: true, focus: false, touch: false }}
    >
      <UnstyledButton
        className="palette-item"
        data-accent={accent}
        aria-label={m.palette.add(kind.title)}
        aria-describedby={helpId}
        draggable
        onDragStart={(event) => dragKind(event, kind.kind)}
        onClick={onAdd}
      >
        <Glyph className="palette-glyph" size={18} stroke={1.7} aria-hidden />
        <span className="palette-text">
          <span className="palette-name">{kind.title}</span>
          <span className="palette-help" id={helpId}>
            {oneLine(kind)}
          </span>
        </span>
      </UnstyledButton>
    </Tooltip>
  );
}
