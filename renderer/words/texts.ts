import type { GraphDocument } from '../../graph-nodes/graph/document';

/** Title and description of one parameter. */
interface ParameterTexts {
  readonly title: string;
  readonly description: string;
}

/** Texts of a node kind in a language other than English, which the kind itself carries. */
export interface KindTexts {
  readonly title: string;
  readonly help: string;
  /** Titles by preview name. */
  readonly previews?: Readonly<Record<string, string>>;
  /** Texts by parameter name. */
  readonly parameters: Readonly<Record<string, ParameterTexts>>;
}

/** Texts of a preset in the gallery. */
export type PresetTexts = Pick<GraphDocument, 'title' | 'description'>;
