// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import { catalogue } from '../../../graph-nodes/nodes/catalogue';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { accuraciesOf, resultOf } from '../../../test/fixtures/results';
import { currentDocument, edit, select, selected, undo } from '../../documents/active-graph';
import { initialParameters } from '../../documents/dataset-settings';
import {
  addNode,
  connect,
  edgeKey,
  emptyDocument,
  group,
  remove,
  setParameter,
  toggleBypass,
} from '../../documents/editing';
import { frameId } from '../../documents/frames';
import { addNote } from '../../documents/notes';
import { client } from '../../session/session';
import { panels } from '../../ui/panels';
import { Inspector } from './Inspector';

const chosen = (...nodes: string[]) => act(() => select(nodes));
const parameter = (node: string, name: string) =>
  currentDocument().nodes.find(({ id }) => id === node)?.parameters[name];
const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name, { selector: 'input' });

describe('the inspector of a node', () => {
  it('commits a valid number on Enter as one step of the history', async () => {
    const user = renderPanel(<Inspector />);
    chosen('rmm');
    await user.clear(field('Slots L'));
    await user.type(field('Slots L'), '12');
    expect(parameter('rmm', 'slots')).toBe(5);
    await user.keyboard('{Enter}');
    expect(parameter('rmm', 'slots')).toBe(12);
    act(undo);
    expect(field('Slots L').value).toBe('5');
  });

  it('starts at the top after another selection', () => {
    renderPanel(<Inspector />);
    const view = () => document.querySelector<HTMLElement>('.mantine-ScrollArea-viewport');
    chosen('rmm');
    const before = view();
    if (before) before.scrollTop = 120;
    act(() => edit((document) => setParameter(document, ['rmm'], 'slots', 7)));
    expect(view()?.scrollTop).toBe(120);
    chosen('trainer');
    expect(view()?.scrollTop).toBe(0);
  });

  it('keeps a value out of bounds, shows its error, and fixes it', async () => {
    const user = renderPanel(<Inspector />);
    chosen('rmm');
    await user.clear(field('Slots L'));
    await user.type(field('Slots L'), '0{Enter}');
    expect(parameter('rmm', 'slots')).toBe(0);
    expect(field('Slots L').getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(/^Expected a whole number from 1 to 2048/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /Set Slots L .*1/ }));
    expect(parameter('rmm', 'slots')).toBe(1);
    expect(field('Slots L').getAttribute('aria-invalid')).not.toBe('true');
  });

  it('groups the parameters of a Trainer, collapses the rare ones, names the changed ones, and keeps the state', async () => {
    const trainer = { ...initialParameters(tinyPipeline(), 'trainer'), clipNorm: 5 };
    const user = renderPanel(<Inspector />, tinyPipeline({ trainer }));
    chosen('trainer');
    const groupOf = (name: string) => screen.getByRole('group', { name });
    const headings = () => screen.getAllByRole('heading', { level: 4 }).map(({ textContent }) => textContent);
    expect(headings()).toEqual([
      'Run',
      'Optimizer',
      'Learning rate schedule',
      'Best epoch and checkpoints',
      'Scenarios',
      'Losses',
    ]);
    expect(within(groupOf('Run')).getByLabelText('Epochs')).toBeTruthy();
    expect(screen.queryByLabelText('Gradient clipping')).toBeNull();
    const fold = () => within(groupOf('Optimizer')).getByRole('button', { name: /^More/ });
    expect(fold().textContent).toBe('More (3), changed: Gradient clipping');
    expect(within(groupOf('Losses')).getByRole('button', { name: /^More/ }).textContent).toBe('More (6)');
    await user.click(fold());
    expect(within(groupOf('Optimizer')).getByLabelText<HTMLInputElement>('Gradient clipping').value).toBe('5');
    chosen('rmm');
    chosen('trainer');
    expect(fold().getAttribute('aria-expanded')).toBe('true');
    await user.click(fold());
    expect(screen.queryByLabelText('Gradient clipping')).toBeNull();
  });

  it('keeps the switch “Frozen” in place, disabled with a reason, if a parameter leaves the node without weights', () => {
    renderPanel(<Inspector />, tinyPipeline({ missing: { fill: 'token' } }));
    chosen('missing');
    const frozen = () => screen.getByRole<HTMLInputElement>('switch', { name: /^Frozen/ });
    const reason = 'With its present parameters, this node has no weights to freeze.';
    expect(frozen().disabled).toBe(false);
    expect(screen.queryByText(reason)).toBeNull();
    act(() => edit((document) => setParameter(document, ['missing'], 'fill', 'zeros')));
    expect(frozen().disabled).toBe(true);
    expect(screen.getByText(reason)).toBeTruthy();
  });

  it('shows that modalities are dropped one at a time', () => {
    renderPanel(<Inspector />);
    chosen('missing');
    for (const title of ['Dropped while training, one at a time', 'Dropped while testing, one at a time']) {
      expect(screen.getByLabelText(title, { selector: 'input' })).toBeTruthy();
    }
    expect(screen.getAllByText(/never both at once/)).toHaveLength(2);
  });

  it('opens the alternatives of a node that has some', async () => {
    const user = renderPanel(<Inspector />);
    chosen('trainer');
    expect(screen.queryByRole('button', { name: 'Study alternatives…' })).toBeNull();
    chosen('rmm');
    await user.click(screen.getByRole('button', { name: 'Study alternatives…' }));
    expect(panels.getState()).toMatchObject({ dialog: 'experiments', alternativesOf: 'rmm' });
  });

  it('shows a fresh node of each kind as unchanged', () => {
    renderPanel(<Inspector />, addNode(emptyDocument(), 'orchestra', { x: 0, y: 0 })[0]);
    const kinds = catalogue.kinds.filter(({ roles = [] }) => !roles.some(({ name }) => name === 'dataset'));
    for (const { kind } of kinds) {
      act(() => edit((document) => addNode(document, kind, { x: 0, y: 0 })[0]));
      chosen(kind);
      expect([kind, screen.queryAllByRole('button', { name: /^Reset|changed:/ })]).toEqual([kind, []]);
    }
  });

  it('resets one parameter, or all, to the values of a new node for the dataset, and names both defaults', async () => {
    const user = renderPanel(<Inspector />);
    chosen('rmm');
    expect(
      screen.getByText(/^Learnable slots .* Default: 512 for Orchestra, 75 with the paper’s settings/),
    ).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Reset Slots L to 512' }));
    expect(parameter('rmm', 'slots')).toBe(512);
    expect(screen.queryByRole('button', { name: /^Reset Slots L/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Reset all to default' }));
    const { parameters } = currentDocument().nodes.find(({ id }) => id === 'rmm') ?? {};
    expect(parameters).toEqual(initialParameters(currentDocument(), 'rmm-generator'));
    expect(screen.queryByRole('button', { name: /^Reset/ })).toBeNull();
  });

  it('resets a parameter to the default of its kind in a graph without a dataset', async () => {
    const user = renderPanel(<Inspector />, addNode(emptyDocument(), 'rmm-generator', { x: 0, y: 0 })[0]);
    chosen('rmm-generator');
    act(() => edit((document) => setParameter(document, ['rmm-generator'], 'slots', 9)));
    await user.click(screen.getByRole('button', { name: 'Reset Slots L to 75' }));
    expect(parameter('rmm-generator', 'slots')).toBeUndefined();
  });

  it('names and bypasses the node', async () => {
    const user = renderPanel(<Inspector />);
    chosen('rmm');
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Memory');
    await user.click(screen.getByRole('switch', { name: /Bypass/ }));
    expect(currentDocument().nodes.find(({ id }) => id === 'rmm')).toMatchObject({ title: 'Memory', bypassed: true });
  });

  it('offers no bypass if no input can replace an output, except to undo one', () => {
    renderPanel(<Inspector />);
    for (const id of ['dataset', 'audio', 'head', 'trainer']) {
      chosen(id);
      expect(screen.queryByRole('switch', { name: /Bypass/ })).toBeNull();
    }
    act(() => edit((document) => toggleBypass(document, new Set(['trainer']))));
    expect(screen.getByRole('switch', { name: /Bypass/ })).toBeTruthy();
  });

  it('freezes a node with variables, and several at once', async () => {
    const user = renderPanel(<Inspector />);
    const frozen = () => currentDocument().nodes.flatMap(({ id, frozen }) => (frozen ? [id] : []));
    chosen('dataset');
    expect(screen.queryByRole('switch', { name: /^Frozen/ })).toBeNull();
    chosen('rmm');
    await user.click(screen.getByRole('switch', { name: /^Frozen/ }));
    expect(frozen()).toEqual(['rmm']);
    chosen('dataset', 'rmm', 'head');
    await user.click(screen.getByRole('button', { name: 'Freeze or unfreeze' }));
    expect(frozen()).toEqual(['rmm', 'head']);
    await user.click(screen.getByRole('button', { name: 'Freeze or unfreeze' }));
    expect(frozen()).toEqual([]);
    act(undo);
    expect(frozen()).toEqual(['rmm', 'head']);
  });

  it('shows the connection of an input, and disconnects it', async () => {
    const user = renderPanel(<Inspector />);
    chosen('head');
    const connections = screen.getByRole('region', { name: 'Connections' });
    const input = within(connections).getAllByRole<HTMLInputElement>('combobox')[0];
    expect(input?.value).toMatch(/AVR diffusion.*\(avr\): audio/);
    await user.click(screen.getByLabelText('Disconnect audio'));
    expect(currentDocument().edges.some(({ to }) => to.node === 'head' && to.socket === 'audio')).toBe(false);
    expect(input?.value).toBe('');
  });

  it('edits a common parameter of several nodes', async () => {
    const user = renderPanel(<Inspector />);
    chosen('audio', 'question');
    expect(screen.getByRole('heading', { name: /^2 / })).toBeTruthy();
    await user.clear(field(/^Width/));
    await user.type(field(/^Width/), '16{Enter}');
    expect([parameter('audio', 'width'), parameter('question', 'width')]).toEqual([16, 16]);
  });
});

describe('the first weights of a Trainer', () => {
  const stored = (run: string, changed: number, state: 'finished' | 'failed' = 'finished') => ({
    run,
    folder: `/runs/${run}`,
    changed,
    title: `Run ${run}`,
    state,
    message: { code: 'runFinished' },
    ...{ epoch: 1, epochs: 1, step: 1, steps: 1, resumable: false },
    ...(state === 'finished' && { result: resultOf(accuraciesOf(61.24, 40, 30), 3) }),
  });
  const ofStudy = {
    ...{ name: 'Zero fill', row: 'Zero fill', settings: {}, bypassed: [], seed: 3, state: 'done', share: 1 },
    folder: '/runs/studies/repair/runs/zero-fill',
    result: resultOf(accuraciesOf(63, 40, 30), 3),
  };

  it('are chosen from the finished runs, the newest first, or typed as the path of another file', async () => {
    const [may, june] = [new Date(2024, 4, 31, 17, 5), new Date(2024, 5, 1, 9, 30)];
    const answers: Readonly<Record<string, unknown>> = {
      runs: {
        runs: [],
        stored: [stored('a', may.getTime()), stored('b', june.getTime()), stored('c', 9, 'failed')],
      },
      studies: { studies: [{ study: 'repair', title: 'Repair' }] },
      study: { runs: [ofStudy, { ...ofStudy, name: 'RMM', folder: undefined, result: undefined }] },
    };
    vi.spyOn(client, 'request').mockImplementation((method) => Promise.resolve(answers[method] as never));
    const user = renderPanel(<Inspector />);
    chosen('trainer');
    await user.click(screen.getByRole('combobox', { name: /^Start from/ }));
    const options = await screen.findAllByRole('option', { name: /seed 3/ });
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'Run b · seed 3 · 2024-06-01 09:30 · 61.2 % held-out',
      'Run a · seed 3 · 2024-05-31 17:05 · 61.2 % held-out',
      'Zero fill · seed 3 · Repair · 63.0 % held-out',
    ]);
    await user.click(screen.getByRole('option', { name: /^Run a/ }));
    expect(parameter('trainer', 'startFrom')).toBe('/runs/a');

    const path = screen.getByRole('textbox', { name: /^Start from: path/ });
    expect((path as HTMLInputElement).value).toBe('/runs/a');
    await user.clear(path);
    await user.type(path, '/far/w.safetensors');
    expect(parameter('trainer', 'startFrom')).toBe('/far/w.safetensors');
  });
});

