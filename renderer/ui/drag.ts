import type { DragEvent } from 'react';

/** What a palette item carries while it is dragged. */
const kindType = 'application/x-missing-modality-studio-kind';

/** Stands for a note in the place of a kind. */
export const noteKind = 'note';

export function dragKind(event: DragEvent, kind: string): void {
  event.dataTransfer.setData(kindType, kind);
  event.dataTransfer.effectAllowed = 'copy';
}

export const carriesKind = (event: DragEvent): boolean => event.dataTransfer.types.includes(kindType);

export const draggedKind = (event: DragEvent): string => event.dataTransfer.getData(kindType);
