import { readDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { emptyDocument } from './editing';

export interface Preset {
  /** The file's name without `.json`. */
  readonly name: string;
  readonly document: GraphDocument;
}

const files = import.meta.glob<unknown>('../../presets/*.json', { eager: true, import: 'default' });

/** The preset that the studio opens with; it stands first in the gallery. */
const firstName = 'orchestra-repair';

/** The experiments that come with the studio. */
export const presets: readonly Preset[] = Object.entries(files)
  .map(([path, value]) => ({
    name: path.replace(/^.*\//, '').replace(/\.json$/, ''),
    document: readDocument(value),
  }))
  .sort((a, b) => Number(b.name === firstName) - Number(a.name === firstName) || (a.name < b.name ? -1 : 1));

export const firstDocument = (): GraphDocument => presets[0]?.document ?? emptyDocument();
