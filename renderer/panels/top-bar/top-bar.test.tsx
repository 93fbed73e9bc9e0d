// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { verbatim } from '../../../engine/contract/messages';
import { renderPanel } from '../../../test/fixtures/panel';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { currentDocument, edit } from '../../documents/active-graph';
import { remove } from '../../documents/editing';
import { graphs, openGraph } from '../../documents/open-graphs';
import { noteRecent } from '../../documents/recent';
import { formatDocument } from '../../../graph-nodes/graph/document';
import { runningStudies } from '../../session/running-studies';
import { client, session } from '../../session/session';
import { panels } from '../../ui/panels';
import { TabBar } from './TabBar';
import { TopBar } from './TopBar';

const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });

describe('the top bar', () => {
  it('renames the graph, shows that it is unsaved, and undoes and redoes', async () => {
    const user = renderPanel(<TopBar />);
    expect(button('Undo').disabled).toBe(true);
    await user.type(screen.getByRole('textbox', { name: 'Title of the graph' }), '!{Enter}');
    expect(currentDocument().title).toBe('Tiny pipeline!');
    expect(screen.getByTestId('save-state').textContent).toBe('Unsaved changes');
    await user.click(button('Undo'));
    expect(currentDocument().title).toBe('Tiny pipeline');
    await user.click(button('Redo'));
    expect(currentDocument().title).toBe('Tiny pipeline!');
  });

  it('opens dialogs', async () => {
    const user = renderPanel(<TopBar />);
    await user.click(button('Gallery'));
    expect(panels.getState().dialog).toBe('gallery');
    await user.click(button('Experiments'));
    expect(panels.getState().dialog).toBe('experiments');
  });

  it('trains with the chosen backend once the engine is connected', async () => {
    const request = vi.spyOn(client, 'request').mockResolvedValue({ run: 'run-1' });
    const user = renderPanel(<TopBar />);
    expect(button('Train').getAttribute('aria-disabled')).toBe('true');
    const backends = [{ name: 'cpu' as const, available: true, detail: verbatim('pure JavaScript') }];
    act(() => session.setState({ connection: 'connected', backends }));
    await user.click(button('Backend: auto (cpu)'));
    await user.click(await screen.findByRole('menuitemradio', { name: /^cpu/ }));
    await user.click(button('Train'));
    expect(request).toHaveBeenCalledWith('train', { graph: currentDocument(), backend: 'cpu' });
    expect(panels.getState().livePanelOpen).toBe(true);
  });

  it('shows the reason that it cannot train', () => {
    renderPanel(<TopBar />);
    act(() => edit((document) => remove(document, new Set(['trainer']))));
    const reason = button('Train').getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(reason)?.textContent).toMatch(/no Trainer/);
  });

  it('shows that a run would train beside a study, while one runs', () => {
    renderPanel(<TopBar />);
    act(() => session.setState({ connection: 'connected' }));
    const about = () =>
      document.getElementById(button('Train').getAttribute('aria-describedby') ?? '')?.textContent ?? '';
    const beside = /The study “Long” is running\. A run that starts now trains at the same time/;
    expect(about()).not.toMatch(beside);
    const counts = { runs: 3, done: 1, running: 1, failed: 0, secondsLeft: null };
    const study = { study: 'long', title: 'Long', state: 'running', message: verbatim(''), ...counts } as const;
    act(() => runningStudies.setState({ list: [study] }));
    expect(about()).toMatch(beside);
    act(() => runningStudies.setState({ list: [] }));
    expect(about()).not.toMatch(beside);
  });

  it('pauses, stops and continues a run', async () => {
    const request = vi.spyOn(client, 'request').mockRejectedValue(new Error('not now'));
    const user = renderPanel(<TopBar />);
    const status = {
      run: 'run-1',
      title: 'Tiny',
      state: 'training',
      message: { code: 'runTraining' },
      epoch: 0,
      epochs: 1,
    } as const;
    const log = {
      status: { ...status, step: 1, steps: 9, secondsPerStep: null, secondsLeft: null },
      steps: [],
      epochs: [],
    };
    act(() => session.setState({ connection: 'connected', log }));
    await user.click(button('Pause'));
    await user.click(button('Stop'));
    act(() => session.setState({ log: { ...log, status: { ...log.status, state: 'paused' } } }));
    await user.click(button('Continue'));
    expect(request.mock.calls.map(([method]) => method)).toEqual(['pauseRun', 'stop', 'continueRun']);
    await user.click(button('Run one epoch'));
    expect(request.mock.lastCall).toEqual(['stepRun', { run: 'run-1', by: 'epoch' }]);
  });

  it('opens a recent graph', async () => {
    const graph = { ...tinyPipeline(), title: 'Yesterday' };
    act(() => noteRecent({ fileName: 'yesterday.json', title: graph.title, text: formatDocument(graph) }));
    const user = renderPanel(<TopBar />);
    await user.click(button('Recent graphs'));
    await user.click(await screen.findByRole('menuitem', { name: /Yesterday/ }));
    expect(currentDocument().title).toBe('Yesterday');
    expect(screen.getByTestId('save-state').textContent).toBe('Saved in yesterday.json');
  });

  it('switches language and colour scheme', async () => {
    const user = renderPanel(<TopBar />);
    await user.click(button('Light or dark'));
    await user.click(await screen.findByRole('menuitemradio', { name: 'Dark' }));
    expect(document.documentElement.dataset['mantineColorScheme']).toBe('dark');
    await user.click(button(/^Language/));
    await user.click(await screen.findByRole('menuitemradio', { name: '한국어' }));
    expect(button('갤러리')).toBeTruthy();
  });

  it('compares graphs from the share menu', async () => {
    const user = renderPanel(<TopBar />);
    await user.click(button('Share'));
    await user.click(await screen.findByRole('menuitem', { name: /differ|Compare/i }));
    expect(panels.getState().dialog).toBe('diff');
  });
});

describe('the tabs', () => {
  it('are hidden for one graph; show, switch and close several', async () => {
    const user = renderPanel(<TabBar />);
    expect(screen.queryByRole('navigation')).toBeNull();
    act(() => {
      edit((document) => ({ ...document, title: 'First' }));
      openGraph({ ...tinyPipeline(), title: 'Second' }, { fileName: 'second.json' });
    });
    expect(button('Second').getAttribute('aria-current')).toBe('page');
    expect(screen.getAllByRole('img', { name: 'Unsaved changes' })).toHaveLength(1);
    await user.click(screen.getByTitle('First'));
    expect(currentDocument().title).toBe('First');
    await user.click(button('Close Second'));
    expect(graphs.getState().open).toHaveLength(1);
    expect(screen.queryByRole('navigation')).toBeNull();
  });
});