describe('the inspector of other selections', () => {
  it('shows the type of a wire, and removes it', async () => {
    const user = renderPanel(<Inspector />);
    const [wire] = currentDocument().edges;
    if (!wire) throw new Error('The graph has no wire.');
    act(() => select([], [edgeKey(wire)]));
    expect(screen.getByRole('heading', { name: /wire/i })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    expect(currentDocument().edges).not.toContain(wire);
  });

  it('renames and removes a frame', async () => {
    const [framed, id] = group(tinyPipeline(), new Set(['rmm', 'avr']), 'Generator');
    const user = renderPanel(<Inspector />, framed);
    chosen(frameId(id));
    await user.type(screen.getByRole('textbox', { name: 'Title' }), 's');
    expect(currentDocument().groups[0]?.title).toBe('Generators');
    await user.click(screen.getByRole('button', { name: /frame/i }));
    expect(currentDocument().groups).toEqual([]);
  });

  it('edits the text of a note', async () => {
    const [noted, id] = addNote(tinyPipeline(), { x: 0, y: 0 });
    const user = renderPanel(<Inspector />, noted);
    chosen(`note:${id}`);
    await user.type(screen.getByRole('textbox', { name: 'Text of the note' }), 'Look here');
    expect(currentDocument().notes[0]?.text).toBe('Look here');
  });

  it('lists the problems of the graph, selects the node of one, and fixes it', async () => {
    const user = renderPanel(<Inspector />);
    expect(screen.getByText('None: this graph can be trained.')).toBeTruthy();
    act(() => edit((document) => remove(document, new Set(), new Set(['rmm/audio → avr/audio']))));
    const problems = screen.getByRole('list', { name: 'Problems' });
    expect(within(problems).getByRole('img', { name: /error/i })).toBeTruthy();
    await user.click(within(problems).getByRole('button', { name: /^Connect/ }));
    expect(currentDocument().edges.some(({ to }) => to.node === 'avr' && to.socket === 'audio')).toBe(true);
    act(() => edit((document) => remove(document, new Set(), new Set(['rmm/visual → avr/visual']))));
    await user.click(screen.getByRole('button', { name: /Node “AVR diffusion”/ }));
    expect([...selected().nodes]).toEqual(['avr']);
  });

  it('names nodes by their titles in fixes, and connects all open inputs at once', async () => {
    const { nodes, ...rest } = tinyPipeline();
    const second = { id: 'audio-2', kind: 'audio-encoder', parameters: { width: 8 }, bypassed: false };
    const unwired = { ...rest, nodes: nodes.filter(({ id }) => id !== 'avr'), edges: [] };
    const user = renderPanel(<Inspector />, unwired);
    const button = (name: string) => screen.getAllByRole('button', { name })[0] as HTMLElement;
    expect(button('Connect logits from AVST QA head')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Connect all: 12 wires' }));
    expect(screen.getByText('None: this graph can be trained.')).toBeTruthy();
    expect(currentDocument().edges).toHaveLength(12);
    act(undo);
    expect(currentDocument()).toBe(unwired);
    act(() => edit((graph) => ({ ...graph, nodes: [...graph.nodes, { ...second, position: { x: 0, y: 900 } }] })));
    expect(button('Connect audio from Audio encoder (audio-2)')).toBeTruthy();
    const wrong = { from: { node: 'question', socket: 'question' }, to: { node: 'trainer', socket: 'logits' } };
    act(() => edit(() => ({ ...tinyPipeline(), edges: [...tinyPipeline().edges, wrong] })));
    expect(button('Remove the wire Question encoder: question → Trainer: logits')).toBeTruthy();
  });

  it('warns about a generator that the picture does not pass through, and routes it through', async () => {
    const user = renderPanel(<Inspector />);
    const [from, to] = [
      { node: 'visual', socket: 'visual' },
      { node: 'avr', socket: 'visual' },
    ];
    act(() => edit((document) => connect(document, { from, to })));
    const problems = within(screen.getByRole('list', { name: 'Problems' }));
    expect(problems.getByRole('img', { name: /warning/i })).toBeTruthy();
    expect(problems.getByText(/^Node “RMM generator”: the Trainer does not use its output “visual”/)).toBeTruthy();
    await user.click(problems.getByRole('button', { name: 'Route visual through RMM generator' }));
    expect(screen.getByText('None: this graph can be trained.')).toBeTruthy();
    expect(new Set(currentDocument().edges)).toEqual(new Set(tinyPipeline().edges));
  });
});
