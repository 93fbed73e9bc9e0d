import type { GraphDocument, GraphNote } from '../../graph-nodes/graph/document';
import { noteSize } from '../../graph-nodes/picture/measures';
import { freeId, whole, type Point } from './editing';
import { noteId } from './note-id';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Minimum size of a note. */
export const leastNote: Size = { width: 90, height: 48 };

export const sizeOf = ({ size }: GraphNote): Size => size ?? noteSize;

/** Adds an empty note; returns the document and the note's id. */
export function addNote(document: GraphDocument, position: Point): [GraphDocument, string] {
  const id = freeId(document.notes, 'note');
  return [{ ...document, notes: [...document.notes, { id, text: '', position: whole(position) }] }, id];
}

function changeNote(document: GraphDocument, id: string, change: (note: GraphNote) => GraphNote): GraphDocument {
  return { ...document, notes: document.notes.map((note) => (note.id === id ? change(note) : note)) };
}

export const setNoteText = (document: GraphDocument, id: string, text: string): GraphDocument =>
  changeNote(document, id, (note) => ({ ...note, text }));

export function setNoteSize(document: GraphDocument, id: string, { width, height }: Size): GraphDocument {
  const size = {
    width: Math.round(Math.max(leastNote.width, width)),
    height: Math.round(Math.max(leastNote.height, height)),
  };
  return changeNote(document, id, (note) => ({ ...note, size }));
}

/** Removes notes by their drawn ids; see {@link noteId}. */
export const removeNotes = (document: GraphDocument, drawn: ReadonlySet<string>): GraphDocument => ({
  ...document,
  notes: document.notes.filter(({ id }) => !drawn.has(noteId(id))),
});
