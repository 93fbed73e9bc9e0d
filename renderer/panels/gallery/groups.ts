import type { GraphDocument } from '../../../graph-nodes/graph/document';
import { roleOf } from '../../../graph-nodes/graph/roles';
import { findKind } from '../../../graph-nodes/nodes/catalogue';

/** Presets of one dataset. */
export interface PresetGroup<Member> {
  /** Kind of the dataset's node. */
  readonly dataset: string;
  /** True if the dataset is generated in memory, without files. */
  readonly synthetic: boolean;
  readonly members: readonly Member[];
}

/** Presets by dataset, in their order; first those without data files. */
export function presetGroups<Member extends { readonly document: GraphDocument }>(
  presets: readonly Member[],
): PresetGroup<Member>[] {
  const groups = new Map<string, Member[]>();
  for (const preset of presets) {
    const dataset = preset.document.nodes.find(({ kind }) => roleOf(findKind(kind), 'dataset'))?.kind ?? '';
    const members = groups.get(dataset);
    if (members) members.push(preset);
    else groups.set(dataset, [preset]);
  }
  return [...groups]
    .map(([dataset, members]) => ({
      dataset,
      synthetic: roleOf(findKind(dataset), 'dataset')?.synthetic === true,
      members,
    }))
    .sort((a, b) => Number(b.synthetic) - Number(a.synthetic));
}

/** The first sentence of a text. */
export const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;

/** True if a text contains every word of a query, in any case and order. */
export function hasWords(text: string, query: string): boolean {
  const whole = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}
