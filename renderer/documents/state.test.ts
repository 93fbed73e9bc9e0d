import { describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { fittingSockets, refuse } from './connection';
import { analysisOf } from './analysis';
import { align, distribute } from './arrange';
import type { Box } from './boxes';
import { layOut } from './layout';
import { fragmentOf, paste } from './clipboard';
import * as editing from './editing';
import { createHistory } from './history';
import { createOpenGraph } from './open-graph';
import { presets } from './presets';
import { socketKey } from './socket-end';

const titles = (document: GraphDocument) => document.title;
const titled = (title: string) => (document: GraphDocument) => ({ ...document, title });

describe('the history', () => {
  it('undoes and redoes every step', () => {
    const { store, edit, undo, redo } = createHistory(editing.emptyDocument());
    const now = () => titles(store.getState().document);
    edit(titled('one'));
    edit(titled('two'));
    undo();
    expect(now()).toBe('one');
    undo();
    expect(now()).toBe('Untitled graph');
    redo();
    redo();
    expect(now()).toBe('two');
  });

  it('merges the typing in one field into one step, and starts another after the field was left', () => {
    const { store, edit, seal, undo } = createHistory(editing.emptyDocument());
    for (const text of ['a', 'ab', 'abc']) edit(titled(text), 'title');
    seal();
    for (const text of ['abcd', 'abcde']) edit(titled(text), 'title');
    undo();
    expect(titles(store.getState().document)).toBe('abc');
    undo();
    expect(titles(store.getState().document)).toBe('Untitled graph');
  });

  it('has at most 1,000 steps, and keeps only the analysis of the current document', () => {
    const { history } = createOpenGraph(1, tinyPipeline());
    const { store, edit, undo, past } = history;
    const first = store.getState().document;
    const analysis = analysisOf(first);
    expect(analysisOf(first)).toBe(analysis);
    for (let step = 1; step <= 1001; step += 1) edit(titled(String(step)));
    expect(past.getState().pastStates).toHaveLength(1000);
    expect(analysisOf(first)).not.toBe(analysis);
    undo();
    expect(titles(store.getState().document)).toBe('1000');
  });
});

describe('editing', () => {
  const document = tinyPipeline();

  it('removes a node with its wires, and does not change the original document', () => {
    const before = structuredClone(document);
    const next = editing.remove(document, new Set(['rmm']));
    expect(next.nodes.some(({ id }) => id === 'rmm')).toBe(false);
    expect(next.edges.some(({ from, to }) => from.node === 'rmm' || to.node === 'rmm')).toBe(false);
    expect(document).toEqual(before);
  });

  it('duplicates nodes with the wires between them, under free names', () => {
    const [next, copies] = paste(document, fragmentOf(document, new Set(['rmm', 'avr'])), { x: 40, y: 40 });
    expect(new Set(next.nodes.map(({ id }) => id)).size).toBe(next.nodes.length);
    const between = next.edges.filter(({ from, to }) => copies.includes(from.node) && copies.includes(to.node));
    expect(between).toHaveLength(2);
    expect(next.edges).toHaveLength(document.edges.length + 2);
  });

  it('copies notes with their nodes, under free names, and moves them by their drawn ids', () => {
    const noted = editing.move(
      { ...document, notes: [{ id: 'note', text: 'Look', position: { x: 5, y: 6 } }] },
      new Map([['note:note', { x: 50.4, y: 60 }]]),
    );
    expect(noted.notes[0]?.position).toEqual({ x: 50, y: 60 });
    const [next, copies] = paste(noted, fragmentOf(noted, new Set(['rmm']), new Set(['note'])), { x: 10, y: 10 });
    expect(next.notes[1]).toEqual({ id: 'note-2', text: 'Look', position: { x: 60, y: 70 } });
    expect(copies).toEqual(['rmm-2', 'note:note-2']);
  });

  it('gives an input one wire: a new one replaces the old one', () => {
    const edge = { from: { node: 'audio', socket: 'audio' }, to: { node: 'head', socket: 'audio' } };
    const next = editing.connect(document, edge);
    expect(next.edges.filter(({ to }) => to.node === 'head' && to.socket === 'audio')).toEqual([edge]);
    expect(next.edges).toHaveLength(document.edges.length);
  });
});

describe('arranging', () => {
  const boxes: Box[] = [
    { id: 'a', x: 0, y: 0, width: 100, height: 50 },
    { id: 'b', x: 130, y: 70, width: 40, height: 90 },
    { id: 'c', x: 300, y: 20, width: 100, height: 10 },
  ];

  it('aligns edges and middles', () => {
    expect(align(boxes, 'right').get('b')).toEqual({ x: 360, y: 70 });
    expect(align(boxes, 'middle').get('c')).toEqual({ x: 300, y: 75 });
  });

  it('distributes with equal gaps between the boxes, and keeps the outermost ones', () => {
    const places = distribute(boxes, 'x');
    expect(['a', 'b', 'c'].map((id) => places.get(id)?.x)).toEqual([0, 180, 300]);
  });

  it('lays out so that every wire goes to the right and no node overlaps another', () => {
    const document = tinyPipeline();
    const drawn = document.nodes.map(({ id }): Box => ({ id, x: 7, y: 9, width: 184, height: 140 }));
    const places = layOut(document, drawn);
    for (const { from, to } of document.edges) {
      expect((places.get(to.node)?.x ?? 0) - (places.get(from.node)?.x ?? 0)).toBeGreaterThan(184);
    }
    const list = [...places.values()];
    for (const [index, a] of list.entries()) {
      for (const b of list.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= 184 || Math.abs(a.y - b.y) >= 140).toBe(true);
      }
    }
    expect([Math.min(...list.map(({ x }) => x)), Math.min(...list.map(({ y }) => y))]).toEqual([7, 9]);
  });
});

describe('wiring', () => {
  const document = tinyPipeline();
  const output = (node: string, socket: string) => ({ node, socket, side: 'output' as const });
  const input = (node: string, socket: string) => ({ node, socket, side: 'input' as const });

  it('has a reason that two sockets cannot be joined, for either end of the wire', () => {
    const [from, to] = [output('question', 'question'), input('head', 'audio')];
    expect(refuse(document, from, to)).toContain('audio features');
    expect(refuse(document, to, from)).toBe(refuse(document, from, to));
    expect(refuse(document, from, output('audio', 'audio'))).toContain('both outputs');
    expect(refuse(document, output('avr', 'audio'), input('rmm', 'audio'))).toBeDefined();
  });

  it('highlights exactly the sockets that it fits', () => {
    const fits = fittingSockets(document, output('audio', 'audio'));
    expect(fits.has(socketKey('head', 'input', 'audio'))).toBe(true);
    expect(fits.has(socketKey('head', 'input', 'visual'))).toBe(false);
    expect([...fits].every((key) => key.includes('/input/'))).toBe(true);
  });
});

describe('the presets', () => {
  it('open with the whole pipeline, and have no problem', () => {
    expect(presets[0]?.name).toBe('orchestra-repair');
    expect(presets.length).toBeGreaterThanOrEqual(5);
    for (const { name, document } of presets) expect([name, analyse(document, catalogue).problems]).toEqual([name, []]);
  });
});
