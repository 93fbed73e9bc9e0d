import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphDocument, GraphEdge } from '../../graph-nodes/graph/document';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { labelLength, socketOffset } from '../../graph-nodes/picture/measures';
import { crosses, Obstacles } from '../../graph-nodes/picture/obstacles';
import { asideOf, wirePath } from '../../graph-nodes/picture/wire';
import { graph } from '../../test/fixtures/graphs';
import { analysisOf } from './analysis';
import { frameBoxes, nodeBoxes, noteBoxes, obstacleBoxes, overlap } from './boxes';
import { laidOut, layOutAll } from './layout';
import { outputSizes } from './measures';
import { presets } from './presets';

const undrawn = new Map();

/** Pairs of nodes with less than a gap between them. */
const touching = (document: GraphDocument, gap: number): string[] =>
  nodeBoxes(document, undrawn).flatMap((a, index, boxes) =>
    boxes.slice(index + 1).flatMap((b) => (overlap(a, b, gap) ? [`${a.id} ${b.id}`] : [])),
  );

/** Wires that do not go to the right. */
function backward(document: GraphDocument): string[] {
  const boxes = new Map(nodeBoxes(document, undrawn).map((box) => [box.id, box]));
  return document.edges.flatMap(({ from, to }) => {
    const [source, target] = [boxes.get(from.node), boxes.get(to.node)];
    return source && target && source.x + source.width < target.x ? [] : [`${from.node} > ${to.node}`];
  });
}

/** Wires of the canvas, with the boxes of their labels. */
function wiresOf(document: GraphDocument) {
  const obstacles = new Obstacles(obstacleBoxes(document, undrawn));
  const boxes = new Map(nodeBoxes(document, undrawn).map((box) => [box.id, box]));
  return document.edges.map(({ from, to }) => {
    const end = ({ node: id, socket }: GraphEdge['from'], side: 'inputs' | 'outputs') => {
      const box = boxes.get(id);
      if (!box) throw new Error(`There is no node “${id}”.`);
      const kind = findKind(document.nodes.find((node) => node.id === id)?.kind ?? '');
      const index = kind?.[side].findIndex(({ name }) => name === socket) ?? 0;
      const y = box.y + socketOffset(Math.max(0, index), false);
      return { index, x: side === 'inputs' ? box.x - 8 : box.x + box.width + 8, y };
    };
    const [start, target] = [end(from, 'outputs'), end(to, 'inputs')];
    const lead = labelLength(outputSizes(analysisOf(document), from.node, from.socket));
    return {
      name: `${from.node} > ${to.node}`,
      label: { x: start.x, y: start.y - 8, width: lead, height: 15 },
      line: wirePath(start, [], target, { obstacles, lead, aside: asideOf(start.index) }).line,
    };
  });
}

/** Wires that pass behind a node, a note or the title of a frame. */
const behind = (document: GraphDocument): string[] =>
  wiresOf(document).flatMap(({ name, line }) =>
    obstacleBoxes(document, undrawn)
      .filter((box) => line.some((b, index) => index > 0 && crosses(line[index - 1] ?? b, b, box, 0)))
      .map(({ id }) => `${name} behind ${id}`),
  );

describe.each(presets.map(({ name, document }) => [name, document] as const))('the preset %s', (_, document) => {
  it('has the positions of the automatic layout', () => {
    expect(laidOut(document).nodes).toEqual(document.nodes);
  });

  it('runs from left to right, with no node on another and no wire behind one', () => {
    expect(backward(document)).toEqual([]);
    expect(touching(document, 28)).toEqual([]);
    expect(behind(document)).toEqual([]);
  });

  it('has room for the labels of its wires', () => {
    const boxes = nodeBoxes(document, undrawn);
    for (const { name, label } of wiresOf(document)) {
      expect([name, boxes.filter((box) => overlap(box, label, 8)).map(({ id }) => id)]).toEqual([name, []]);
    }
  });

  it('has its main chain on one line', () => {
    const tops = new Map(document.nodes.map(({ id, position }) => [id, position.y]));
    const chain = ['dataset', 'missing', 'visual', 'rmm', 'avr', 'head', 'trainer'].filter((id) => tops.has(id));
    expect(new Set(chain.map((id) => tops.get(id))).size).toBe(1);
  });
});

