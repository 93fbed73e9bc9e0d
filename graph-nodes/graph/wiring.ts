import type { GraphDocument } from './document';

/** Adjacency lists of a graph, by node id, in the order of the wires. Built once, in linear time. */
export interface Wiring {
  /** Node ids in the order of the document. */
  readonly ids: readonly string[];
  /** Ids of the nodes that a node reads from, one per wire. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Ids of the nodes that read from a node, one per wire. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
}

export function wiringOf({ nodes, edges }: Pick<GraphDocument, 'nodes' | 'edges'>): Wiring {
  const [sources, targets] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (lists: Map<string, string[]>, key: string, id: string) => {
    const list = lists.get(key);
    if (list) list.push(id);
    else lists.set(key, [id]);
  };
  for (const edge of edges) {
    const [from, to] = [edge.from.node, edge.to.node];
    add(sources, to, from);
    add(targets, from, to);
  }
  return { ids: nodes.map(({ id }) => id), sources, targets };
}

/** Ids of a node and of all nodes that lead to it. */
export function upstream({ sources }: Wiring, id: string): Set<string> {
  const found = new Set([id]);
  for (const current of found) for (const source of sources.get(current) ?? []) found.add(source);
  return found;
}

/** Node ids in Kahn's topological order. Nodes on or behind a cycle are left out. */
export function topologicalOrder({ ids, sources, targets }: Wiring): string[] {
  const waiting = new Map([...sources].map(([id, list]) => [id, list.length]));
  const order = ids.filter((id) => !waiting.has(id));
  for (const id of order) {
    for (const target of targets.get(id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  return order;
}

/**
 * Ids of the nodes on cycles: those of a strongly connected component with several nodes, or with a wire from a node to itself.
 * Tarjan, Depth-first search and linear graph algorithms (1972), without recursion.
 */
export function onCycles({ ids, targets }: Wiring): Set<string> {
  const found = new Set<string>();
  /** Number of a node in the order of visits, and the smallest number of an open node that it reaches. */
  const visits = new Map<string, { readonly number: number; least: number }>();
  /** Nodes whose component is not complete. */
  const open: string[] = [];
  const isOpen = new Set<string>();

  const enter = (id: string) => {
    const visit = { number: visits.size, least: visits.size };
    visits.set(id, visit);
    open.push(id);
    isOpen.add(id);
    return { id, visit, next: 0 };
  };

  for (const root of ids) {
    if (visits.has(root)) continue;
    const path = [enter(root)];
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const { id, visit } = step;
      const target = targets.get(id)?.[step.next];
      step.next += 1;
      if (target !== undefined) {
        const seen = visits.get(target);
        if (!seen) path.push(enter(target));
        else if (isOpen.has(target)) visit.least = Math.min(visit.least, seen.number);
        continue;
      }
      path.pop();
      const before = path.at(-1)?.visit;
      if (before) before.least = Math.min(before.least, visit.least);
      if (visit.least !== visit.number) continue;
      const component: string[] = [];
      while (isOpen.has(id)) {
        const member = open.pop() ?? id;
        isOpen.delete(member);
        component.push(member);
      }
      if (component.length > 1 || targets.get(id)?.includes(id)) for (const member of component) found.add(member);
    }
  }
  return found;
}
