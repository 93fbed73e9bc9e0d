// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runRow } from '../../../test/fixtures/run-rows';
import { verbatim, type EngineMessage } from '../../../engine/contract/messages';
import type { Comparison as Compared } from '../../../engine/contract/comparison';
import type { Curves } from '../../../engine/contract/curves';
import type { StudyRun, StudyStatus } from '../../../engine/contract/studies';
import type { StudyDocument } from '../../../graph-nodes/study/document';
import type { Table } from '../../../engine/contract/tables';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { renderPanel } from '../../../test/fixtures/panel';
import { accuraciesOf, resultOf } from '../../../test/fixtures/results';
import { presetStudies } from '../../documents/preset-studies';
import { presets } from '../../documents/presets';
import { activeGraph, openGraph } from '../../documents/open-graphs';
import { documentOf } from '../../documents/open-graph';
import { ownRun, startOwnRun } from '../../session/own-run';
import { client, session } from '../../session/session';
import { questions } from '../../ui/confirm';
import { openDialog, panels } from '../../ui/panels';
import { toasts } from '../../ui/toasts';
import { setLanguage } from '../../words';
import { koKinds } from '../../words/ko-kinds';
import { Comparison } from './Comparison';
import { CoordinatesPage } from './CoordinatesPage';
import { CurvesPage } from './CurvesPage';
import { Experiments } from './Experiments';
import { looseRows, type RunRow } from './run-rows';
import { RunsPage } from './RunsPage';
import { experiments, useExperiments } from './store';
import { StudyForm } from './StudyForm';
import { startStudy } from './study-commands';
import { StudyPage } from './StudyPage';
import { readChoices } from './table-choices';
import { TablePage } from './TablePage';

const row = (name: string, more: Partial<RunRow> = {}): RunRow =>
  runRow(name, { accuracy: accuraciesOf(80, 60, 40), remarks: { title: '', tags: [], notes: '' }, ...more });

const question = { id: 'question', title: 'Question encoder', kind: 'question-encoder' };
const rmm = { id: 'rmm', title: 'RMM generator', kind: 'rmm-generator' };

const study: StudyStatus = {
  study: 'sweep',
  title: 'Sweep',
  state: 'unfinished',
  message: verbatim('Runs are left.'),
  runs: 3,
  done: 2,
  running: 0,
  failed: 0,
  secondsLeft: null,
};

const studyRun = (slots: number, seed: number): StudyRun => ({
  name: `slots ${slots}`,
  row: 'base',
  label: verbatim(`slots ${slots}`),
  rowLabel: verbatim('base'),
  settings: { 'rmm.slots': slots },
  bypassed: [],
  seed,
  state: 'done',
  share: 1,
  folder: `/runs/studies/sweep/runs/slots-${slots}`,
  result: resultOf(accuraciesOf(50 + slots, 40, 30), seed),
});

/** Answers of the engine by method; a request without an answer stays open. */
const answer = (answers: Readonly<Record<string, unknown>>) =>
  vi
    .spyOn(client, 'request')
    .mockImplementation((method) =>
      method in answers ? Promise.resolve(answers[method] as never) : new Promise(() => undefined),
    );

/** Text that describes a control. */
const describedBy = (control: HTMLElement) =>
  document.getElementById(control.getAttribute('aria-describedby') ?? '')?.textContent;

beforeEach(() => {
  experiments.setState(experiments.getInitialState(), true);
  localStorage.clear();
});

