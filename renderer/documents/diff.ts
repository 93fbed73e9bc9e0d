import type { GraphDocument, GraphEdge, GraphNode, ParameterValue, Stage } from '../../graph-nodes/graph/document';
import { edgeKey } from './editing';

/** Change of one part of a graph. */
export type Difference =
  | { readonly what: 'title' | 'description'; readonly before: string; readonly after: string }
  | { readonly what: 'node added' | 'node removed'; readonly node: GraphNode }
  | {
      readonly what: 'node moved' | 'node bypassed' | 'node used again' | 'node frozen' | 'node unfrozen';
      readonly node: GraphNode;
    }
  | { readonly what: 'node renamed'; readonly node: GraphNode; readonly before: string; readonly after: string }
  | { readonly what: 'kind'; readonly node: GraphNode; readonly before: string; readonly after: string }
  | {
      readonly what: 'parameter';
      readonly node: GraphNode;
      readonly name: string;
      /** Value; undefined for the default. */
      readonly before: ParameterValue | undefined;
      readonly after: ParameterValue | undefined;
    }
  | { readonly what: 'stage added' | 'stage removed'; readonly node: GraphNode; readonly stage: string }
  | { readonly what: 'stage renamed'; readonly node: GraphNode; readonly before: string; readonly after: string }
  | { readonly what: 'stages in another order'; readonly node: GraphNode; readonly stages: readonly string[] }
  | {
      readonly what: 'stage parameter';
      readonly node: GraphNode;
      readonly stage: string;
      readonly name: string;
      /** Value; undefined for the Trainer's value. */
      readonly before: ParameterValue | undefined;
      readonly after: ParameterValue | undefined;
    }
  | {
      readonly what: 'stage freezes' | 'stage trains' | 'stage bypasses' | 'stage uses';
      readonly node: GraphNode;
      readonly stage: string;
      /** Id of the node that the stage treats differently. */
      readonly id: string;
    }
  | { readonly what: 'looks'; readonly node: GraphNode }
  | { readonly what: 'wire added' | 'wire removed'; readonly edge: GraphEdge }
  | { readonly what: 'note added' | 'note removed' | 'note changed'; readonly text: string }
  | { readonly what: 'frame added' | 'frame removed' | 'frame changed'; readonly title: string };

const byId = <Item extends { readonly id: string }>(items: readonly Item[]) =>
  new Map(items.map((item) => [item.id, item]));

/** Lists of nodes of a stage, with the change for nodes that were added to them and removed from them. */
const stageLists = [
  ['frozen', 'stage freezes', 'stage trains'],
  ['bypassed', 'stage bypasses', 'stage uses'],
] as const;

function stageDifferences(node: GraphNode, before: Stage, stage: Stage): Difference[] {
  const found: Difference[] = [];
  for (const name of new Set([...Object.keys(before.parameters), ...Object.keys(stage.parameters)])) {
    const [old, now] = [before.parameters[name], stage.parameters[name]];
    if (old !== now) found.push({ what: 'stage parameter', node, stage: stage.name, name, before: old, after: now });
  }
  for (const [list, named, left] of stageLists) {
    const [old, now] = [before[list] ?? [], stage[list] ?? []];
    for (const id of new Set([...old, ...now])) {
      const is = now.includes(id);
      if (old.includes(id) !== is) found.push({ what: is ? named : left, node, stage: stage.name, id });
    }
  }
  return found;
}

/** Stages are identified by their name; a new name at the same place is a renamed stage. */
function stagesDifferences({ stages: old = [] }: GraphNode, node: GraphNode): Difference[] {
  const now = node.stages ?? [];
  const found: Difference[] = [];
  const has = (stages: readonly Stage[], name: string) => stages.some((stage) => stage.name === name);
  const renamed = (before: Stage | undefined, after: Stage | undefined): before is Stage =>
    before !== undefined && after !== undefined && !has(now, before.name) && !has(old, after.name);
  for (const [at, { name }] of old.entries()) {
    if (!has(now, name) && !renamed(old[at], now[at])) found.push({ what: 'stage removed', node, stage: name });
  }
  for (const [at, stage] of now.entries()) {
    const same = old.find(({ name }) => name === stage.name);
    const before = old[at];
    if (same) found.push(...stageDifferences(node, same, stage));
    else if (renamed(before, stage)) {
      found.push({ what: 'stage renamed', node, before: before.name, after: stage.name });
      found.push(...stageDifferences(node, before, stage));
    } else found.push({ what: 'stage added', node, stage: stage.name });
  }
  const kept = (stages: readonly Stage[], others: readonly Stage[]) =>
    stages.flatMap(({ name }) => (has(others, name) ? [name] : []));
  if (kept(old, now).join('\n') !== kept(now, old).join('\n')) {
    found.push({ what: 'stages in another order', node, stages: now.map(({ name }) => name) });
  }
  return found;
}

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
  if ((before.frozen ?? false) !== (node.frozen ?? false)) {
    found.push({ what: node.frozen === true ? 'node frozen' : 'node unfrozen', node });
  }
  found.push(...stagesDifferences(before, node));
  if (before.position.x !== node.position.x || before.position.y !== node.position.y) {
    found.push({ what: 'node moved', node });
  }
  if (before.comment !== node.comment || (before.collapsed ?? false) !== (node.collapsed ?? false)) {
    found.push({ what: 'looks', node });
  }
  return found;
}

/** Differences from one graph to another: nodes by their id, wires by their ends, parameters by name. */
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
