import type { GraphDocument } from '../../graph-nodes/graph/document';

/** Texts of a preset in the gallery. */
export type PresetTexts = Pick<GraphDocument, 'title' | 'description'>;
