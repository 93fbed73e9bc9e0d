import type { GraphDocument, GraphNode, ParameterValue } from '../../graph-nodes/graph/document';
import { defaultParameters } from '../../graph-nodes/graph/analyse';
import type { NodeKind } from '../../graph-nodes/graph/kind';
import { hasRole, roleOf, type SettingsName } from '../../graph-nodes/graph/roles';
import { findKind } from '../../graph-nodes/nodes/catalogue';

type Parameters = Readonly<Record<string, ParameterValue>>;

/** Settings for the first dataset of a graph; undefined if it has none. */
export const settingsOf = ({ nodes }: GraphDocument): SettingsName | undefined =>
  nodes.flatMap(({ kind }) => roleOf(findKind(kind), 'dataset')?.settings ?? [])[0];

/** Parameters of a kind in a graph with these settings; undefined if none depends on them. */
const parametersIn = (kind: NodeKind | undefined, name: SettingsName): Parameters | undefined =>
  kind?.settings?.[name] as Parameters | undefined;

/** Parameters of a new node of a kind: those for the graph's dataset, or for the kind itself if it is a dataset. */
export function initialParameters(document: GraphDocument, kind: string): Parameters {
  const known = findKind(kind);
  const name = roleOf(known, 'dataset')?.settings ?? settingsOf(document);
  return (name && parametersIn(known, name)) ?? {};
}

/** Parameters of a new node of a kind, with those that only the kind gives. */
export function usualParameters(document: GraphDocument, kind: string): Parameters {
  const known = findKind(kind);
  return { ...(known && defaultParameters(known)), ...initialParameters(document, kind) };
}

/** Names of the parameters that differ from those of a new node of the same kind in this graph. */
export function changedParameters(document: GraphDocument, { kind, parameters }: GraphNode): string[] {
  const known = findKind(kind);
  const own: Parameters = { ...(known && defaultParameters(known)), ...parameters };
  const usual = usualParameters(document, kind);
  return Object.keys(own).filter((name) => own[name] !== usual[name]);
}

/** Values of a parameter in the settings for the datasets; undefined if they are equal, or if the kind is a dataset. */
export function valuesOfSettings(
  kind: NodeKind,
  parameter: string,
): Readonly<Record<SettingsName, ParameterValue>> | undefined {
  if (!kind.settings || hasRole(kind, 'dataset')) return undefined;
  const standard = (defaultParameters(kind) as Parameters)[parameter];
  const valueIn = (name: SettingsName) => parametersIn(kind, name)?.[parameter] ?? standard;
  const [small, paper] = [valueIn('small'), valueIn('paper')];
  return small === undefined || paper === undefined || small === paper ? undefined : { small, paper };
}

/** A node with these settings. Parameters that the settings of its kind do not name stay. */
function changed(node: GraphNode, name: SettingsName): GraphNode {
  const kind = findKind(node.kind);
  const wanted = parametersIn(kind, name);
  if (!kind || !wanted) return node;
  const named = new Set(Object.values(kind.settings ?? {}).flatMap((settings) => Object.keys(settings)));
  const defaults: Parameters = defaultParameters(kind);
  const differs = [...named].some((key) => (node.parameters[key] ?? defaults[key]) !== (wanted[key] ?? defaults[key]));
  if (!differs) return node;
  const others = Object.entries(node.parameters).filter(([key]) => !named.has(key));
  return { ...node, parameters: { ...Object.fromEntries(others), ...wanted } };
}

/** The graph with these settings in all its nodes. A node that already has them stays the same object. */
export const withSettings = (document: GraphDocument, name: SettingsName): GraphDocument => ({
  ...document,
  nodes: document.nodes.map((node) => changed(node, name)),
});

/** True if a node other than a dataset has parameters that depend on the settings. */
export const hasSettings = ({ nodes }: GraphDocument): boolean =>
  nodes.some(({ kind }) => {
    const known = findKind(kind);
    return known?.settings !== undefined && !hasRole(known, 'dataset');
  });

/** Number of nodes whose parameters differ from these settings. */
export const countOthers = ({ nodes }: GraphDocument, name: SettingsName): number =>
  nodes.filter((node) => changed(node, name) !== node).length;
