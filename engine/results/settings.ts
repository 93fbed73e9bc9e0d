import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue, findKind } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument, GraphNode, Stage } from '../../graph-nodes/graph/document';
import { jsonById, namesIn, type NamedNode } from '../../graph-nodes/graph/node-names';
import { sortedKeys } from '../../graph-nodes/graph/versioned';
import { verbatim, type EngineMessage } from '../contract/messages';
import { trainerOf } from '../../graph-nodes/nodes/trainer/trainer-of';

/** Settings of a graph by place: `rmm.slots` → `512`. Positions and titles of nodes are excluded. */
export type Settings = ReadonlyMap<string, EngineMessage>;

/** A setting in which graphs differ, and its value in each; null if a graph lacks the node. */
export interface SettingDifference {
  readonly setting: string;
  readonly values: readonly (EngineMessage | null)[];
}

/**
 * Settings of a stage: its differences from the Trainer, and the nodes that it freezes and bypasses.
 * @param named names of nodes by id
 */
export const describeStage = (
  { name, parameters, frozen, bypassed = [] }: Stage,
  named: (id: string) => NamedNode,
): EngineMessage => ({
  code: 'stageSettings',
  name,
  settings: Object.entries(sortedKeys(parameters)).map(([parameter, value]) => `${parameter} ${value}`),
  frozen: [...frozen].sort().map(named),
  bypassed: [...bypassed].sort().map(named),
});

function describeNode({ kind, bypassed, frozen }: GraphNode): EngineMessage {
  const code = bypassed ? 'bypassedNode' : frozen === true ? 'frozenNode' : 'nodeKind';
  return { code, kind, title: findKind(kind)?.title ?? kind };
}

/** All settings of a graph, including defaults. */
export function settingsOf(document: GraphDocument): Settings {
  const { nodes } = analyse(document, catalogue);
  const named = namesIn(document, catalogue);
  const settings = new Map<string, EngineMessage>();
  for (const node of document.nodes) {
    const { id } = node;
    settings.set(id, describeNode(node));
    const parameters = nodes.get(node.id)?.parameters ?? node.parameters;
    for (const [name, value] of Object.entries(parameters)) settings.set(`${id}.${name}`, verbatim(String(value)));
    for (const [index, stage] of (node.stages ?? []).entries()) {
      settings.set(`${id}.stage ${index + 1}`, describeStage(stage, named));
    }
  }
  for (const { from, to } of document.edges) {
    settings.set(`${to.node}/${to.socket}`, { code: 'wireFrom', node: named(from.node), socket: from.socket });
  }
  return settings;
}

/** Settings that define a method: all but the seed of the training. */
export function methodOf(document: GraphDocument): Settings {
  const trainer = trainerOf(document);
  return new Map([...settingsOf(document)].filter(([setting]) => setting !== (trainer && `${trainer.id}.seed`)));
}

/** A method, and how people name it. */
export interface NamedMethod {
  readonly settings: Settings;
  /** Title of the graph. */
  readonly title: string;
  /** Name of a node by its id. */
  readonly named: (id: string) => NamedNode;
}

export const namedMethod = (document: GraphDocument): NamedMethod => ({
  settings: methodOf(document),
  title: document.title,
  named: namesIn(document, catalogue),
});

/** Key of equal settings. */
export function settingsKey(settings: Settings): string {
  return jsonById([...settings].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Differences between graphs. For a node that one of them lacks, or has as another kind, only this fact is listed. */
export function differences(graphs: readonly Settings[]): SettingDifference[] {
  const all = [...new Set(graphs.flatMap((settings) => [...settings.keys()]))];
  const differs = (setting: string) => new Set(graphs.map((settings) => keyOf(settings.get(setting)))).size > 1;
  return all
    .filter((setting) => {
      const [node = ''] = setting.split('.');
      return differs(setting) && (node === setting || node.includes('/') || !differs(node) || isBypass(graphs, node));
    })
    .map((setting) => ({ setting, values: graphs.map((settings) => settings.get(setting) ?? null) }));
}

/**
 * Settings in which graphs differ, the most common first.
 * @param graphs undefined for an unreadable graph
 * @param most maximum number of settings
 */
export function varyingSettings(
  graphs: readonly (Settings | undefined)[],
  most: number,
): { readonly settings: readonly SettingDifference[]; readonly more: number } {
  const known = graphs.filter((graph) => graph !== undefined);
  const apart = differences(known);
  const count = ({ values }: SettingDifference) => values.filter((value) => value !== null).length;
  const settings = [...apart]
    .sort((a, b) => count(b) - count(a))
    .slice(0, most)
    .map(({ setting }) => ({ setting, values: graphs.map((graph) => graph?.get(setting) ?? null) }));
  return { settings, more: apart.length - settings.length };
}

/** True if a node is the same in all graphs except for being bypassed or frozen in some. */
function isBypass(graphs: readonly Settings[], node: string): boolean {
  const kinds = graphs.map((settings) => {
    const value = settings.get(node);
    return value && 'kind' in value ? value.kind : undefined;
  });
  return new Set(kinds).size === 1;
}

/** Key of equal values. */
const keyOf = (value: EngineMessage | undefined): string | undefined => value && jsonById(value);
