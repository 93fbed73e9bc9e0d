// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import type { Stage } from '../../../graph-nodes/graph/document';
import { freeze, tinyPipeline } from '../../../test/fixtures/graphs';
import { withStages } from '../../../test/fixtures/stages';
import { currentDocument, edit, select } from '../../documents/active-graph';
import { recovery } from '../../documents/draft';
import { emptyDocument, remove, setParameter } from '../../documents/editing';
import { documentOf } from '../../documents/open-graph';
import { anyUnsaved, graphs, type DraftGraph } from '../../documents/open-graphs';
import { confirm } from '../../ui/confirm';
import { openDialog, panels } from '../../ui/panels';
import { notify, showProgress } from '../../ui/toasts';
import { Confirm } from './Confirm';
import { ContextMenu } from './ContextMenu';
import { DiffDialog } from './DiffDialog';
import { Recovery } from './Recovery';
import { Shortcuts } from './Shortcuts';
import { Toasts } from './Toasts';

describe('the differences', () => {
  it('lists what has changed since the graph was saved', () => {
    renderPanel(<DiffDialog />);
    act(() => openDialog('diff'));
    expect(screen.getByText('There are no differences.')).toBeTruthy();
    act(() => {
      edit((document) => setParameter(document, ['rmm'], 'slots', 7));
      edit((document) => remove(document, new Set(['question'])));
    });
    const list = screen.getByRole('list', { name: 'Differences' });
    expect(within(list).getByText('RMM generator (rmm), Slots L: 5 → 7')).toBeTruthy();
    expect(within(list).getByText('Node Question encoder (question)').parentElement?.textContent).toMatch(/^−/);
  });
});

it('compares frozen nodes and stages in words', () => {
  const repair: Stage = { name: 'repair', parameters: { complete: 0 }, frozen: ['head'] };
  const backbone: Stage = { name: 'backbone', parameters: {}, frozen: [] };
  renderPanel(<DiffDialog />, withStages(tinyPipeline(), [backbone, repair]));
  act(() => openDialog('diff'));
  const lines = (stages: readonly Stage[], ...frozen: readonly string[]) => {
    act(() => edit(() => freeze(withStages(tinyPipeline(), stages), ...frozen)));
    return screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  };
  expect(lines([backbone, repair], 'rmm')).toEqual(['~RMM generator (rmm) is frozen']);
  expect(lines([repair, backbone])).toEqual(['~Trainer (trainer), order of the stages: repair → backbone']);
  expect(lines([backbone, { ...repair, name: 'restore', parameters: {}, frozen: ['rmm'] }])).toEqual([
    '~Trainer (trainer): stage “repair” is now named “restore”',
    '~Trainer (trainer), stage “restore”, Scenario: complete: 0 → the Trainer’s value',
    '~Trainer (trainer), stage “restore”: AVST QA head (head) is trained',
    '~Trainer (trainer), stage “restore”: RMM generator (rmm) is frozen',
  ]);
  const bypassing = [backbone, { ...repair, bypassed: ['avr'] }];
  expect(lines(bypassing)).toEqual(['~Trainer (trainer), stage “repair”: AVR diffusion (avr) is bypassed']);
  expect(lines([backbone])).toEqual(['−Trainer (trainer): stage “repair”']);
  expect(lines([backbone, repair, { ...backbone, name: 'end' }])).toEqual(['+Trainer (trainer): stage “end”']);
});

describe('recovery', () => {
  const graphOf = (title: string): DraftGraph => ({
    document: { ...tinyPipeline(), title },
    saved: tinyPipeline(),
    fileName: `${title}.json`,
  });
  const leave = () => {
    const key = 'studio-draft/gone';
    const time = new Date(2026, 0, 2, 3, 4).getTime();
    const left = [graphOf('First'), graphOf('Second')];
    localStorage.setItem(key, JSON.stringify({ current: 0, time, graphs: left }));
    act(() => recovery.setState({ left: left.map((graph) => ({ key, time, graph })) }));
  };
  const stored = () => localStorage.getItem('studio-draft/gone') ?? '';

  it('shows each graph with its file, date and picture, and opens one with its unsaved changes', async () => {
    const user = renderPanel(<Recovery />);
    leave();
    const items = screen.getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('FirstFirst.jsonChanged 2026-01-02 03:04'),
      expect.stringContaining('SecondSecond.jsonChanged 2026-01-02 03:04'),
    ]);
    expect(items.every((item) => item.querySelectorAll('svg.graph-picture rect').length === 9)).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Open “First”' }));
    expect([currentDocument().title, anyUnsaved()]).toEqual(['First', true]);
    expect([stored().includes('First'), stored().includes('Second')]).toEqual([false, true]);
    await user.click(screen.getByRole('button', { name: 'Discard “Second”' }));
    expect(stored()).toBe('');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('opens or discards all of them', async () => {
    const user = renderPanel(<Recovery />);
    const before = graphs.getState().open.length;
    leave();
    await user.click(screen.getByRole('button', { name: 'Discard all' }));
    expect([graphs.getState().open.length, stored()]).toEqual([before, '']);
    leave();
    await user.click(screen.getByRole('button', { name: 'Open all' }));
    expect([
      graphs
        .getState()
        .open.map((graph) => documentOf(graph).title)
        .slice(-2),
      stored(),
    ]).toEqual([['First', 'Second'], '']);
  });
});

