// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { runRow } from '../../../test/fixtures/run-rows';
import { verbatim } from '../../../engine/contract/messages';
import { formatDocument } from '../../../graph-nodes/graph/document';
import { renderPanel } from '../../../test/fixtures/panel';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { actions } from '../../commands/actions';
import { currentDocument } from '../../documents/active-graph';
import { openGraph } from '../../documents/open-graphs';
import { presets } from '../../documents/presets';
import { noteRecent } from '../../documents/recent';
import { client, session } from '../../session/session';
import { openDialog, panels, type PanelState } from '../../ui/panels';
import { catalogue } from '../../words/kinds';
import { messages } from '../../words';
import { ContextMenu } from '../dialogs/ContextMenu';
import { Experiments } from '../experiments/Experiments';
import { experiments } from '../experiments/store';
import { TopBar } from '../top-bar/TopBar';
import { CommandPalette } from './CommandPalette';
import { useEntries } from './entries';

/** The entries of the palette as a list. */
const Entries = () => (
  <ul data-testid="entries">
    {useEntries().map(({ id, title }) => (
      <li key={id} data-id={id}>
        {title}
      </li>
    ))}
  </ul>
);
const entries = () => [...screen.getByTestId('entries').querySelectorAll('li')];
const ids = () => entries().map(({ dataset }) => dataset['id']);

const backends = [{ name: 'cpu' as const, available: true, detail: verbatim('pure JavaScript') }];
const log = {
  status: {
    run: 'run-1',
    title: 'Tiny',
    state: 'training',
    message: { code: 'runTraining' },
    epoch: 0,
    epochs: 1,
    step: 1,
    steps: 9,
    secondsPerStep: null,
    secondsLeft: null,
  },
  steps: [],
  epochs: [],
} as const;

/** Titles of the palette. */
const titles = () => entries().map(({ textContent }) => textContent ?? '');

/** True if the palette has a command with a label: its title, or the last part of it, begins with the label. */
const has = (label: string): boolean =>
  titles().some((title) =>
    [title, title.split(': ').at(-1) ?? ''].some((part) => part.startsWith(label.replace('…', ''))),
  );

/** Name of an element: its label, else its text without keys and details. */
function nameOf(element: HTMLElement): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const copy = element.cloneNode(true) as HTMLElement;
  for (const extra of copy.querySelectorAll('kbd, .recent-file, .backend-detail')) extra.remove();
  return (copy.textContent ?? '').trim();
}

describe('the command palette has', () => {
  it('every button of the top bar and every item of its menus', async () => {
    act(() => noteRecent({ fileName: 'a.json', title: 'Yesterday', text: formatDocument(tinyPipeline()) }));
    const missing: string[] = [];
    for (const running of [false, true]) {
      const user = renderPanel(
        <>
          <TopBar />
          <Entries />
        </>,
      );
      act(() => session.setState({ connection: 'connected', backends, ...(running && { log }) }));
      await screen.findByText(/^Open lesson: 1\. /);
      for (const button of screen.getAllByRole('button')) {
        const name = nameOf(button);
        // A button is a command of the palette, or it opens a menu whose items are.
        if (button.getAttribute('aria-haspopup') !== 'menu' && has(name)) continue;
        await user.click(button);
        const items = screen.queryAllByRole('menuitem').concat(screen.queryAllByRole('menuitemradio'));
        if (items.length === 0) missing.push(name);
        missing.push(...items.map(nameOf).filter((item) => !has(item)));
        await user.keyboard('{Escape}');
      }
      cleanup();
    }
    expect(missing).toEqual([]);
  });

  it('every item of the context menus and every action with a key', () => {
    renderPanel(
      <>
        <ContextMenu />
        <Entries />
      </>,
    );
    const targets: NonNullable<PanelState['menu']>['on'][] = ['canvas', 'node', 'nodes', 'frame', 'note', 'wire'];
    for (const on of targets) {
      act(() => panels.setState({ menu: { screen: { x: 0, y: 0 }, on } }));
      const items = screen.getAllByRole('menuitem').map(nameOf);
      expect(items.filter((item) => !has(item) && item !== messages().actions.commands)).toEqual([]);
    }
    expect(actions.filter(({ id }) => id !== 'commands' && !ids().includes(id))).toEqual([]);
  });

  it('every kind of node, preset, bundled study, page, study and run, each once', async () => {
    experiments.setState({
      studies: [
        {
          study: 'sweep',
          title: 'Sweep',
          state: 'finished',
          message: verbatim(''),
          runs: 1,
          done: 1,
          running: 0,
          failed: 0,
          secondsLeft: null,
        },
      ],
      loose: [runRow('run-9', { title: 'Nine' })],
    });
    renderPanel(<Entries />);
    await vi.waitFor(() => expect(titles()).toContain('Open study: Collapse and repair'));
    expect(titles()).toEqual(
      expect.arrayContaining([
        ...catalogue().map(({ title }) => `Add node: ${title}`),
        ...presets.map(({ document }) => `Open preset: ${document.title}`),
        ...['Runs', 'Study', 'Table', 'Curves', 'Parallel coordinates'].map((page) => `Experiments: ${page}`),
        'Show study: Sweep',
        'Open run: Nine',
        'Pause the run',
        'Language: 한국어',
        'Light or dark: Dark',
        'Backend: auto',
      ]),
    );
    expect(new Set(ids()).size).toBe(ids().length);
    experiments.setState(experiments.getInitialState(), true);
  });
});

