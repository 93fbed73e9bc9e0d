import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { graph } from '../../test/fixtures/graphs';
import { insertInto } from './connection';
import { addNode, type Point } from './editing';
import { estimatedHeight, nodeWidth } from './measures';
import { spread } from './spread';

const places: Readonly<Record<string, Point>> = {
  missing: { x: -260, y: 200 },
  audio: { x: 0, y: 0 },
  visual: { x: 0, y: 200 },
  question: { x: 0, y: 400 },
  head: { x: 300, y: 100 },
  trainer: { x: 560, y: 100 },
};

/** Encoders, a head and a Trainer without nodes between them. */
function direct(head = 'gated-head', ...without: readonly string[]): GraphDocument {
  const wires = [
    'dataset/batch > missing/batch',
    'missing/batch > audio/batch',
    'missing/batch > visual/batch',
    'missing/batch > question/batch',
    'audio/audio > head/audio',
    'visual/visual > head/visual',
    'question/question > head/question',
    'head/logits > trainer/logits',
    'dataset/labels > trainer/labels',
  ].filter((wire) => !without.includes(wire));
  const document = graph(
    [
      ['dataset', 'orchestra', { visualWidth: 64 }],
      ['missing', 'missing-modality'],
      ['audio', 'audio-encoder'],
      ['visual', 'visual-encoder'],
      ['question', 'question-encoder'],
      ['head', head],
      ['trainer', 'trainer'],
    ],
    wires,
  );
  const nodes = document.nodes.map((node) => ({ ...node, position: places[node.id] ?? { x: -520, y: 200 } }));
  return { ...document, nodes };
}

const wiresOf = ({ edges }: GraphDocument, id: string) =>
  edges
    .filter(({ from, to }) => from.node === id || to.node === id)
    .map(({ from, to }) => `${from.node}/${from.socket} > ${to.node}/${to.socket}`)
    .sort();

/** A new node of a kind, dropped on a wire. */
function drop(document: GraphDocument, kind: string, wire: string, at: Point = { x: 200, y: 0 }) {
  const [added, id] = addNode(document, kind, at);
  const inserted = insertInto(added, id, wire);
  return { id, wires: inserted?.wires ?? [], document: inserted?.document ?? added };
}

const placesOf = ({ nodes }: GraphDocument) => Object.fromEntries(nodes.map(({ id, position }) => [id, position]));

