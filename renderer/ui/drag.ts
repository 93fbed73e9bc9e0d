import type { DragEvent } from 'react';

/** Data of a dragged palette item. */
const kindType = 'application/x-missing-modality-studio-kind';

/** Replaces a kind for a note. */
export const noteKind = 'note';

export function dragKind(event: DragEvent, kind: string): void {
  event.dataTransfer.setData(kindType, kind);
  event.dataTransfer.effectAllowed = 'copy';
}

export const carriesKind = (event: DragEvent): boolean => event.dataTransfer.types.includes(kindType);

export const draggedKind = (event: DragEvent): string => event.dataTransfer.getData(kindType);
