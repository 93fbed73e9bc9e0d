// @vitest-environment jsdom
import { act } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatDocument, parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { renderPanel } from '../../test/fixtures/panel';
import { accuraciesOf, resultOf } from '../../test/fixtures/results';
import { addNode, pasteFragment } from '../commands/commands';
import { currentDocument, edit, undo } from '../documents/active-graph';
import { fragmentOf } from '../documents/clipboard';
import { move, remove, setParameter } from '../documents/editing';
import { restoreGraphs } from '../documents/open-graphs';
import { startOwnRun } from '../session/own-run';
import type { RunLog } from '../session/run-log';
import { session } from '../session/session';
import { setLanguage } from '../words';
import { Canvas } from './Canvas';
import { runStatus } from '../../test/fixtures/run-status';

beforeAll(startOwnRun);

const log: RunLog = {
  status: runStatus({
    steps: 3,
    step: 3,
    secondsPerStep: 0.2,
    stepShares: { estimated: false, byNode: { rmm: 0.5 } },
    result: resultOf(accuraciesOf(70, 60, 50)),
  }),
  steps: [{ step: 3, epoch: 0, losses: { total: 2, rmmr: 0.5 } }],
  epochs: [{ epoch: 1, step: 3, accuracy: accuraciesOf(61, 52, 43) }],
  previews: [{ node: 'rmm', name: 'audio', shape: [1, 2], values: [1, 0] }],
};

/** Shows a graph with the figures of its run. */
function shown(graph: GraphDocument = tinyPipeline()): void {
  renderPanel(<Canvas />, graph);
  act(() => session.setState({ graphs: new Map([['r', graph]]), log }));
}

/** The graph after it was stored and read again. */
const copyOf = (graph: GraphDocument): GraphDocument => parseDocument(formatDocument(graph));

const node = (id: string) => document.querySelector(`.react-flow__node[data-id="${id}"]`);
/** Figures of a run on a node, and those that are marked as stale. */
const figures = (id: string) => [...(node(id)?.querySelectorAll('.node-run, .node-share') ?? [])];
const stale = (id: string) => figures(id).filter((figure) => figure.matches('[data-stale]'));
const reason = 'The graph has changed since this run began. Train it again for new figures.';

describe('the figures of a run on its nodes', () => {
  it('name the validation accuracy on the head', () => {
    shown();
    expect(figures('head')[0]?.textContent).toBe('validation videos, epoch 161.0 · 52.0 · 43.0 %');
    expect([figures('rmm').length, figures('head').length, stale('rmm').length]).toEqual([3, 1, 0]);
  });

  it('name the losses of a share by their full names', () => {
    shown();
    expect(figures('rmm').map((figure) => [figure.textContent, figure.getAttribute('title')])).toContainEqual([
      '25 % of the loss',
      'Share of the total loss: Relation-aware missing modal recalling (RMMR): error of the recalled features',
    ]);
  });

  it.each<[string, (graph: GraphDocument) => GraphDocument]>([
    ['a parameter', (graph) => setParameter(graph, ['avr'], 'steps', 3)],
    ['a wire', (graph) => remove(graph, new Set(), new Set(['rmm/audio → avr/audio']))],
    ['a node', (graph) => remove(graph, new Set(['avr']))],
  ])('are stale once %s has changed, with the reason, until that is undone', (_, change) => {
    shown();
    act(() => edit(change));
    for (const id of ['rmm', 'head']) {
      expect([id, stale(id).length]).toEqual([id, figures(id).length]);
      for (const figure of stale(id)) {
        expect(figure.getAttribute('title')).toBe(reason);
        expect(figure.textContent).toContain(reason);
      }
    }
    act(() => setLanguage('ko'));
    expect(stale('head')[0]?.getAttribute('title')).toMatch(/그래프가 바뀌었습니다/);
    act(undo);
    expect([...stale('rmm'), ...stale('head')]).toEqual([]);
    expect(figures('rmm')).toHaveLength(3);
  });

  it.each<[string, (graph: GraphDocument) => void]>([
    ['is loaded again before the change', () => act(() => edit((graph) => setParameter(graph, ['avr'], 'steps', 3)))],
    [
      'is loaded again after the change',
      (saved) =>
        act(() => {
          const document = setParameter(copyOf(saved), ['avr'], 'steps', 3);
          restoreGraphs([{ document, saved: copyOf(saved), fileName: undefined }], 0);
        }),
    ],
  ])('are stale with the reason where the window %s', (_, change) => {
    const graph = tinyPipeline();
    renderPanel(<Canvas />, copyOf(graph));
    act(() => session.setState({ graphs: new Map([['r', graph]]), log }));
    expect([figures('rmm').length, stale('rmm').length]).toEqual([3, 0]);
    change(graph);
    expect([figures('rmm').length, stale('rmm').length, stale('head').length]).toEqual([3, 3, 1]);
    expect(stale('head')[0]?.getAttribute('title')).toBe(reason);
    // A node that is added later with the id of a trained one has no figures.
    const rmm = currentDocument().nodes.find(({ id }) => id === 'rmm');
    act(() => edit((now) => remove(now, new Set(['rmm']))));
    act(() => edit((now) => ({ ...now, nodes: [...now.nodes, ...(rmm ? [rmm] : [])] })));
    expect([figures('rmm').length, stale('head').length]).toEqual([0, 1]);
  });

  it('stay unchanged if nothing that is trained has changed', () => {
    shown();
    act(() => edit((graph) => move(graph, new Map([['rmm', { x: 5, y: 700 }]]))));
    act(() => addNode('audio-encoder', { x: 900, y: 900 }));
    expect(figures('rmm')).toHaveLength(3);
    expect([...stale('rmm'), ...stale('head')]).toEqual([]);
  });

  it('are on no node that was pasted or added after the run began, whatever its id', () => {
    shown();
    act(() => pasteFragment(fragmentOf(currentDocument(), new Set(['rmm', 'head', 'trainer']))));
    for (const id of ['rmm-2', 'head-2', 'trainer-2'])
      expect([id, node(id) !== null, figures(id)]).toEqual([id, true, []]);
    const rmm = currentDocument().nodes.find(({ id }) => id === 'rmm');
    act(() => edit((graph) => remove(graph, new Set(['rmm']))));
    act(() => edit((graph) => ({ ...graph, nodes: [...graph.nodes, ...(rmm ? [rmm] : [])] })));
    expect(node('rmm')).not.toBeNull();
    expect(figures('rmm')).toEqual([]);
    act(undo);
    act(undo);
    expect(figures('rmm')).toHaveLength(3);
  });
});