describe('a node dropped on a wire', () => {
  it('takes every wire that fits into the same node, and the question that node reads', () => {
    const { id, wires, document } = drop(direct(), 'rmm-generator', 'audio/audio → head/audio');
    expect(wires).toEqual(['audio/audio → head/audio', 'visual/visual → head/visual']);
    expect(wiresOf(document, id)).toEqual([
      'audio/audio > rmm-generator/audio',
      'question/question > rmm-generator/question',
      'rmm-generator/audio > head/audio',
      'rmm-generator/visual > head/visual',
      'visual/visual > rmm-generator/visual',
    ]);
    expect(document.edges).toHaveLength(direct().edges.length + 3);
    expect(analyse(document, catalogue).problems).toEqual([]);
  });

  it('reads the question of its reader among several, and none if that is open', () => {
    const [two, second] = addNode(direct(), 'question-encoder', { x: 0, y: 600 });
    const fed = { ...two, edges: [...two.edges, ...graph([], [`missing/batch > ${second}/batch`]).edges] };
    const question = (document: GraphDocument) =>
      wiresOf(drop(document, 'rmm-generator', 'audio/audio → head/audio').document, 'rmm-generator').filter((wire) =>
        wire.endsWith('/question'),
      );
    expect(question(fed)).toEqual(['question/question > rmm-generator/question']);
    const open = { ...fed, edges: fed.edges.filter(({ to }) => to.node !== 'head' || to.socket !== 'question') };
    expect(question(open)).toEqual([]);
    expect(question(direct('gated-head', 'question/question > head/question'))).toEqual([
      'question/question > rmm-generator/question',
    ]);
  });

  it('takes one wire if its reader has no other, and connects its other inputs', () => {
    const lone = direct('mean-pool-head', 'visual/visual > head/visual');
    const { wires, document } = drop(lone, 'feed-forward-imputer', 'audio/audio → head/audio');
    expect(wires).toEqual(['audio/audio → head/audio']);
    expect(wiresOf(document, 'feed-forward-imputer')).toEqual([
      'audio/audio > feed-forward-imputer/audio',
      'feed-forward-imputer/audio > head/audio',
      'visual/visual > feed-forward-imputer/visual',
    ]);
    expect(
      insertInto(
        addNode(lone, 'rmm-generator', { x: 0, y: 0 })[0],
        'rmm-generator',
        'question/question → head/question',
      ),
    ).toBeUndefined();
  });

  it('moves after the nodes that it reads, and shifts all nodes at its right', () => {
    const before = placesOf(direct());
    const { document } = drop(direct(), 'rmm-generator', 'audio/audio → head/audio');
    // The encoders end at 184; the label “[B, 3, 2, 3, 64]” with space for the curve takes 147 pixels before and after the
    // node.
    expect(placesOf(document)).toEqual({
      ...before,
      'rmm-generator': { x: 331, y: 0 },
      head: { x: 662, y: 100 },
      trainer: { x: 922, y: 100 },
    });
  });

  it('moves nothing if there is space', () => {
    const wide = direct();
    const nodes = wide.nodes.map((node) =>
      node.id === 'head' || node.id === 'trainer'
        ? { ...node, position: { ...node.position, x: node.position.x + 400 } }
        : node,
    );
    const { document } = drop({ ...wide, nodes }, 'rmm-generator', 'audio/audio → head/audio', { x: 340, y: 50 });
    expect(placesOf(document)).toEqual({ ...placesOf({ ...wide, nodes }), 'rmm-generator': { x: 340, y: 50 } });
  });

  it('shifts notes and reroute points with the nodes', () => {
    const noted: GraphDocument = {
      ...direct(),
      notes: [
        { id: 'left', text: '', position: { x: -100, y: 700 } },
        { id: 'right', text: '', position: { x: 600, y: 700 } },
      ],
      edges: direct().edges.map((edge) => (edge.from.node === 'head' ? { ...edge, via: [{ x: 520, y: 90 }] } : edge)),
    };
    const { document } = drop(noted, 'rmm-generator', 'audio/audio → head/audio');
    expect(document.notes.map(({ position }) => position.x)).toEqual([-100, 962]);
    expect(document.edges.find(({ from }) => from.node === 'head')?.via).toEqual([{ x: 882, y: 90 }]);
  });

  it('overlaps no other node, wherever it is dropped', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 1500 }), y: fc.integer({ min: 0, max: 900 }) });
    const overlap = (a: Point, b: Point, height: number) =>
      Math.abs(a.x - b.x) < nodeWidth && Math.abs(a.y - b.y) < height;
    const height = estimatedHeight(catalogue.find('rmm-generator'));
    fc.assert(
      fc.property(fc.array(place, { minLength: 3, maxLength: 12 }), place, (drawn, at) => {
        const free = drawn.filter((one, index) => !drawn.slice(0, index).some((other) => overlap(one, other, height)));
        const document = graph(
          free.map((_, index) => [`n${index}`, 'rmm-generator']),
          free.length > 1 ? ['new/audio > n0/audio', 'n1/audio > new/audio'] : [],
        );
        const nodes = [...document.nodes, ...graph([['new', 'rmm-generator']], []).nodes].map((node, index) => ({
          ...node,
          position: free[index] ?? at,
        }));
        const after = spread({ ...document, nodes }, 'new', new Map()).nodes.map(({ position }) => position);
        after.forEach((one, index) =>
          after.slice(0, index).forEach((other) => expect(overlap(one, other, height)).toBe(false)),
        );
      }),
      { seed: 1 },
    );
  });
});
