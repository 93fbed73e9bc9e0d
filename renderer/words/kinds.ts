import { catalogue as declared, findKind as findDeclared } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument, GraphEdge } from '../../graph-nodes/graph/document';
import type { NodeKind, KindTexts } from '../../graph-nodes/graph/kind';
import { namesIn, nodeTextIn } from '../../graph-nodes/graph/node-names';
import { currentLanguage, type Language } from './index';
import { koKinds, koOptions } from './ko-kinds';

/** Texts by kind. Absent texts are shown in English. */
export const kindTexts: Readonly<Partial<Record<Language, Readonly<Record<string, KindTexts>>>>> = { ko: koKinds };

/** Texts by option of a parameter. Absent options are shown as in documents. */
const optionTexts: Readonly<Partial<Record<Language, Readonly<Record<string, string>>>>> = { ko: koOptions };

/** Text of an option of a parameter. */
export const optionText = (option: string): string => optionTexts[currentLanguage()]?.[option] ?? option;

type ParametersTexts = NonNullable<KindTexts['parameters']>;

const ofParameters = new WeakMap<NodeKind, ParametersTexts>();

/** Texts of the parameters of a kind from {@link findKind} or {@link catalogue}; none in English. */
export const parameterTexts = (kind: NodeKind): ParametersTexts => ofParameters.get(kind) ?? {};

function translated(kind: NodeKind, texts: KindTexts | undefined): NodeKind {
  if (!texts) return kind;
  const {
    title = kind.title,
    help = kind.help.text,
    previews = {},
    insides = {},
    parameters = {},
    groups = {},
  } = texts;
  const made: NodeKind = {
    ...kind,
    title,
    help: { ...kind.help, text: help },
    ...(kind.previews && {
      previews: kind.previews.map((preview) => ({ ...preview, title: previews[preview.name] ?? preview.title })),
    }),
    ...(kind.insides && {
      insides: kind.insides.map((inside) => ({ ...inside, title: insides[inside.name] ?? inside.title })),
    }),
    ...(kind.parameterGroups && {
      parameterGroups: kind.parameterGroups.map((group) => ({ ...group, title: groups[group.title] ?? group.title })),
    }),
  };
  ofParameters.set(made, parameters);
  return made;
}

const catalogues = new Map<Language, ReadonlyMap<string, NodeKind>>();

function inLanguage(language: Language): ReadonlyMap<string, NodeKind> {
  let kinds = catalogues.get(language);
  if (!kinds) {
    const texts = kindTexts[language];
    kinds = new Map(declared.kinds.map((kind) => [kind.kind, translated(kind, texts?.[kind.kind])]));
    catalogues.set(language, kinds);
  }
  return kinds;
}

/**
 * A kind of node with its texts in the current language. Components that use it also use the messages, so they update with the
 * language.
 */
export const findKind = (kind: string): NodeKind | undefined =>
  inLanguage(currentLanguage()).get(findDeclared(kind)?.kind ?? '');

/** All kinds of nodes in the order of the palette, with their texts in the current language. */
export const catalogue = (): readonly NodeKind[] => [...inLanguage(currentLanguage()).values()];

/** Title of a node: its own, or the title of its kind. */
export const titleOf = ({ title, kind }: { readonly title?: string | undefined; readonly kind: string }): string =>
  title ?? findKind(kind)?.title ?? kind;

/** Words of the nodes of a graph in the current language, by id: the title, with the id if another node has the same title. */
export function nodeTexts(document: Pick<GraphDocument, 'nodes'>): (id: string) => string {
  const named = namesIn(document, declared);
  return (id) => nodeTextIn(named(id), (kind) => findKind(kind)?.title);
}

/** Words of a wire. @param nodeText words of a node by its id */
export const wireText = ({ from, to }: GraphEdge, nodeText: (id: string) => string): string =>
  `${nodeText(from.node)}: ${from.socket} → ${nodeText(to.node)}: ${to.socket}`;