describe('the automatic layout', () => {
  const node = fc.constantFrom('rmm-generator', 'avr-diffusion', 'audio-encoder', 'trainer');
  const graphs = fc
    .record({
      kinds: fc.array(node, { minLength: 1, maxLength: 20 }),
      ends: fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 40 }),
      framed: fc.array(fc.nat(19), { maxLength: 5 }),
    })
    .map(({ kinds, ends, framed }): GraphDocument => {
      const wires = ends
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
        .filter(([a, b]) => a !== b && b < kinds.length)
        .map(([a, b]) => `n${a}/audio > n${b}/audio`);
      const members = [...new Set(framed)].filter((index) => index < kinds.length).map((index) => `n${index}`);
      return {
        ...graph(
          kinds.map((kind, index) => [`n${index}`, kind]),
          [...new Set(wires)],
        ),
        groups: members.length > 0 ? [{ id: 'g', title: 'Frame', nodes: members }] : [],
      };
    });

  it('lays any graph out from left to right, with no node on another', () => {
    fc.assert(
      fc.property(graphs, (document) => {
        const laid = laidOut(document);
        expect(backward(laid)).toEqual([]);
        expect(touching(laid, 20)).toEqual([]);
        expect(behind(laid)).toEqual([]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  const unwired = ['trainer', 'avst-head', 'audio-encoder', 'orchestra', 'visual-encoder'].map(
    (kind) => [kind, kind] as const,
  );
  const placesOf = (laid: GraphDocument) => new Map(laid.nodes.map(({ id, position }) => [id, position]));

  it('puts nodes without wires into a column for each family, in the order of the data', () => {
    const laid = placesOf(laidOut(graph(unwired, [])));
    const columns = ['orchestra', 'audio-encoder', 'avst-head', 'trainer'].map((id) => laid.get(id)?.x ?? NaN);
    expect(columns).toEqual([...new Set(columns)].sort((a, b) => a - b));
    expect(laid.get('visual-encoder')?.x).toBe(laid.get('audio-encoder')?.x);
  });

  it('puts nodes without wires below the wired ones', () => {
    const laid = laidOut(graph([...unwired, ['rmm', 'rmm-generator']], ['audio-encoder/audio > rmm/audio']));
    const boxes = nodeBoxes(laid, undrawn);
    const wired = boxes.filter(({ id }) => id === 'rmm' || id === 'audio-encoder');
    const bottom = Math.max(...wired.map(({ y, height }) => y + height));
    for (const box of boxes) if (!wired.includes(box)) expect([box.id, box.y > bottom]).toEqual([box.id, true]);
  });

  it('keeps other nodes out of a frame, unless a wire leaves it and comes back', () => {
    const document: GraphDocument = {
      ...graph(
        [
          ['a', 'rmm-generator'],
          ['b', 'rmm-generator'],
          ['c', 'rmm-generator'],
          ['d', 'rmm-generator'],
        ],
        ['a/audio > b/audio', 'a/audio > c/audio', 'b/audio > d/audio', 'c/audio > d/visual'],
      ),
      groups: [{ id: 'g', title: 'Frame', nodes: ['a', 'c'] }],
    };
    const outside = (laid: GraphDocument, others: readonly string[]) =>
      frameBoxes(laid, undrawn).every((frame) =>
        nodeBoxes(laid, undrawn).every((box) => !others.includes(box.id) || !overlap(frame, box)),
      );
    const laid = laidOut(document);
    expect(outside(laid, ['b', 'd'])).toBe(true);
    expect([backward(laid), behind(laid)]).toEqual([[], []]);
    const around = laidOut({ ...document, groups: [{ id: 'g', title: 'Frame', nodes: ['a', 'd'] }] });
    expect([backward(around), touching(around, 28)]).toEqual([[], []]);
  });

  it('moves a note that a node would overlap below the graph, and leaves the others', () => {
    const document: GraphDocument = {
      ...graph([['a', 'trainer']], []),
      notes: [
        { id: 'under', text: '', position: { x: 10, y: 10 } },
        { id: 'aside', text: '', position: { x: -400, y: 0 } },
      ],
    };
    const laid = layOutAll(document, nodeBoxes(document, undrawn));
    expect(laid.notes.map(({ position }) => position)).toEqual([
      { x: 0, y: 201 },
      { x: -400, y: 0 },
    ]);
    const [note] = noteBoxes(laid);
    expect(note && nodeBoxes(laid, undrawn).some((box) => overlap(box, note))).toBe(false);
  });
});