describe('the list of runs', () => {
  const rows = [row('b', { seed: 2 }), row('a'), row('c', { state: 'interrupted', resumable: true })];
  const names = () =>
    screen
      .getAllByRole('row')
      .slice(1)
      .map((each) => within(each).getByRole('rowheader').textContent?.charAt(0));

  it('is sorted by a column, filtered, and shows a message if nothing is found', async () => {
    const days = [2, 3, 1];
    experiments.setState({ loose: rows.map((each, index) => ({ ...each, started: days[index] })) });
    const user = renderPanel(<RunsPage />);
    // The newest is first.
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(screen.getByRole('columnheader', { name: /^Started/ }).getAttribute('aria-sort')).toBe('descending');
    await user.click(screen.getByRole('button', { name: /^Title/ }));
    await user.click(screen.getByRole('button', { name: /^Title/ }));
    expect(names()).toEqual(['c', 'b', 'a']);
    expect(screen.getByRole('columnheader', { name: /^Title/ }).getAttribute('aria-sort')).toBe('descending');
    const filter = screen.getByRole('textbox', { name: /^Filter/ });
    fireEvent.change(filter, { target: { value: 'interrupted' } });
    expect(names()).toEqual(['c']);
    fireEvent.change(filter, { target: { value: 'zz' } });
    expect(screen.getByText(/“zz”/)).toBeTruthy();
  });

  it('resumes a run and shows the training panel', async () => {
    const trash = { runs: [], days: 30 };
    const request = answer({ resumeRun: {}, runs: { runs: [], stored: [] }, studies: { studies: [] }, trash });
    experiments.setState({ loose: rows });
    const user = renderPanel(<RunsPage />);
    await user.click(screen.getByRole('button', { name: 'Resume c' }));
    expect(request).toHaveBeenCalledWith('resumeRun', { run: 'c' });
    await waitFor(() => expect(panels.getState().livePanelOpen).toBe(true));
  });

  it('edits the notes of the chosen run', async () => {
    const request = answer({});
    experiments.setState({ loose: rows });
    const user = renderPanel(<RunsPage />);
    await user.click(screen.getByRole('checkbox', { name: 'Choose a' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Notes' }), { target: { value: 'best so far' } });
    expect(screen.getByTitle('best so far')).toBeTruthy();
    const remarks = { title: '', tags: [], notes: 'best so far' };
    await waitFor(() => expect(request).toHaveBeenCalledWith('setRemarks', { run: 'a', remarks }));
  });

  it('compares the two chosen runs', async () => {
    answer({});
    experiments.setState({ loose: rows });
    const user = renderPanel(<RunsPage />);
    for (const name of ['a', 'b']) await user.click(screen.getByRole('checkbox', { name: `Choose ${name}` }));
    await user.click(screen.getByRole('button', { name: 'Compare' }));
    expect(screen.getByText('Comparing…')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Back to the runs' }));
    expect(names()).toHaveLength(3);
  });

  it('has start, duration, accuracy against the trivial answer, and the settings in which the runs differ', async () => {
    const started = new Date(2026, 4, 31, 17, 5).getTime();
    const request = answer({
      settings: { settings: [{ setting: 'rmm.slots', values: [verbatim('5'), null] }], more: 2 },
    });
    experiments.setState({ loose: [row('a', { started, seconds: 75, baseline: 65 }), row('b')] });
    renderPanel(<RunsPage />);
    expect(await screen.findByRole('columnheader', { name: 'rmm.slots' })).toBeTruthy();
    expect(request).toHaveBeenCalledWith('settings', { runs: ['a', 'b'] });
    const cells = (name: string) =>
      within(screen.getByRole('row', { name: new RegExp(`Choose ${name}`) }))
        .getAllByRole('cell')
        .slice(1, -1)
        .map(({ textContent }) => textContent);
    expect(cells('a')).toEqual([
      '2026-05-31 17:05',
      '1 min 15 s',
      '1',
      'Finished',
      '80.0 +15.0',
      '60.0 −5.0',
      '40.0 −25.0',
      '5',
    ]);
    expect(cells('b')).toEqual(['–', '–', '1', 'Finished', '80.0', '60.0', '40.0', '–']);
    expect(screen.getByText(/2 more settings differ/)).toBeTruthy();
  });

  it('opens the graph of a run with its results', async () => {
    const graph = tinyPipeline({ rmm: { slots: 7 } });
    const status = { run: 'a', title: 'A', state: 'finished', message: verbatim(''), epoch: 2, epochs: 2 };
    const counts = { step: 10, steps: 10, secondsPerStep: null, secondsLeft: null };
    const result = resultOf(accuraciesOf(80, 60, 40));
    const history = { status: { ...status, ...counts, result }, graph, steps: [], epochs: [] };
    const request = answer({ history });
    onTestFinished(startOwnRun());
    experiments.setState({ loose: rows });
    openDialog('experiments');
    const user = renderPanel(<RunsPage />);
    await user.click(screen.getByRole('button', { name: 'Actions on a' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Open its graph with the results' }));
    await waitFor(() => expect(panels.getState()).toMatchObject({ dialog: undefined, livePanelOpen: true }));
    expect(request).toHaveBeenCalledWith('history', { run: 'a' });
    expect(documentOf(activeGraph())).toBe(graph);
    expect(ownRun.getState().log?.status.result?.accuracy.complete.overall).toBe(80);
    // The previously open graph has no results of the run.
    act(() => openGraph(tinyPipeline()));
    expect(ownRun.getState().log).toBeUndefined();
  });

  it('deletes runs, but no active one or one of a study, and undoes the deletion', async () => {
    const trash = { runs: [{ trashed: '5-abc', run: 'a', title: 'a', deleted: 5 }], days: 30 };
    const request = answer({
      deleteRun: { trashed: '5-abc' },
      restoreRun: { run: 'a' },
      trash,
      emptyTrash: { removed: 1 },
      runs: { runs: [], stored: [] },
      studies: { studies: [] },
    });
    const names = ['a', 'b', 'studies/s/runs/c'];
    experiments.setState({
      loose: [row('a'), row('b', { state: 'training' }), row('studies/s/runs/c')],
      chosen: names,
    });
    const user = renderPanel(<RunsPage />);
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('“a” was deleted.')).toBeTruthy();
    expect(request.mock.calls.filter(([method]) => method === 'deleteRun')).toEqual([['deleteRun', { run: 'a' }]]);
    expect(experiments.getState().chosen).toEqual(['b', 'studies/s/runs/c']);
    expect(await screen.findByRole('button', { name: 'Trash (1)' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(request).toHaveBeenCalledWith('restoreRun', { trashed: '5-abc' });
  });

  it('gives the reason of each disabled button, and exports several runs as one zip with a folder each', async () => {
    const file = { name: 'model.onnx', base64: btoa('weights') };
    const request = answer({ export: { files: [file] } });
    session.setState({ formats: { exports: [{ name: 'onnx', label: { en: 'ONNX' } }], tables: [] } });
    const saved: string[] = [];
    URL.createObjectURL = () => 'blob:zip';
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    experiments.setState({ loose: [row('a'), row('b'), row('studies/s/runs/c')] });
    const user = renderPanel(<RunsPage />);
    const reasonOf = (name: string) => {
      const button = screen.getByRole('button', { name });
      return button.ariaDisabled === 'true' ? describedBy(button) : undefined;
    };
    const reasons = () => ['Compare', 'Table of the chosen', 'Curves of the chosen', 'Export…', 'Delete'].map(reasonOf);
    expect(reasons()).toEqual([
      'Choose two finished runs to compare them; none is chosen.',
      'Choose at least one finished run.',
      'Choose at least one run.',
      'Choose at least one finished run.',
      'Choose at least one run.',
    ]);
    act(() => experiments.setState({ chosen: ['studies/s/runs/c'] }));
    expect(reasonOf('Delete')).toMatch(/^Runs of studies stay: the study would train them again/);
    act(() => experiments.setState({ chosen: ['a', 'b', 'studies/s/runs/c'] }));
    expect(reasons().filter((reason) => reason !== undefined)).toEqual([
      'Choose two finished runs to compare them; 3 are chosen.',
    ]);
    await user.click(screen.getByRole('button', { name: 'Export…' }));
    await user.click(await screen.findByRole('menuitem', { name: 'ONNX' }));
    await waitFor(() => expect(saved).toEqual(['runs-onnx.zip']));
    for (const run of ['a', 'b', 'studies/s/runs/c']) {
      expect(request).toHaveBeenCalledWith('export', { run, format: 'onnx' });
    }
  });

  it('shows the current runs of studies with their progress; they cannot be chosen', () => {
    const running = { ...studyRun(8, 2), state: 'running', share: 0.35, folder: undefined, result: undefined } as const;
    experiments.setState({ studyRuns: new Map([['sweep', [studyRun(4, 1), running]]]) });
    renderPanel(<RunsPage />);
    const current = screen.getByRole('row', { name: /slots 8/ });
    // The newest are first.
    expect(screen.getAllByRole('rowheader')[0]?.textContent).toMatch(/^slots 8/);
    expect(within(current).getByText('Training').parentElement?.textContent).toBe('Training 35 %');
    expect(within(current).getByRole<HTMLInputElement>('checkbox').disabled).toBe(true);
    expect(within(current).queryByRole('button')).toBeNull();
    expect(within(screen.getByRole('row', { name: /slots 4/ })).getByRole<HTMLInputElement>('checkbox').disabled).toBe(
      false,
    );
  });

  it('shortens the path of a folder; its title is the whole path', () => {
    experiments.setState({ loose: [row('studies/rmm-vs-imputer-654edd77ff/runs/rmm-seed3-1d82')] });
    renderPanel(<RunsPage />);
    const path = screen.getByTitle('studies/rmm-vs-imputer-654edd77ff/runs/rmm-seed3-1d82');
    expect([...path.children].map(({ textContent }) => textContent)).toEqual([
      'studies/rmm-vs-imputer-654edd77ff/runs/',
      'rmm-seed3-1d82',
    ]);
  });

  it('empties the trash after a confirmation', async () => {
    const runs = [{ trashed: '5-abc', run: 'a', title: 'A', deleted: 5 }];
    const request = answer({ emptyTrash: { removed: 1 }, trash: { runs: [], days: 30 } });
    experiments.setState({ loose: rows, trash: { runs, days: 30 } });
    const user = renderPanel(<RunsPage />);
    await user.click(screen.getByRole('button', { name: 'Trash (1)' }));
    await user.click(await screen.findByRole('button', { name: 'Empty the trash' }));
    await waitFor(() => expect(questions.getState().question?.text).toBe('One deleted run is removed permanently.'));
    expect(request).not.toHaveBeenCalledWith('emptyTrash', {});
    act(() => questions.getState().question?.answer(true));
    await waitFor(() => expect(request).toHaveBeenCalledWith('emptyTrash', {}));
  });

  it('renames a run and shows the path of its folder, or the folder itself in the desktop window', async () => {
    const request = answer({});
    experiments.setState({ loose: rows, chosen: ['a'] });
    const user = renderPanel(<RunsPage />);
    fireEvent.change(screen.getByRole('textbox', { name: 'Title' }), { target: { value: 'Baseline' } });
    expect(screen.getByRole('rowheader', { name: /^Baseline/ }).textContent).toContain('a');
    const remarks = { title: 'Baseline', tags: [], notes: '' };
    await waitFor(() => expect(request).toHaveBeenCalledWith('setRemarks', { run: 'a', remarks }));
    expect(screen.getByText('/runs/a')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Copy the path of the folder' }));
    expect(await navigator.clipboard.readText()).toBe('/runs/a');
    const showFolder = vi.fn();
    vi.stubGlobal('studioHost', { openPort: () => Promise.reject(new Error('not needed')), showFolder });
    act(() => setLanguage('ko'));
    await user.click(screen.getByRole('button', { name: '폴더 보기' }));
    expect(showFolder).toHaveBeenCalledWith('/runs/a');
    vi.stubGlobal('studioHost', undefined);
  });
});

it('marks accuracies that are not above the most frequent answer of each type', () => {
  const run = { run: 'a', title: 'a', state: 'finished', message: verbatim(''), resumable: false } as const;
  // The baseline of this result is 20 %.
  const result = resultOf(accuraciesOf(80, 20, 19));
  const stored = { ...run, folder: '/runs/a', epoch: 1, epochs: 1, step: 1, steps: 1, result };
  experiments.setState({ loose: looseRows([], [stored]) });
  renderPanel(<RunsPage />);
  const marked = screen.getAllByRole('img', { name: 'Not above the most frequent answer of each question type' });
  expect(marked.map((mark) => mark.closest('td')?.textContent)).toEqual(['20.0 ±0.0*', '19.0 −1.0*']);
});

it('has columns for the noise scenarios that any run was measured in', () => {
  const accuracy = accuraciesOf(80, 60, 40);
  experiments.setState({
    loose: [row('a', { accuracy: { ...accuracy, bothNoisy: accuraciesOf(31, 0, 0).complete } })],
  });
  renderPanel(<RunsPage />);
  expect(screen.getByRole('columnheader', { name: /^Both noisy/ })).toBeTruthy();
  expect(screen.queryByRole('columnheader', { name: /^Audio noisy/ })).toBeNull();
  expect(screen.getByRole('cell', { name: '31.0' })).toBeTruthy();
});

it('shows a comparison with its settings, differences and p-values', async () => {
  const side = (name: string) => ({ name, seeds: [1], runs: [name] });
  const compared: Compared = {
    a: side('RMM'),
    b: side('Zero fill'),
    pairing: [
      { code: 'pairedSeeds', seeds: [1] },
      { code: 'chosenSeedsDiffer', seedA: 1, seedB: 2 },
      { code: 'leftOutUnpaired', side: 'B', seeds: [2] },
    ],
    settings: [{ setting: 'rmm.slots', a: verbatim('5'), b: null }],
    made: [{ part: 'build', a: verbatim('0.1.0+a'), b: null }],
    questions: 100,
    videos: 20,
    accuracies: [
      {
        scenario: 'complete',
        key: 'overall',
        a: { mean: 80, deviation: null, count: 1 },
        b: { mean: 77.5, deviation: null, count: 1 },
        test: { difference: 2.5, low: 0.5, high: 4.5, p: 0.0002 },
      },
    ],
    assumptions: [verbatim('Videos are drawn at random.')],
  };
  const request = answer({ compare: compared });
  const user = renderPanel(<Comparison a="a" b="b" />);
  const figures = await screen.findByRole('row', { name: /\+2\.5 \(\+0\.5 … \+4\.5\)/ });
  expect(within(figures).getByText('< 0.001').getAttribute('data-significant')).toBe('true');
  expect(screen.getByRole('row', { name: /rmm\.slots/ }).textContent).toBe('rmm.slots5absent');
  expect(screen.getByRole('row', { name: /^build/ }).textContent).toBe('build0.1.0+anot recorded');
  expect(request).toHaveBeenLastCalledWith('compare', { a: 'a', b: 'b', singlePair: false });
  const pairs = within(screen.getByRole('region', { name: 'Pairs of runs' })).getAllByRole('listitem');
  expect(pairs.map(({ textContent }) => textContent)).toEqual([
    '1 seed is paired: 1.',
    'The seeds of the two chosen runs are mixed (1 and 2), so all seeds of both settings are compared.',
    'Left out: seed 2 of B, because A has no finished run with it.',
  ]);
  await user.click(screen.getByRole('switch', { name: 'Compare only these two runs' }));
  expect(request).toHaveBeenLastCalledWith('compare', { a: 'a', b: 'b', singlePair: true });
});

it('shows a comparison in Korean', async () => {
  const side = (name: string) => ({ name, seeds: [1], runs: [name] });
  const compared: Compared = {
    a: side('RMM'),
    b: side('Zero fill'),
    pairing: [{ code: 'pairedSeeds', seeds: [1] }],
    made: [],
    settings: [
      {
        setting: 'avr',
        a: { code: 'nodeKind', kind: 'avr-diffusion', title: 'AVR diffusion' },
        b: { code: 'bypassedNode', kind: 'avr-diffusion', title: 'AVR diffusion' },
      },
      { setting: 'rmm/question', a: { code: 'wireFrom', node: question, socket: 'question' }, b: null },
    ],
    questions: 100,
    videos: 20,
    accuracies: [],
    assumptions: [{ code: 'pairedQuestions' }],
  };
  answer({ compare: compared });
  renderPanel(<Comparison a="a" b="b" />);
  act(() => setLanguage('ko'));
  const kind = koKinds['avr-diffusion']?.title ?? '';
  expect((await screen.findByRole('row', { name: /^avr / })).textContent).toBe(`avr${kind}${kind}, 우회됨`);
  expect(screen.getByRole('row', { name: /^rmm/ }).textContent).toBe('rmm/question질문 인코더의 question에서 옴없음');
});

describe('the table', () => {
  it('needs a finished run', () => {
    renderPanel(<TablePage />);
    expect(screen.getByText(/^No run has finished yet/)).toBeTruthy();
  });

  it('compares its rows with one of them, each difference with its interval', async () => {
    const cell = { mean: 15, deviation: null, count: 2, best: false, interval: { low: 10.5, high: -2 } };
    const table: Table = {
      caption: verbatim('Accuracy'),
      digits: 1,
      columns: [
        {
          name: 'audioMissing.against',
          headings: [
            { code: 'derivedColumn', column: 'against' },
            { code: 'scenarioName', scenario: 'audioMissing' },
          ],
          derived: 'against',
        },
      ],
      blocks: [
        {
          title: null,
          rows: [
            { name: verbatim('none'), seeds: [1], runs: ['a'], cells: [null] },
            { name: verbatim('RMM'), seeds: [1], runs: ['b'], cells: [cell] },
          ],
        },
      ],
      notes: [],
    };
    const request = answer({ table: { table, file: null } });
    experiments.setState({ loose: [row('a'), row('b')] });
    const user = renderPanel(<TablePage />);
    await user.click(screen.getByRole('switch', { name: 'Loss and repair' }));
    await user.click(await screen.findByRole('combobox', { name: 'Compare with row' }));
    await user.click(await screen.findByRole('option', { name: 'none' }));
    expect(request).toHaveBeenLastCalledWith(
      'table',
      expect.objectContaining({ derived: ['lost', 'restored', 'against', 'recall'], against: 'none' }),
    );
    expect((await screen.findByRole('button', { name: /\+15\.0/ })).textContent).toBe('+15.0 (+10.5 … −2.0)');
  });

  it('compares a small study with its first row, lists values by seed, and is copied as text', async () => {
    const wide = { mean: 80, deviation: 1.4, count: 2, best: false, values: [79, 81] };
    const table: Table = {
      caption: verbatim('Accuracy, %'),
      digits: 1,
      columns: [{ name: 'complete', headings: [{ code: 'scenarioName', scenario: 'complete' }] }],
      blocks: [
        {
          title: null,
          rows: ['none', 'RMM'].map((name) => ({
            name: verbatim(name),
            seeds: [1, 2],
            runs: [`${name}-1`, `${name}-2`],
            cells: [wide],
          })),
        },
      ],
      notes: [],
    };
    const file = { name: 'table.md', base64: btoa('| Method |') };
    const request = answer({ table: { table, file } });
    session.setState({
      formats: { exports: [], tables: [{ name: 'markdown', label: { en: 'Markdown' }, copied: true }] },
    });
    experiments.setState({ loose: [row('a')], studies: [study], tableOf: 'sweep' });
    const user = renderPanel(<TablePage />);
    expect(screen.getByText('Computing the table…')).toBeTruthy();
    await waitFor(() =>
      expect(request).toHaveBeenLastCalledWith(
        'table',
        expect.objectContaining({ sources: ['studies/sweep'], derived: ['against'], against: 'none' }),
      ),
    );
    await user.click(screen.getAllByRole('button', { name: /^80\.0/ })[1] as HTMLElement);
    const values = within(screen.getByRole('region', { name: 'Sources of a figure' })).getAllByRole('listitem');
    expect(values.map(({ textContent }) => textContent)).toEqual(['Seed 1: 79.0 RMM-1', 'Seed 2: 81.0 RMM-2']);
    const copying = within(screen.getByRole('group', { name: 'Copy it as' }));
    await user.click(copying.getByRole('button', { name: 'Markdown' }));
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe('| Method |'));
    expect(toasts.getState().list.map(({ message }) => message)).toContain('Copied the table as Markdown.');
    // Without the row, the table has accuracies alone.
    await user.click(screen.getByRole('combobox', { name: 'Compare with row' }));
    await user.click(await screen.findByRole('option', { name: 'none' }));
    await waitFor(() => expect(request.mock.lastCall?.[1]).not.toHaveProperty('against'));
  });

  it('is that of the running study before a choice, and of a study that was started', async () => {
    const running: StudyStatus = { ...study, state: 'running', done: 0, running: 1 };
    const request = answer({ startStudy: { ...study, study: 'other', title: 'Other', state: 'running' } });
    experiments.setState({ loose: [row('a')], studies: [running] });
    renderPanel(<TablePage />);
    expect(screen.getByRole('combobox', { name: 'Table of' })).toHaveProperty('value', 'study: Sweep');
    expect(screen.getByText('No run of this study has finished yet.')).toBeTruthy();
    act(() => experiments.setState({ studies: [{ ...running, done: 1 }] }));
    await waitFor(() =>
      expect(request).toHaveBeenLastCalledWith('table', expect.objectContaining({ sources: ['studies/sweep'] })),
    );
    await act(() => startStudy({} as StudyDocument, { workers: undefined }));
    expect(screen.getByRole('combobox', { name: 'Table of' })).toHaveProperty('value', 'study: Other');
  });

  it('shows methods in rows, and the reason that a table cannot be computed', async () => {
    const table: Table = {
      caption: verbatim('Accuracy, %'),
      digits: 1,
      columns: [{ name: 'complete', headings: [{ code: 'scenarioName', scenario: 'complete' }, { code: 'overall' }] }],
      blocks: [
        {
          title: null,
          rows: [
            {
              name: verbatim('RMM'),
              seeds: [1],
              runs: ['a'],
              cells: [{ mean: 80, deviation: null, count: 1, best: true }],
            },
          ],
        },
      ],
      notes: [verbatim('One run was left out.')],
    };
    const request = answer({ table: { table, file: null } });
    experiments.setState({ loose: [row('a')] });
    renderPanel(<TablePage />);
    expect(await screen.findByText('Accuracy, %')).toBeTruthy();
    expect(screen.getByRole('row', { name: /RMM/ }).textContent).toContain('80.0');
    expect(screen.getByText('One run was left out.')).toBeTruthy();
    request.mockRejectedValue(new Error('The folder is gone.'));
    fireEvent.change(screen.getByRole('textbox', { name: 'Digits' }), { target: { value: '2' } });
    expect(await screen.findByText('The folder is gone.')).toBeTruthy();
    // Overall accuracy by default; the browser keeps the choice.
    expect(request).toHaveBeenLastCalledWith('table', {
      sources: ['a'],
      columns: 'overall',
      place: 'across',
      digits: 2,
    });
    expect(readChoices()).toEqual({ columns: 'overall', place: 'across', digits: 2, repair: false });
    localStorage.clear();
    expect(readChoices().digits).toBe(1);
  });

  it('has its headings and the names of methods in Korean', async () => {
    const cell = { mean: 80, deviation: null, count: 1, best: false };
    const wire: EngineMessage = { code: 'wireFrom', node: question, socket: 'question' };
    const seeds: EngineMessage = { code: 'oneSeed', seed: 1 };
    const names: EngineMessage[] = [
      { code: 'untitled' },
      {
        code: 'methodApart',
        title: { code: 'untitled' },
        settings: [{ setting: 'rmm/question', node: rmm, value: wire }],
      },
    ];
    const table: Table = {
      caption: { code: 'accuracyCaption', seeds, bestIsBold: true },
      digits: 1,
      columns: [
        { name: 'audio', headings: [{ code: 'questionGroup', group: 'audio' }, { code: 'allTypes' }] },
        {
          name: 'audioCounting',
          headings: [
            { code: 'questionGroup', group: 'audio' },
            { code: 'questionType', type: 'audioCounting' },
          ],
        },
        { name: 'overall', headings: [{ code: 'allTypes' }, { code: 'overall' }] },
      ],
      blocks: [
        {
          title: { code: 'scenarioName', scenario: 'audioMissing' },
          rows: names.map((name) => ({ name, seeds: [1], runs: ['a'], cells: [cell, cell, cell] })),
        },
      ],
      notes: [],
    };
    answer({ table: { table, file: null } });
    experiments.setState({ loose: [row('a')] });
    const user = renderPanel(<TablePage />);
    act(() => setLanguage('ko'));
    const grid = await screen.findByTestId('result-table');
    expect(
      within(grid)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['방법', '소리', '모두', '모두', '개수', '전체']);
    expect(
      within(grid)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['소리 없음', '제목 없음', '제목 없음 (RMM 생성기 question 질문 인코더의 question에서 옴)']);
    expect(grid.textContent).not.toMatch(/[A-Z][a-z]/);
    await user.click(within(grid).getAllByRole('button')[1] as HTMLElement);
    expect(screen.getByText(/소리 없음 · 소리 · 개수/)).toBeTruthy();
  });
});

describe('the curves', () => {
  const points = [
    { step: 1, value: 2 },
    { step: 2, value: 1 },
  ];
  const curves: Curves = {
    methods: [
      {
        name: verbatim('RMM'),
        runs: [1, 2].map((seed) => ({ run: `a${seed}`, seed, points })),
        mean: points.map(({ step, value }) => ({ step, mean: value, deviation: 0, count: 2 })),
      },
    ],
    notes: [],
  };

  it('draws the mean of each method, or each run, and hides one', async () => {
    answer({ curves });
    experiments.setState({ loose: [row('a1'), row('a2', { seed: 2 })] });
    const user = renderPanel(<CurvesPage />);
    expect(await screen.findByRole('img', { name: 'Validation accuracy, %: complete: a1 (n = 2)' })).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: /^Mean over seeds/ }));
    expect(screen.getByRole('img', { name: 'Validation accuracy, %: complete: a1, seed 1, a1, seed 2' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'a1, seed 2' }));
    expect(screen.getByRole('img', { name: 'Validation accuracy, %: complete: a1, seed 1' })).toBeTruthy();
  });

  it('warns that the total losses of several methods have different terms', async () => {
    const [method] = curves.methods;
    const other = { ...method, name: verbatim('imputer'), runs: [{ run: 'b1', seed: 1, points }] };
    answer({ curves: { ...curves, methods: [method, other] } });
    experiments.setState({ loose: [row('a1'), row('b1')] });
    const user = renderPanel(<CurvesPage />);
    await screen.findByRole('img', { name: /^Validation accuracy/ });
    expect(screen.queryByText(/^A total loss is the sum/)).toBeNull();
    await user.click(screen.getByRole('combobox', { name: 'Quantity' }));
    expect((await screen.findAllByRole('option', { name: /^Loss: / })).length).toBeGreaterThan(1);
    await user.click(await screen.findByRole('option', { name: 'Total loss' }));
    expect(await screen.findByText(/^A total loss is the sum of the terms of its graph/)).toBeTruthy();
  });

  it('are also drawn over the noise strength', async () => {
    const request = answer({ curves });
    experiments.setState({ loose: [row('a1'), row('a2', { seed: 2 })] });
    const user = renderPanel(<CurvesPage />);
    await user.click(screen.getByRole('combobox', { name: 'X axis' }));
    await user.click(await screen.findByRole('option', { name: 'noise strength' }));
    expect(await screen.findByRole('img', { name: /^Held-out accuracy, %: audio noisy: a1/ })).toBeTruthy();
    expect(request).toHaveBeenLastCalledWith('curves', { runs: ['a1', 'a2'], quantity: 'audioNoisy', over: 'noise' });
  });
});

it('draws the runs of a study as lines and highlights one', async () => {
  experiments.setState({ studies: [study], studyRuns: new Map([['sweep', [studyRun(4, 1), studyRun(8, 1)]]]) });
  const user = renderPanel(<CoordinatesPage />);
  expect(screen.getByRole('group', { name: /^2 runs as lines over rmm\.slots/ })).toBeTruthy();
  expect([...document.querySelectorAll('.coordinates text > title')].map(({ textContent }) => textContent)).toContain(
    '8',
  );
  const button = screen.getByRole('button', { name: 'slots 8' });
  await user.click(button);
  expect(button.getAttribute('aria-pressed')).toBe('true');
  await user.click(button);

  // Ranges keep the runs within them; on one axis, in any of its ranges.
  const axis = () => screen.getByRole('button', { name: /^Ranges on rmm\.slots/ });
  const faint = () => document.querySelectorAll('.coordinates-run[data-faint]').length;
  axis().focus();
  await user.keyboard('{Enter}{ArrowDown}');
  expect(faint()).toBe(1);
  expect(screen.getByText('1 of 2 runs are in the ranges')).toBeTruthy();
  await user.keyboard('{Enter}');
  expect(faint()).toBe(0);
  await user.keyboard('{Delete}{Delete}');
  await user.keyboard('{Enter}{Shift>}{ArrowUp}{/Shift}');
  expect(faint()).toBe(1);
  await user.click(screen.getByRole('button', { name: 'Clear ranges' }));
  expect(faint()).toBe(0);
});

describe('the study form', () => {
  /** The form of the study page, without the plan. */
  function Form() {
    const draft = useExperiments((state) => state.draft);
    return <StudyForm draft={draft} graph={tinyPipeline()} problems={undefined} />;
  }
  const draft = () => experiments.getState().draft;

  it('bypasses nodes, one at a time and together', async () => {
    const user = renderPanel(<Form />);
    await user.click(screen.getByRole('checkbox', { name: /\(avr\)/ }));
    expect(draft().bypass).toEqual(['avr']);
    expect(screen.getByRole('button', { name: 'Add this combination' }).ariaDisabled).toBe('true');
  });

  it('adds a parameter to sweep, takes its values, and removes it', async () => {
    const user = renderPanel(<Form />);
    await user.click(screen.getByRole('button', { name: 'Add a parameter' }));
    const [line] = draft().sweep;
    if (!line) throw new Error('No parameter was added.');
    const name = `${line.node}.${line.parameter}`;
    const group = screen.getByRole('group', { name });
    fireEvent.change(within(group).getByRole('textbox', { name: 'Values, separated by commas' }), {
      target: { value: '1, 2' },
    });
    expect(draft().sweep[0]?.text).toBe('1, 2');
    await user.click(screen.getByText('Random draws'));
    expect(screen.getByRole('textbox', { name: 'Draws' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: `Remove ${name}` }));
    expect(draft().sweep).toEqual([]);
  });
});

describe('the rows of the study form', () => {
  const draft = () => experiments.getState().draft;
  const rowOf = (name: string) => screen.getByRole('group', { name });
  /** Chooses in the list of a field within a part of the form. */
  const pick = async (
    user: ReturnType<typeof renderPanel>,
    part: HTMLElement,
    field: string,
    option: RegExp | string,
  ) => {
    const input = within(part).getByRole('combobox', { name: field });
    await user.click(input);
    const list = document.getElementById(input.getAttribute('aria-controls') ?? '');
    if (!list) throw new Error(`“${field}” has no list.`);
    await user.click(within(list).getByRole('option', { name: option }));
  };
  const addChange = async (user: ReturnType<typeof renderPanel>, row: string, change: string) => {
    await user.click(within(rowOf(row)).getByRole('button', { name: 'Add a change' }));
    await user.click(await screen.findByRole('menuitem', { name: change }));
  };

  it('start from another row, freeze and bypass nodes, and set parameters from lists, and are planned', async () => {
    const request = answer({ planStudy: { runs: [], done: 0, workers: 1, secondsLeft: null } });
    const user = renderPanel(<StudyPage />);
    await user.click(screen.getByRole('button', { name: 'Add a row' }));
    await user.click(screen.getByRole('button', { name: 'Add a row' }));
    await pick(user, rowOf('Row 2'), 'Starts from', 'Tiny pipeline');
    await pick(user, rowOf('Row 2'), 'Frozen nodes', /\(audio\)/);
    await pick(user, rowOf('Row 2'), 'Bypassed nodes', /\(avr\)/);
    await addChange(user, 'Row 2', 'Set');
    await addChange(user, 'Row 2', 'Set');
    const setting = (name: string) => within(rowOf('Row 2')).getAllByRole('group', { name }).at(-1) as HTMLElement;
    await pick(user, setting('trainer.epochs'), 'Node', /\(rmm\)/);
    await pick(user, setting('rmm.slots'), 'Parameter', 'Question relation');
    await pick(user, setting('rmm.question'), 'Value', 'off');
    fireEvent.change(within(setting('trainer.epochs')).getByRole('textbox', { name: 'Value' }), {
      target: { value: '2' },
    });
    // The base row gets another name; the link between them stays.
    fireEvent.change(within(rowOf('Tiny pipeline')).getByRole('textbox', { name: 'Name of the row' }), {
      target: { value: 'Base' },
    });
    expect(screen.getByTestId('study-plan').textContent).toBe('6 runs');
    await user.click(screen.getByRole('button', { name: 'Start' }));
    const asked = request.mock.calls.find(([method]) => method === 'startStudy')?.[1] as { study: StudyDocument };
    expect(asked.study.rows).toEqual([
      { name: 'Base', set: {}, bypass: [], freeze: [] },
      {
        name: 'Row 2',
        startFrom: 'Base',
        set: { 'trainer.epochs': 2, 'rmm.question': false },
        bypass: ['avr'],
        freeze: ['audio'],
      },
    ]);

    await user.click(screen.getByRole('button', { name: 'Remove the row Base' }));
    expect(draft().rows.map(({ startFrom }) => startFrom)).toEqual([undefined]);
  });

  it('replace, remove and add nodes, are duplicated, and are planned', async () => {
    answer({ planStudy: { runs: [], done: 0, workers: 1, secondsLeft: null } });
    const user = renderPanel(<StudyPage />);
    await user.click(screen.getByRole('button', { name: 'Add a row' }));
    await addChange(user, 'Tiny pipeline', 'Replace');
    await pick(user, rowOf('Tiny pipeline'), 'Kind', 'Retrieval');
    expect(screen.queryByRole('alert')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Duplicate the row Tiny pipeline' }));
    await addChange(user, 'Tiny pipeline (2)', 'Remove');
    await addChange(user, 'Tiny pipeline (2)', 'Add');
    const changes = [{ change: 'replace', node: 'rmm', id: 'retrieval', kind: 'retrieval' }];
    expect(draft().rows[0]?.changes).toMatchObject(changes);
    await user.click(within(rowOf('Tiny pipeline (2)')).getByRole('button', { name: /^Remove the change: Replace/ }));
    expect(draft().rows.map(({ changes: own }) => own?.map(({ change }) => change))).toEqual([
      ['replace'],
      ['remove', 'insert'],
    ]);
  });

  it('are the alternatives of a node, in a few clicks', async () => {
    const request = answer({ planStudy: { runs: [], done: 0, workers: 1, secondsLeft: null } });
    const graph = tinyPipeline({ rmm: { visualAddress: 'mean of the grid' } });
    const user = renderPanel(<StudyPage />, graph);
    await user.click(screen.getByRole('button', { name: 'Alternatives of a node…' }));
    const form = screen.getByRole('group', { name: 'Alternatives of a node…' });
    expect(
      within(form)
        .getAllByRole('checkbox')
        .map((box) => (box as HTMLInputElement).labels?.[0]?.textContent),
    ).toEqual([
      'Feed-forward imputer',
      'Residual autoencoder',
      'Retrieval',
      'ShaSpec',
      'ActionMAE',
      'Missing-aware prompts',
      'R2ScP retrieval',
      'Without RMM generator',
    ]);
    await user.click(within(form).getByRole('checkbox', { name: 'Without RMM generator' }));
    await user.click(within(form).getByRole('checkbox', { name: 'Retrieval' }));
    await user.click(within(form).getByRole('button', { name: 'Add 2 rows' }));
    expect(screen.queryByRole('group', { name: 'Alternatives of a node…' })).toBeNull();
    expect(screen.getByTestId('study-plan').textContent).toBe('9 runs');
    await user.click(screen.getByRole('button', { name: 'Start' }));
    const asked = request.mock.calls.find(([method]) => method === 'startStudy')?.[1] as { study: StudyDocument };
    expect(asked.study.rows).toEqual([
      { name: 'RMM generator', set: {}, bypass: [], freeze: [] },
      { name: 'Without RMM generator', changes: [{ change: 'remove', node: 'rmm' }], set: {}, bypass: [], freeze: [] },
      {
        name: 'Retrieval',
        changes: [{ change: 'replace', node: 'rmm', id: 'retrieval', kind: 'retrieval' }],
        set: { 'retrieval.visualAddress': 'mean of the grid' },
        bypass: [],
        freeze: [],
      },
    ]);
  });

  it('are shown as present if the alternatives are opened again', async () => {
    answer({});
    const user = renderPanel(<StudyPage />);
    const open = () => user.click(screen.getByRole('button', { name: 'Alternatives of a node…' }));
    const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name });
    await open();
    await user.click(box('Without RMM generator'));
    await user.click(box('Retrieval'));
    await user.click(screen.getByRole('button', { name: 'Add 2 rows' }));
    await open();
    for (const present of ['Without RMM generator', 'Retrieval']) {
      expect(box(present)).toMatchObject({ checked: true, disabled: true });
    }
    expect(screen.getAllByText('Already a row of this study')).toHaveLength(2);
    expect(box('ShaSpec')).toMatchObject({ checked: false, disabled: false });
    expect(screen.getByRole('button', { name: 'Add rows' }).getAttribute('aria-disabled')).toBe('true');
    await user.click(box('ShaSpec'));
    await user.click(screen.getByRole('button', { name: 'Add 1 row' }));
    expect(draft().rows.map(({ name }) => name)).toEqual([
      'RMM generator',
      'Without RMM generator',
      'Retrieval',
      'ShaSpec',
    ]);
  });

  it('take the whole graph of a preset, with its title as their name', async () => {
    answer({});
    const user = renderPanel(<StudyPage />);
    await user.click(screen.getByRole('button', { name: 'Add a row' }));
    await user.click(screen.getByRole('button', { name: 'Add a row' }));
    await pick(user, rowOf('Row 2'), 'Graph', 'Orchestra: zero fill, no generator');
    expect(draft().rows[1]).toMatchObject({
      name: 'Orchestra: zero fill, no generator',
      graph: presets.find(({ name }) => name === 'orchestra-zero-fill')?.document,
    });
    expect(screen.getByTestId('study-plan').textContent).toBe('6 runs');
    await pick(user, rowOf('Orchestra: zero fill, no generator'), 'Graph', 'Graph of the study');
    expect(draft().rows[1]).not.toHaveProperty('graph');
  });

  it('show their problems, with their name', async () => {
    answer({});
    const user = renderPanel(<StudyPage />);
    await user.click(screen.getByRole('button', { name: 'Add a row' }));
    await addChange(user, 'Tiny pipeline', 'Set');
    fireEvent.change(within(rowOf('Tiny pipeline')).getByRole('textbox', { name: 'Value' }), {
      target: { value: '0' },
    });
    expect(within(rowOf('Tiny pipeline')).getByText('Expected a whole number from 1 to 10000, found 0.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start' }).ariaDisabled).toBe('true');
    await user.click(within(rowOf('Tiny pipeline')).getByRole('button', { name: 'Remove the change: trainer.epochs' }));
    await addChange(user, 'Tiny pipeline', 'Remove');
    await pick(user, rowOf('Tiny pipeline'), 'Node', /\(head\)/);
    expect(within(rowOf('Tiny pipeline')).getByRole('alert').textContent).toContain('Row “Tiny pipeline”: ');
    expect(screen.getByRole('button', { name: 'Start' }).ariaDisabled).toBe('true');
  });
});

describe('the study page', () => {
  it('counts the planned runs, and starts the study', async () => {
    const request = answer({ planStudy: { runs: [], done: 0, workers: 1, secondsLeft: null } });
    const user = renderPanel(<StudyPage />);
    expect(screen.getByTestId('study-plan').textContent).toBe('3 runs');
    fireEvent.change(screen.getByRole('textbox', { name: 'Number of seeds' }), { target: { value: '1' } });
    expect(screen.getByTestId('study-plan').textContent).toBe('1 run');
    expect(screen.getByText('None: the scenarios of the graph.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Start' }));
    expect(request.mock.calls.map(([method]) => method)).toContain('startStudy');
    expect(screen.getByRole('button', { name: 'Start' }).dataset.loading).toBe('true');
  });

  it('takes a bundled study from its list and starts it', async () => {
    const request = answer({ planStudy: { runs: [], done: 0, workers: 1, secondsLeft: null } });
    const user = renderPanel(<StudyPage />);
    await user.click(screen.getByRole('button', { name: 'Bundled studies' }));
    await user.click(await screen.findByRole('menuitem', { name: /^Orchestra missing rate/ }));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: /^Name of the study/ }).value).toBe(
      'Orchestra missing rate',
    );
    expect(screen.getByTestId('study-plan').textContent).toBe('16 runs');
    await user.click(screen.getByRole('button', { name: 'Start' }));
    const asked = request.mock.calls.find(([method]) => method === 'startStudy')?.[1] as { study: StudyDocument };
    expect(asked.study).toEqual(
      (await presetStudies()).find(({ name }) => name === 'orchestra-missing-rate')?.document,
    );
  });

  it('reports the fault of a field, and cannot start then', () => {
    answer({});
    renderPanel(<StudyPage />);
    fireEvent.change(screen.getByRole('textbox', { name: /^Missing rates/ }), { target: { value: '2' } });
    expect(screen.getByText('Expected a rate from 0 to 1, found “2”.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start' }).ariaDisabled).toBe('true');
  });

  it('cannot start a study while it runs, which has the only estimate of the time then', async () => {
    answer({ planStudy: { runs: [{}, {}], done: 0, workers: 2, secondsLeft: 83 }, studies: { studies: [] } });
    experiments.setState({
      studies: [{ ...study, title: 'Tiny pipeline', state: 'running', running: 1, secondsLeft: 64 }],
    });
    renderPanel(<StudyPage />);
    const start = screen.getByRole('button', { name: 'Start' });
    expect([start.ariaDisabled, describedBy(start)]).toEqual(['true', 'This study is running.']);
    expect(screen.getByRole('article', { name: 'Tiny pipeline' }).textContent).toContain('1 min 04 s left');
    expect((await screen.findByText(/2 at a time/)).textContent).not.toMatch(/about/);
    act(() => experiments.setState({ studies: [{ ...study, title: 'Tiny pipeline', state: 'unfinished' }] }));
    expect(screen.getByRole('button', { name: 'Start' }).ariaDisabled).toBe('false');
    // Rounded as the estimate beside Train is.
    expect(screen.getByTestId('study-plan').textContent).toBe('3 runs · 2 at a time · about 1 min');
  });

  it('shows that a study would train beside a run, while one trains', () => {
    answer({});
    renderPanel(<StudyPage />);
    const beside = () => screen.queryByText(/^“Long” is training\. A study that starts now trains at the same time/);
    expect(beside()).toBeNull();
    const run = { run: 'long-seed1-1', title: 'Long', message: { code: 'runTraining' }, epoch: 0, epochs: 9 } as const;
    const status = { ...run, step: 1, steps: 9, secondsPerStep: null, secondsLeft: null } as const;
    for (const state of ['training', 'paused', 'evaluating', 'finished'] as const) {
      act(() => session.setState({ log: { status: { ...status, state }, steps: [], epochs: [] } }));
      expect(beside() !== null).toBe(state === 'training' || state === 'evaluating');
    }
  });

  it('keeps the place of the other buttons when a study ends', () => {
    answer({});
    const buttons = () =>
      within(screen.getByRole('article', { name: 'Sweep' }))
        .getAllByRole('button')
        .slice(1)
        .map(({ textContent }) => textContent);
    experiments.setState({ studies: [{ ...study, state: 'running' }] });
    renderPanel(<StudyPage />);
    expect(buttons()).toEqual(['Edit', 'Table', 'Stop']);
    act(() => experiments.setState({ studies: [{ ...study, state: 'finished' }] }));
    expect(buttons()).toEqual(['Edit', 'Table']);
  });

  it('lists studies with their progress and runs', async () => {
    answer({});
    experiments.setState({ studies: [study], studyRuns: new Map([['sweep', [studyRun(4, 1)]]]) });
    const user = renderPanel(<StudyPage />);
    const card = screen.getByRole('article', { name: 'Sweep' });
    expect(card.textContent).toContain('2 of 3 done');
    const progress = within(card).getByRole('progressbar');
    expect(Number(progress.getAttribute('aria-valuenow'))).toBeCloseTo(200 / 3);
    const current = { ...studyRun(8, 2), state: 'running', share: 0.5 } as const;
    act(() => experiments.setState({ studyRuns: new Map([['sweep', [studyRun(4, 1), current]]]) }));
    expect(Number(progress.getAttribute('aria-valuenow'))).toBeCloseTo(250 / 3);
    await user.click(within(card).getByRole('button', { name: 'Sweep' }));
    expect(within(card).getByRole('row', { name: /slots 4/ }).textContent).toContain('100 %');
    await user.click(within(card).getByRole('button', { name: 'Table of Sweep' }));
    expect(experiments.getState()).toMatchObject({ page: 'table', tableOf: 'sweep' });
  });

  it('shows the base run of a run, and that the shared one is trained once per seed', async () => {
    answer({});
    const [base, ...others] = [4, 8, 16].map((slots) => studyRun(slots, 1));
    const runs = [base, ...others.map((run) => ({ ...run, startsFrom: 'slots 4' }))] as StudyRun[];
    experiments.setState({ studies: [study], studyRuns: new Map([['sweep', runs]]), shown: 'sweep' });
    renderPanel(<StudyPage />);
    expect(screen.getByRole('rowheader', { name: /^slots 4/ }).textContent).toBe(
      'slots 4shared stage, trained once per seed; 2 rows start from it',
    );
    expect(screen.getByRole('rowheader', { name: /^slots 8/ }).textContent).toBe('slots 8starts from “slots 4”');
  });
});

it('opens with the list of runs and switches between its pages', async () => {
  answer({});
  const user = renderPanel(<Experiments />);
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => openDialog('experiments'));
  expect(screen.getByText(/^There are no runs yet/)).toBeTruthy();
  await user.click(screen.getByRole('tab', { name: 'Table' }));
  expect(screen.getByText(/^No run has finished yet/)).toBeTruthy();
});