it('lists the shortcuts by group', () => {
  renderPanel(<Shortcuts />);
  act(() => openDialog('shortcuts'));
  const group = screen.getByRole('heading', { name: 'Edit' }).parentElement;
  expect(group?.textContent).toContain('Ctrl + ZUndo');
  expect(group?.textContent).toContain('TFreeze or unfreeze');
});

it('runs an action of the context menu and closes it', async () => {
  const user = renderPanel(<ContextMenu />);
  act(() => {
    select(['rmm']);
    panels.setState({ menu: { screen: { x: 10, y: 10 }, on: 'node' } });
  });
  await user.click(screen.getByRole('menuitem', { name: /^Bypass/ }));
  expect(currentDocument().nodes.find(({ id }) => id === 'rmm')?.bypassed).toBe(true);
  expect(screen.queryByRole('menuitem')).toBeNull();
  act(() => panels.setState({ menu: { screen: { x: 10, y: 10 }, on: 'node' } }));
  await user.click(screen.getByRole('menuitem', { name: /^Freeze/ }));
  expect(currentDocument().nodes.find(({ id }) => id === 'rmm')?.frozen).toBe(true);
});

describe('a confirmation', () => {
  const question = { title: 'Unsaved changes', text: 'They would be lost.', proceed: 'Discard' };

  it.each([
    ['Discard', true],
    ['Close', false],
  ])('is answered by %s', async (name, answer) => {
    const user = renderPanel(<Confirm />);
    let asked: Promise<boolean> | undefined;
    act(() => {
      asked = confirm(question);
    });
    expect(screen.getByText('They would be lost.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name }));
    expect(await asked).toBe(answer);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('messages', () => {
  it('are shown once each, errors as alerts, and dismissed', async () => {
    const user = renderPanel(<Toasts />);
    act(() => {
      notify('error', 'It failed.');
      notify('error', 'It failed.');
      notify('info', 'Saved.');
    });
    expect(screen.getByRole('alert').textContent).toBe('It failed.');
    await user.click(within(screen.getByRole('alert')).getByRole('button'));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('status').textContent).toBe('Saved.');
  });

  it('disappear after some seconds', () => {
    vi.useFakeTimers();
    renderPanel(<Toasts />);
    act(() => notify('info', 'Saved.'));
    act(() => vi.advanceTimersByTime(4000));
    expect(screen.queryByRole('status')).toBeNull();
    vi.useRealTimers();
  });

  it('stay while they are pointed at, and then for their whole duration', () => {
    vi.useFakeTimers();
    renderPanel(<Toasts />);
    act(() => notify('info', 'Saved.'));
    act(() => vi.advanceTimersByTime(3000));
    fireEvent.pointerEnter(screen.getByRole('status'));
    act(() => vi.advanceTimersByTime(60_000));
    expect(screen.getByRole('status').textContent).toBe('Saved.');
    fireEvent.pointerLeave(screen.getByRole('status'));
    act(() => vi.advanceTimersByTime(3999));
    expect(screen.getByRole('status').textContent).toBe('Saved.');
    act(() => vi.advanceTimersByTime(1));
    expect(screen.queryByRole('status')).toBeNull();
    vi.useRealTimers();
  });

  it('disappear with Escape, except for those of progress; a new report of success replaces an earlier one', async () => {
    const cancel = vi.fn();
    const user = renderPanel(<Toasts />);
    const shown = () => screen.queryAllByRole('status').map(({ textContent }) => textContent);
    let progress: ReturnType<typeof showProgress> | undefined;
    act(() => {
      progress = showProgress('Exporting…', cancel);
      notify('info', 'Deleted.', { label: 'Undo', run: () => undefined });
      notify('info', 'Saved a.json.');
      notify('info', 'Saved b.json.');
    });
    expect(shown()).toEqual(['Exporting…', 'Deleted.Undo', 'Saved b.json.']);
    await user.keyboard('{Escape}');
    expect(shown()).toEqual(['Exporting…']);
    expect(cancel).not.toHaveBeenCalled();
    act(() => progress?.end());
    expect(shown()).toEqual([]);
  });
});

it('compares with the chosen preset', async () => {
  const user = renderPanel(<DiffDialog />, emptyDocument());
  act(() => openDialog('diff'));
  await user.click(screen.getByRole('combobox', { name: 'Compare with' }));
  await user.click(await screen.findByText('Gallery: Orchestra: question only'));
  expect(screen.getAllByText(/^Node /).length).toBeGreaterThan(3);
});
