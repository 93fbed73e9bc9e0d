import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { currentDocument, edit, gestures, placement, select, selected, setGestures, undo } from './active-graph';
import { emptyDocument } from './editing';
import { documentOf, isUnsaved } from './open-graph';
import {
  activeGraph,
  anyUnsaved,
  closeGraph,
  graphs,
  onGraphsChange,
  openGraph,
  restoreGraphs,
  showGraph,
  stepGraph,
} from './open-graphs';

const titled = (title: string) => ({ ...emptyDocument(), title });
const draft = (title: string) => ({ document: titled(title), saved: titled('saved'), fileName: undefined });
const rename = (title: string) => edit((document) => ({ ...document, title }));
const titles = () => graphs.getState().open.map((graph) => documentOf(graph).title);
const title = () => currentDocument().title;

beforeEach(() => restoreGraphs([draft('a'), draft('b'), draft('c')], 1));

describe('open graphs', () => {
  it('restore with the active one and their unsaved changes', () => {
    expect(titles()).toEqual(['a', 'b', 'c']);
    expect(title()).toBe('b');
    expect(anyUnsaved()).toBe(true);
    restoreGraphs([], 0);
    expect(titles()).toEqual(['a', 'b', 'c']);
  });

  it('keep their history while another graph is active', () => {
    rename('b2');
    stepGraph(1);
    rename('c2');
    rename('c3');
    stepGraph(-1);
    expect(title()).toBe('b2');
    undo();
    expect(title()).toBe('b');
    undo();
    expect(title()).toBe('b');
    stepGraph(1);
    undo();
    expect(title()).toBe('c2');
  });

  it('do not merge changes that were made before and after another graph was active', () => {
    edit((document) => ({ ...document, title: 'b1' }), 'title');
    stepGraph(1);
    stepGraph(-1);
    edit((document) => ({ ...document, title: 'b2' }), 'title');
    undo();
    expect(title()).toBe('b1');
  });

  it('wrap around at both ends', () => {
    stepGraph(1);
    stepGraph(1);
    expect(title()).toBe('a');
    stepGraph(-1);
    expect(title()).toBe('c');
  });

  it('start with an empty selection when they are shown again', () => {
    const { id } = activeGraph();
    select(['rmm'], ['edge']);
    setGestures({ renaming: 'rmm' });
    activeGraph().placement.setState({ moving: new Map([['rmm', { x: 1, y: 2 }]]) });
    stepGraph(1);
    expect(selected().nodes.size).toBe(0);
    showGraph(id);
    expect([selected().nodes.size, selected().edges.size, placement().moving.size]).toEqual([0, 0, 0]);
    expect(gestures().renaming).toBeUndefined();
  });

  it('have a file each, also when it is saved while another graph is active', () => {
    const graph = activeGraph();
    stepGraph(1);
    graph.file.setState({ saved: documentOf(graph), fileName: 'b.json' });
    expect(isUnsaved(graph)).toBe(false);
    expect(isUnsaved(activeGraph())).toBe(true);
    expect(activeGraph().file.getState().fileName).toBeUndefined();
  });
});

describe('opening and closing', () => {
  it('adds a graph at the end and shows it without history', () => {
    openGraph(tinyPipeline(), { fileName: 'tiny.json' });
    expect(titles()).toEqual(['a', 'b', 'c', 'Tiny pipeline']);
    undo();
    expect(title()).toBe('Tiny pipeline');
    expect(isUnsaved(activeGraph())).toBe(false);
  });

  it('replaces an untouched graph, with nothing to undo, but not one that has a file or changes', () => {
    openGraph(titled('untouched'));
    const { id } = activeGraph();
    openGraph(titled('next'), { fileName: 'next.json' });
    expect(titles()).toEqual(['a', 'b', 'c', 'next']);
    expect(activeGraph().id).toBe(id);
    undo();
    expect(title()).toBe('next');
    openGraph(titled('last'));
    rename('changed');
    openGraph(titled('more'));
    expect(titles()).toEqual(['a', 'b', 'c', 'next', 'changed', 'more']);
  });

  it('shows the right neighbour of a closed graph, or the left one at the end', () => {
    closeGraph(activeGraph().id, emptyDocument());
    expect([titles(), title()]).toEqual([['a', 'c'], 'c']);
    closeGraph(activeGraph().id, emptyDocument());
    expect([titles(), title()]).toEqual([['a'], 'a']);
    closeGraph(activeGraph().id, emptyDocument());
    expect(titles()).toEqual(['Untitled graph']);
    expect(anyUnsaved()).toBe(false);
  });

  it('keeps the active graph if another one closes', () => {
    const first = graphs.getState().open[0];
    closeGraph(first?.id ?? 0, emptyDocument());
    expect([titles(), title()]).toEqual([['b', 'c'], 'b']);
  });
});

it('reports changes of every open graph until it is stopped', () => {
  const listener = vi.fn();
  const stop = onGraphsChange(listener);
  rename('b2');
  expect(listener).toHaveBeenCalled();
  openGraph(titled('d'));
  listener.mockClear();
  rename('d2');
  expect(listener).toHaveBeenCalled();
  stop();
  listener.mockClear();
  rename('d3');
  expect(listener).not.toHaveBeenCalled();
});