describe('the command palette', () => {
  async function choose(user: ReturnType<typeof renderPanel>, query: string): Promise<void> {
    act(() => openDialog('commands'));
    fireEvent.change(screen.getByRole('textbox'), { target: { value: query } });
    await user.type(screen.getByRole('textbox'), '{Enter}');
  }

  it('opens a preset, shows the other graph again, and sets theme, backend and language', async () => {
    const user = renderPanel(<CommandPalette />);
    act(() => session.setState({ backends }));
    act(() => openGraph({ ...tinyPipeline(), title: 'Second' }));
    await choose(user, 'open preset: orchestra: retrieval');
    expect(currentDocument().title).toBe('Orchestra: retrieval');
    await choose(user, 'light or dark: dark');
    expect(document.documentElement.dataset['mantineColorScheme']).toBe('dark');
    await choose(user, 'backend: cpu');
    expect(session.getState().backend).toBe('cpu');
    await choose(user, 'language: 한국어');
    expect(document.documentElement.lang).toBe('ko');
  });

  it('pauses, resumes and stops the run, and lists them as disabled without one', async () => {
    const request = vi.spyOn(client, 'request').mockRejectedValue(new Error('not now'));
    const user = renderPanel(<CommandPalette />);
    act(() => openDialog('commands'));
    const option = (name: RegExp) => screen.getByRole('option', { name });
    expect(option(/^Pause the run/).getAttribute('data-combobox-disabled')).toBe('true');
    act(() => panels.setState({ dialog: undefined }));
    act(() => session.setState({ connection: 'connected', log }));
    await choose(user, 'pause the run');
    act(() => session.setState({ log: { ...log, status: { ...log.status, state: 'paused' } } }));
    await choose(user, 'resume the paused run');
    await choose(user, 'stop the run');
    const asked = request.mock.calls.map(([method]) => method);
    expect(asked.filter((method) => ['pauseRun', 'continueRun', 'stop'].includes(method))).toEqual([
      'pauseRun',
      'continueRun',
      'stop',
    ]);
  });

  it('opens the study form with the alternatives of the selected node', async () => {
    vi.spyOn(client, 'request').mockReturnValue(new Promise(() => undefined));
    const user = renderPanel(
      <>
        <CommandPalette />
        <Experiments />
      </>,
    );
    await choose(user, 'study the alternatives');
    const form = await screen.findByRole('group', { name: 'Alternatives of a node…' });
    expect(within(form).getByRole('checkbox', { name: 'Retrieval' })).toBeTruthy();
    experiments.setState(experiments.getInitialState(), true);
  });
});
