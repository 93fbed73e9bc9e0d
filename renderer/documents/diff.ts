import type { GraphDocument, GraphEdge, GraphNode, ParameterValue } from '../../graph-nodes/graph/document';
import { edgeKey } from './editing';

/** What has been done to one part of a graph. */
export type Difference =
  | { readonly what: 'title' | 'description'; readonly before: string; readonly after: string }
  | { readonly what: 'node added' | 'node removed'; readonly node: GraphNode }
  | { readonly what: 'node moved' | 'node bypassed' | 'node used again'; readonly node: GraphNode }
  | { readonly what: 'node renamed'; readonly node: GraphNode; readonly before: string; readonly after: string }
  | { readonly what: 'kind'; readonly node: GraphNode; readonly before: string; readonly after: string }
  | {
      readonly what: 'parameter';
      readonly node: GraphNode;
      readonly name: string;
      /** Undefined where the default counts. */
      readonly before: ParameterValue | undefined;
      readonly after: ParameterValue | undefined;
    }
  | { readonly what: 'looks'; readonly node: GraphNode }
  | { readonly what: 'wire added' | 'wire removed'; readonly edge: GraphEdge }
  | { readonly what: 'note added' | 'note removed' | 'note changed'; readonly text: string }
  | { readonly what: 'frame added' | 'frame removed' | 'frame changed'; readonly title: string };

const byId = <Item extends { readonly id: string }>(items: readonly Item[]) =>
  new Map(items.map((item) => [item.id, item]));

function nodeDifferences(before: GraphNode, node: GraphNode): Difference[] {
  const found: Difference[] = [];
  if (before.kind !== node.kind) found.push({ what: 'kind', node, before: before.kind, after: node.kind });
  if (before.title !== node.title) {
    found.push({ what: 'node renamed', node, before: before.title ?? node.kind, after: node.title ?? node.kind });
  }
  for (const name of new Set([...Object.keys(before.parameters), ...Object.keys(node.parameters)])) {
    const [old, now] = [before.parameters[name], node.parameters[name]];
    if (old !== now) found.push({ what: 'parameter', node, name, before: old, after: now });
  }
  if (before.bypassed !== node.bypassed) {
    found.push({ what: node.bypassed ? 'node bypassed' : 'node used again', node });
  }
  if (before.position.x !== node.position.x || before.position.y !== node.position.y) {
    found.push({ what: 'node moved', node });
  }
  if (before.comment !== node.comment || (before.collapsed ?? false) !== (node.collapsed ?? false)) {
    found.push({ what: 'looks', node });
  }
  return found;
}

/** What leads from one graph to another: nodes by their id, wires by their ends, parameters by name. */
export function differences(before: GraphDocument, after: GraphDocument): Difference[] {
  const found: Difference[] = [];
  for (const what of ['title', 'description'] as const) {
    if (before[what] !== after[what]) found.push({ what, before: before[what], after: after[what] });
  }
  const [old, now] = [byId(before.nodes), byId(after.nodes)];
  for (const node of before.nodes) if (!now.has(node.id)) found.push({ what: 'node removed', node });
  for (const node of after.nodes) {
    const known = old.get(node.id);
    if (known) found.push(...nodeDifferences(known, node));
    else found.push({ what: 'node added', node });
  }
  const [oldWires, newWires] = [before.edges, after.edges].map((edges) => new Set(edges.map(edgeKey)));
  for (const edge of before.edges) if (!newWires?.has(edgeKey(edge))) found.push({ what: 'wire removed', edge });
  for (const edge of after.edges) if (!oldWires?.has(edgeKey(edge))) found.push({ what: 'wire added', edge });
  const [oldFrames, newFrames] = [byId(before.groups), byId(after.groups)];
  for (const { id, title } of before.groups) if (!newFrames.has(id)) found.push({ what: 'frame removed', title });
  for (const group of after.groups) {
    const known = oldFrames.get(group.id);
    if (!known) found.push({ what: 'frame added', title: group.title });
    else if (JSON.stringify(known) !== JSON.stringify(group)) found.push({ what: 'frame changed', title: group.title });
  }
  const [oldNotes, newNotes] = [byId(before.notes), byId(after.notes)];
  for (const { id, text } of before.notes) if (!newNotes.has(id)) found.push({ what: 'note removed', text });
  for (const note of after.notes) {
    const known = oldNotes.get(note.id);
    if (!known) found.push({ what: 'note added', text: note.text });
    else if (JSON.stringify(known) !== JSON.stringify(note)) found.push({ what: 'note changed', text: note.text });
  }
  return found;
}
