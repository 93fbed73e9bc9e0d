/** Id of a drawn note; ids of nodes have no colon. */
export const noteId = (note: string): string => `note:${note}`;

export const noteOf = (id: string): string | undefined => (id.startsWith('note:') ? id.slice(5) : undefined);
