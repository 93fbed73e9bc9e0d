// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freeze, tinyPipeline } from '../../test/fixtures/graphs';
import { renderPanel } from '../../test/fixtures/panel';
import { withStages } from '../../test/fixtures/stages';
import { addNode } from '../commands/commands';
import { currentDocument, edit, setGestures, undo } from '../documents/active-graph';
import { emptyDocument, setParameter } from '../documents/editing';
import { startOwnRun } from '../session/own-run';
import { session } from '../session/session';
import { panels } from '../ui/panels';
import { Canvas } from './Canvas';
import { InlineTitle } from './InlineTitle';

describe('the canvas', () => {
  it('draws every node with its title and its problems', () => {
    renderPanel(<Canvas />);
    for (const { id } of tinyPipeline().nodes) {
      expect(document.querySelector(`.react-flow__node[data-id="${id}"]`)).not.toBeNull();
    }
    act(() => edit((graph) => setParameter(graph, ['rmm'], 'slots', 0)));
    const node = document.querySelector('.react-flow__node[data-id="rmm"]');
    expect(node?.textContent).toContain('RMM generator');
    expect(node?.querySelector('[data-severity="error"]')?.textContent).toMatch(/at least 1|“slots”/);
  });

  it('marks changed nodes of a graph that was opened, and no node of a graph that started empty', () => {
    const marks = () => document.querySelectorAll('.node-unsaved').length;
    renderPanel(<Canvas />);
    expect(marks()).toBe(0);
    act(() => edit((graph) => setParameter(graph, ['rmm'], 'slots', 7)));
    expect(marks()).toBe(1);
    cleanup();
    renderPanel(<Canvas />, emptyDocument());
    act(() => addNode('rmm-generator', { x: 0, y: 0 }));
    expect(document.querySelectorAll('.react-flow__node')).toHaveLength(1);
    expect(marks()).toBe(0);
  });

  it('marks frozen nodes, those of the current stage of a training, and the number of stages', () => {
    const stages = [
      { name: 'backbone', parameters: {}, frozen: [] },
      { name: 'repair', parameters: {}, frozen: ['head', 'rmm'] },
    ];
    const graph = withStages(freeze(tinyPipeline(), 'rmm'), stages);
    renderPanel(<Canvas />, graph);
    const node = (id: string) => document.querySelector(`.react-flow__node[data-id="${id}"]`);
    const mark = (id: string) => node(id)?.querySelector('.node-frozen')?.getAttribute('aria-label');
    const line = (id: string) => node(id)?.querySelector('.node')?.getAttribute('data-frozen');
    expect([mark('rmm'), line('rmm'), mark('head')]).toEqual(['Frozen', 'graph', undefined]);
    expect(node('rmm')?.getAttribute('aria-label')).toBe('RMM generator, node rmm, frozen');
    expect(node('trainer')?.textContent).toContain('2 stages');

    onTestFinished(startOwnRun());
    const status = {
      run: 'r',
      title: '',
      message: { code: 'runTraining' },
      epoch: 0,
      epochs: 2,
      step: 1,
      steps: 9,
    } as const;
    const log = (state: 'training' | 'finished', index: number) => ({
      status: {
        ...status,
        ...{ state, stage: { index, count: 2, name: '' }, secondsPerStep: null, secondsLeft: null },
      },
      steps: [],
      epochs: [],
    });
    const follow = (...run: Parameters<typeof log>) =>
      act(() => session.setState({ graphs: new Map([['r', graph]]), log: log(...run) }));
    follow('training', 1);
    expect(mark('head')).toBeUndefined();
    follow('training', 2);
    expect([mark('rmm'), mark('head'), line('head')]).toEqual(['Frozen', 'Frozen in this stage', 'stage']);
    follow('finished', 2);
    expect(mark('head')).toBeUndefined();
  });

  it('inserts a node into the wires that it is dropped on, as one step of the history', () => {
    const pipeline = tinyPipeline();
    renderPanel(<Canvas />, pipeline);
    act(() => addNode('feed-forward-imputer', { x: 1500, y: 0 }, 'avr/audio → head/audio'));
    const wired = currentDocument().edges.filter(({ from }) => from.node === 'feed-forward-imputer');
    expect(wired.map(({ to }) => `${to.node}/${to.socket}`)).toEqual(['head/audio', 'head/visual']);
    expect(currentDocument().nodes.find(({ id }) => id === 'head')?.position.x).toBeGreaterThan(1750);
    act(undo);
    expect(currentDocument()).toBe(pipeline);
  });

  it('offers the gallery while it is empty', async () => {
    const user = renderPanel(<Canvas />, emptyDocument());
    await user.click(screen.getByRole('button', { name: /gallery/i }));
    expect(panels.getState().dialog).toBe('gallery');
  });
});

describe('a title on the canvas', () => {
  const Title = () => (
    <InlineTitle
      id="rmm"
      title="RMM"
      label="Title of the node"
      className="node-title"
      onRename={(title) => edit((graph) => ({ ...graph, title }))}
    />
  );

  it.each([
    ['{Enter}', 'New'],
    ['{Escape}', 'Tiny pipeline'],
  ])('is edited until %s', async (key, title) => {
    const user = renderPanel(<Title />);
    act(() => setGestures({ renaming: 'rmm' }));
    await user.clear(screen.getByRole('textbox'));
    await user.type(screen.getByRole('textbox'), `New${key}`);
    expect(currentDocument().title).toBe(title);
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});
