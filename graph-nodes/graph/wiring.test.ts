import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graph } from '../../test/fixtures/graphs';
import { catalogue } from '../nodes/catalogue';
import { analyse } from './analyse';
import type { GraphDocument } from './document';
import { onCycles, topologicalOrder, upstream, wiringOf } from './wiring';

/** A graph of nodes `n0`, `n1`, …; a wire joins two of their numbers. */
const joined = (count: number, wires: readonly (readonly [number, number])[]) =>
  graph(
    Array.from({ length: count }, (_, index) => [`n${index}`, 'avr-diffusion'] as const),
    wires.map(([from, to]) => `n${from}/audio > n${to}/audio`),
  );

const wires = (count: number) =>
  fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 })), { maxLength: 3 * count });

describe('the wiring of a graph', () => {
  it('has on cycles exactly the nodes that are reachable from one of their targets', () => {
    fc.assert(
      fc.property(wires(7), (pairs) => {
        const document = joined(7, pairs);
        const wiring = wiringOf(document);
        const expected = document.nodes
          .map(({ id }) => id)
          .filter((id) => (wiring.targets.get(id) ?? []).some((target) => upstream(wiring, id).has(target)));
        expect([...onCycles(wiring)].sort()).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('orders every node after those it reads from, without those on or behind a cycle', () => {
    fc.assert(
      fc.property(wires(7), (pairs) => {
        const wiring = wiringOf(joined(7, pairs));
        const order = topologicalOrder(wiring);
        const cyclic = onCycles(wiring);
        order.forEach((id, index) => {
          for (const source of wiring.sources.get(id) ?? []) expect(order.indexOf(source)).toBeLessThan(index);
        });
        const behind = wiring.ids.filter((id) => [...upstream(wiring, id)].some((above) => cyclic.has(above)));
        expect([...order, ...behind].sort()).toEqual([...wiring.ids].sort());
      }),
      { numRuns: 300 },
    );
  });
});

/** Number of reads of ends of wires during an analysis. */
function readsOf(document: GraphDocument): number {
  let reads = 0;
  const counted = <Value extends object>(value: Value): Value =>
    new Proxy(value, {
      get: (target, key, receiver): unknown => {
        reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  analyse({ ...document, edges: document.edges.map(counted), nodes: document.nodes.map(counted) }, catalogue);
  return reads;
}

describe('the analysis of a large graph', () => {
  const ring = (count: number) =>
    joined(count, [
      ...Array.from({ length: count }, (_, index) => [index, (index + 1) % count] as const),
      ...Array.from({ length: 3 * count }, (_, index) => [index % count, (index * 7 + 3) % count] as const),
    ]);
  const chain = (count: number) =>
    joined(
      count,
      Array.from({ length: count - 1 }, (_, index) => [count - 1 - index, count - 2 - index] as const),
    );

  it.each([
    ['a ring of 500 nodes with 2,000 wires', ring],
    ['a chain of 500 nodes', chain],
  ])('reads the nodes and wires of %s as often, each, as those of a small one', (_, make) => {
    const [small, large] = [readsOf(make(50)), readsOf(make(500))];
    expect(large).toBeLessThan(12 * small);
  });

  it('names all nodes of the cycle', () => {
    const circle = analyse(ring(500), catalogue).problems.find(({ fault }) => fault.code === 'circle');
    expect(circle?.fault).toMatchObject({ nodes: expect.objectContaining({ length: 500 }) as unknown });
  });
});
