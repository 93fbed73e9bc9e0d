import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue, findKind } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument, Stage } from '../../graph-nodes/graph/document';
import { sortedKeys } from '../../graph-nodes/graph/versioned';
import { trainerOf } from '../../graph-nodes/nodes/trainer/trainer-of';

/** What a graph is set to, as text by place: `rmm.slots` → `512`. Where nodes stand and what they are called is no setting. */
export type Settings = ReadonlyMap<string, string>;

/** A setting in which graphs differ, and its value in each; null where a graph lacks the node. */
export interface SettingDifference {
  readonly setting: string;
  readonly values: readonly (string | null)[];
}

/** Settings of a stage as text: `repair (epochs 5; frozen audio, head)`. */
export function describeStage({ name, parameters, frozen }: Stage): string {
  const set = Object.entries(sortedKeys(parameters)).map(([parameter, value]) => `${parameter} ${value}`);
  const changes = [...set, ...(frozen.length > 0 ? [`frozen ${[...frozen].sort().join(', ')}`] : [])];
  return changes.length === 0 ? name : `${name} (${changes.join('; ')})`;
}

/** Every setting of a graph, those left at their default among them. */
export function settingsOf(document: GraphDocument): Settings {
  const { nodes } = analyse(document, catalogue);
  const settings = new Map<string, string>();
  for (const node of document.nodes) {
    const use = node.bypassed ? ', bypassed' : node.frozen ? ', frozen' : '';
    settings.set(node.id, `${findKind(node.kind)?.title ?? node.kind}${use}`);
    const parameters = nodes.get(node.id)?.parameters ?? node.parameters;
    for (const [name, value] of Object.entries(parameters)) settings.set(`${node.id}.${name}`, String(value));
    for (const [index, stage] of (node.stages ?? []).entries()) {
      settings.set(`${node.id}.stage ${index + 1}`, describeStage(stage));
    }
  }
  for (const { from, to } of document.edges) {
    settings.set(`${to.node}/${to.socket}`, `from ${from.node}/${from.socket}`);
  }
  return settings;
}

/** The settings that make a method, which are all but the seed of the training. */
export function methodOf(document: GraphDocument): Settings {
  const trainer = trainerOf(document);
  return new Map([...settingsOf(document)].filter(([setting]) => setting !== (trainer && `${trainer.id}.seed`)));
}

/** One text for equal settings. */
export function settingsKey(settings: Settings): string {
  return JSON.stringify([...settings].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Where graphs differ. Of a node that one of them lacks, or has as another kind, only that is told. */
export function differences(graphs: readonly Settings[]): SettingDifference[] {
  const all = [...new Set(graphs.flatMap((settings) => [...settings.keys()]))];
  const differs = (setting: string) => new Set(graphs.map((settings) => settings.get(setting))).size > 1;
  return all
    .filter((setting) => {
      const [node = ''] = setting.split('.');
      return differs(setting) && (node === setting || node.includes('/') || !differs(node) || isBypass(graphs, node));
    })
    .map((setting) => ({ setting, values: graphs.map((settings) => settings.get(setting) ?? null) }));
}

/** True if a node is the same in all graphs except that it is bypassed or frozen in some. */
function isBypass(graphs: readonly Settings[], node: string): boolean {
  return new Set(graphs.map((settings) => settings.get(node)?.replace(/, (bypassed|frozen)$/, ''))).size === 1;
}
