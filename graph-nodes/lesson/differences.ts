import type { GraphDocument, GraphEdge, GraphNode } from '../graph/document';
import { hasRole } from '../graph/roles';
import { findKind } from '../nodes/catalogue';

/** Difference between two graphs that changes training. */
export interface Difference {
  readonly of: 'node' | 'setting' | 'wire';
  /** Text of the difference, such as `+ rmm`, `missing.fill = mean`, `audio/audio → head/audio`. */
  readonly name: string;
}

/** Settings of a node by name, each as text. Positions, names and the seed of a Trainer are excluded. */
function settingsOf({ kind, parameters, bypassed, frozen = false, stages = [] }: GraphNode): Map<string, string> {
  const settings = new Map(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  if (hasRole(findKind(kind), 'trainer')) settings.delete('seed');
  settings.set('kind', kind);
  settings.set('bypassed', String(bypassed));
  settings.set('frozen', String(frozen));
  for (const [index, stage] of stages.entries()) {
    for (const [name, value] of Object.entries(stage.parameters)) settings.set(`${index + 1}.${name}`, String(value));
    settings.set(`${index + 1}.frozen`, [...stage.frozen].sort().join(' '));
    settings.set(`${index + 1}.bypassed`, [...(stage.bypassed ?? [])].sort().join(' '));
  }
  return settings;
}

const wireOf = ({ from, to }: GraphEdge): string => `${from.node}/${from.socket} → ${to.node}/${to.socket}`;
const idsOf = ({ nodes }: GraphDocument): Set<string> => new Set(nodes.map(({ id }) => id));

/** Differences of a node that both graphs have. */
function ofSettings(before: GraphNode, after: GraphNode): Difference[] {
  const [old, present] = [settingsOf(before), settingsOf(after)];
  return [...new Set([...old.keys(), ...present.keys()])]
    .filter((key) => old.get(key) !== present.get(key))
    .map((key) => ({ of: 'setting', name: `${after.id}.${key} = ${present.get(key) ?? '–'}` }));
}

/**
 * Differences that change training: each node that was added or removed with its wires, each setting of a node, and each wire
 * if the graphs have the same nodes. The seed of the Trainer is not a difference.
 */
export function differencesOf(before: GraphDocument, after: GraphDocument): Difference[] {
  const [old, present] = [idsOf(before), idsOf(after)];
  const nodes: Difference[] = [
    ...[...present].filter((id) => !old.has(id)).map((id) => ({ of: 'node', name: `+ ${id}` }) as const),
    ...[...old].filter((id) => !present.has(id)).map((id) => ({ of: 'node', name: `− ${id}` }) as const),
  ];
  const settings = after.nodes.flatMap((node) => {
    const earlier = before.nodes.find(({ id }) => id === node.id);
    return earlier ? ofSettings(earlier, node) : [];
  });
  // The wires of a node that was added or removed belong to that one difference.
  if (nodes.length > 0) return [...nodes, ...settings];
  const [oldWires, wires] = [before, after].map(({ edges }) => new Set(edges.map(wireOf)));
  const changed = [...(wires ?? []), ...(oldWires ?? [])].filter((wire) => oldWires?.has(wire) !== wires?.has(wire));
  return [...settings, ...changed.map((name) => ({ of: 'wire', name }) as const)];
}

/** The trained part of a graph without the seed of its Trainer, as one text. */
export function withoutSeed({ nodes, edges }: GraphDocument): string {
  const settings = nodes.map((node) => [node.id, [...settingsOf(node)].sort()]);
  return JSON.stringify([settings.sort(), edges.map(wireOf).sort()]);
}
