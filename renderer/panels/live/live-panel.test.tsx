// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { verbatim } from '../../../engine/contract/messages';
import type { Hardware } from '../../../engine/contract/hardware';
import type { Predictions, RunStatus } from '../../../engine/contract/runs';
import { renderPanel } from '../../../test/fixtures/panel';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { withStages } from '../../../test/fixtures/stages';
import { accuraciesOf, resultOf } from '../../../test/fixtures/results';
import { edit, select, selected } from '../../documents/active-graph';
import { remove, toggleBypass } from '../../documents/editing';
import { queue } from '../../session/queue';
import { client, session } from '../../session/session';
import { openLivePanel, panels } from '../../ui/panels';
import { LivePanel } from './LivePanel';
import { runningStudies } from '../../session/running-studies';
import { experiments } from '../experiments/store';
import { StatusBar } from './StatusBar';

const status: RunStatus = {
  run: 'run-1',
  title: 'Tiny pipeline',
  state: 'training',
  message: { code: 'runTraining' },
  backend: 'cpu',
  epoch: 0,
  epochs: 2,
  step: 3,
  steps: 10,
  secondsPerStep: 0.5,
  secondsLeft: 65,
};
const steps = [1, 2, 3].map((step) => ({ step, epoch: 0, losses: { total: 4 - step, qa: 4 - step }, seconds: step }));

/** Shows the panel with a run. */
function follow(changes: Partial<RunStatus> = {}): void {
  act(() => {
    openLivePanel();
    session.setState({ log: { status: { ...status, ...changes }, steps, epochs: [] } });
  });
}

const predictions: Predictions = {
  answers: ['no', 'yes'],
  confusion: {
    complete: [
      [3, 1],
      [0, 5],
    ],
    audioMissing: [
      [4, 0],
      [2, 3],
    ],
    visualMissing: [
      [0, 0],
      [0, 0],
    ],
  },
  examples: [
    {
      video: 'scene-7',
      type: 'Audio · Counting',
      text: 'How many flutes play?',
      answer: 'two',
      predicted: { complete: 'two', audioMissing: 'one', visualMissing: 'two' },
      scene: null,
    },
  ],
};

describe('the training panel', () => {
  it('is empty while closed, and shows the first step before the first run', () => {
    renderPanel(<LivePanel />);
    expect(screen.queryByRole('region', { name: 'Training' })).toBeNull();
    act(openLivePanel);
    expect(screen.getByText(/^Press Train/)).toBeTruthy();
  });

  it('shows the reason that the engine refused a run', () => {
    renderPanel(<LivePanel />);
    act(() => {
      openLivePanel();
      session.setState({ refusal: { reason: verbatim('No data.'), graph: tinyPipeline() } });
    });
    expect(screen.getByText('The run did not start: No data.')).toBeTruthy();
  });

  it('shows state, progress and losses of a run', () => {
    renderPanel(<LivePanel />);
    follow();
    expect(screen.getByTestId('run-state').textContent).toBe('Training');
    expect(screen.getByTestId('run-facts').textContent).toBe(
      'epoch 1 of 2 · step 3 of 10 · 500 ms/step · 1 min 05 s left · cpu',
    );
    expect(screen.getByTestId('loss-chart').getAttribute('aria-label')).toContain('3 points');
  });

  it('shows the weight of each term in the total loss, and its scenarios', () => {
    const termsOf = (trainer: Readonly<Record<string, number>>) => {
      const record = { step: 1, epoch: 0, losses: { total: 4, qa: 3.9, match: 1 }, seconds: 1 };
      const graphs = new Map([['run-1', tinyPipeline({ trainer })]]);
      act(() => {
        openLivePanel();
        session.setState({ log: { status, steps: [record], epochs: [] }, graphs });
      });
      const legend = within(screen.getByRole('group', { name: 'Curves' }));
      return legend.getAllByRole('button').map(({ textContent, title }) => [textContent, title]);
    };
    renderPanel(<LivePanel />);
    expect(termsOf({ match: 0.1, audioMissing: 0 })).toEqual([
      ['total', 'Sum of the terms, each multiplied by its weight'],
      [
        'qa',
        'Question answering (QA): cross-entropy of the answer. Summed over 2 training scenarios, without its weight. Its weight in the total: 1',
      ],
      [
        'match× 0.1',
        'Audio-visual matching: cross-entropy of real pairs against pairs with frames of other videos. Summed over 2 training scenarios, without its weight. Its weight in the total: 0.1',
      ],
    ]);
    expect(termsOf({ missingMatch: 0 })[2]?.[0]).toBe('match× 0.5, missing × 0');
  });

  it('shows the current stage of a run with stages', () => {
    renderPanel(<LivePanel />);
    follow({ stage: { index: 2, count: 3, name: 'repair' } });
    expect(screen.getByTestId('run-facts').textContent).toMatch(/^stage 2 of 3, repair · epoch 1 of 2/);
  });

  it('names the stages in the curves, and shows the accuracy of each', async () => {
    const user = renderPanel(<LivePanel />);
    const stages = ['backbone', 'repair'].map((name) => ({ name, parameters: {}, frozen: [] }));
    const stageResult = (name: string, percent: number) => ({
      ...{ name, epochs: 1, steps: 5, losses: null },
      accuracy: accuraciesOf(percent, percent - 1, percent - 2),
    });
    const result = {
      ...resultOf(accuraciesOf(80, 79, 78)),
      stages: [stageResult('backbone', 60), stageResult('repair', 80)],
    };
    act(() => {
      openLivePanel();
      session.setState({
        graphs: new Map([['run-1', withStages(tinyPipeline(), stages)]]),
        log: {
          status: { ...status, state: 'finished', result },
          steps: steps.map((record) => ({ ...record, stage: record.step < 3 ? 1 : 2 })),
          epochs: [1, 2].map((epoch) => ({ epoch, step: epoch, stage: epoch, accuracy: accuraciesOf(50, 40, 30) })),
        },
      });
    });
    // The page on collapse and repair opens with the second stage.
    await user.click(screen.getByRole('tab', { name: 'Curves and accuracy' }));
    expect(screen.getByTestId('loss-chart').getAttribute('aria-label')).toMatch(
      /, stage 1: backbone from step 1, stage 2: repair from step 2$/,
    );
    const curves = screen.getByRole('img', { name: /^Overall: validation accuracy/ });
    expect(curves.getAttribute('aria-label')).toMatch(/, stage 2: repair from epoch 1$/);
    const table = within(screen.getByTestId('accuracy-table'));
    expect(table.getByText('Overall, when each stage ended')).toBeTruthy();
    expect(table.getByRole('row', { name: /^1 · backbone/ }).textContent).toBe('1 · backbone60.059.058.0');
    expect(table.getByRole('row', { name: /^2 · repair/ }).textContent).toBe('2 · repair80.079.078.0');
    await user.click(table.getByRole('button', { name: 'Visual' }));
    expect(table.getByText('Visual, when each stage ended')).toBeTruthy();
  });

  it('marks a result that is not above the most frequent answer of each type', () => {
    renderPanel(<LivePanel />);
    // The baseline of this result is 20 %.
    follow({ state: 'finished', result: resultOf(accuraciesOf(60, 20, 10)) });
    const table = screen.getByTestId('accuracy-table');
    const name = 'Not above the most frequent answer of each question type';
    const marked = within(table).getAllByRole('img', { name });
    expect(marked.map((mark) => mark.closest('td')?.textContent)).toEqual(['20.0*', '10.0*']);
    expect(screen.getByText(/Most frequent answer of each type: 20\.0/).textContent).toContain(`* ${name}`);
    follow({ state: 'finished', result: resultOf(accuraciesOf(60, 50, 40)) });
    expect(screen.queryByRole('img', { name })).toBeNull();
    // The most frequent answers reach 45 % of the questions about sound, and 50 % of the counting ones.
    const ended = resultOf(accuraciesOf(60, 50, 40));
    const perQuestions = { ...accuraciesOf(0, 0, 0).complete, audio: 45, audioCounting: 50 };
    follow({ state: 'finished', result: { ...ended, baseline: { ...ended.baseline, perQuestions } } });
    const rows = () =>
      within(table)
        .getAllByRole('img', { name })
        .map((mark) => mark.closest('tr')?.textContent);
    expect(rows()).toEqual(['Audio60.050.040.0*']);
    fireEvent.click(screen.getByRole('switch', { name: /type/ }));
    expect(rows()).toEqual(['Audio60.050.040.0*', 'Counting60.050.0*40.0*', 'Counting60.050.0*40.0*']);
  });

  it('names held-out and validation accuracy where both are shown', () => {
    renderPanel(<LivePanel />);
    const epochs = [{ epoch: 1, step: 3, accuracy: accuraciesOf(61, 52, 43) }];
    act(() => {
      openLivePanel();
      const ended = { ...status, state: 'finished' as const, result: resultOf(accuraciesOf(60, 50, 40)) };
      session.setState({ log: { status: ended, steps, epochs } });
    });
    const nameOf = (element: Element | null | undefined) => element?.parentElement?.querySelector('p')?.textContent;
    const table = screen.getByTestId('accuracy-table');
    expect(nameOf(table)).toBe('10 questions on held-out videos');
    expect(nameOf(screen.getByRole('img', { name: /validation accuracy over 1 epochs/ }))).toMatch(/ · validation$/);
  });

  it('marks a result that more epochs may improve', () => {
    const followTo = (percent: number) => {
      const epochs = [50, percent].map((one, index) => {
        return { epoch: index + 1, step: index, accuracy: accuraciesOf(one, one, one) };
      });
      const result = { ...resultOf(accuraciesOf(80, 60, 40)), epochs: 2 };
      act(() => {
        openLivePanel();
        session.setState({ log: { status: { ...status, state: 'finished', result }, steps, epochs } });
      });
    };
    renderPanel(<LivePanel />);
    followTo(50);
    expect(screen.queryByText(/more epochs may improve/)).toBeNull();
    followTo(52.5);
    expect(
      screen.getByText(
        /The last epoch was the best: mean accuracy over the scenarios 52\.5 % on the validation questions, 50\.0 %/,
      ),
    ).toBeTruthy();
  });

  it('shows why a run failed', () => {
    renderPanel(<LivePanel />);
    follow({ state: 'failed', message: verbatim('The disk is full.') });
    expect(screen.getByTestId('run-state').textContent).toBe('Failed');
    expect(screen.getByText('The disk is full.')).toBeTruthy();
  });

  it('shows confusion and examples of a finished run', async () => {
    vi.spyOn(client, 'request').mockResolvedValue({ predictions });
    const user = renderPanel(<LivePanel />);
    follow({ state: 'finished', result: resultOf(accuraciesOf(80, 60, 40)) });
    expect(screen.getByText(/10 questions on held-out videos/)).toBeTruthy();
    await user.click(screen.getByRole('tab', { name: 'Confusion' }));
    expect(await screen.findByTitle('yes, predicted as yes: 5')).toBeTruthy();
    await user.click(screen.getByText('audio missing'));
    expect(screen.getByTitle('yes, predicted as no: 2').textContent).toBe('2');
    await user.click(screen.getByRole('tab', { name: 'Examples' }));
    const row = within(screen.getByTestId('examples')).getByRole('row', { name: /How many flutes/ });
    expect(within(row).getAllByRole('img', { name: 'right:' })).toHaveLength(2);
    expect(within(row).getByRole('img', { name: 'wrong:' })).toBeTruthy();
    expect(within(row).getByText('Audio · Counting').title).toMatch(/counting types include yes-or-no questions/);
    await user.click(screen.getByText('Lost without picture'));
    expect(screen.queryByText('How many flutes play?')).toBeNull();
    expect(screen.getByText('No listed question is right in “complete” and wrong in “visual missing”.')).toBeTruthy();
    await user.click(screen.getByText('Lost without sound'));
    expect(screen.getByText('How many flutes play?')).toBeTruthy();
  });

  it('lists the queued trainings with their settings, moves and removes them', async () => {
    const request = vi.spyOn(client, 'request').mockResolvedValue({ waiting: [] });
    const user = renderPanel(<LivePanel />);
    follow();
    const waiting = [
      { id: 4, title: 'First', seed: 1, epochs: 6, stages: 1, backend: 'auto' },
      { id: 5, title: 'Second', seed: 2, epochs: 1, stages: 3, run: 'stored-run' },
    ];
    act(() => queue.setState({ waiting }));
    await user.click(screen.getByRole('button', { name: '2 waiting' }));
    const items = await screen.findAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      'Firstseed 1 · 6 epochs · auto',
      'Secondresumes a run · seed 2 · 1 epoch · 3 stages',
    ]);
    await user.click(screen.getByRole('button', { name: 'Train Second earlier' }));
    expect(request).toHaveBeenLastCalledWith('moveInQueue', { id: 5, place: 0 });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Train First earlier' }).disabled).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Remove First from the queue' }));
    expect(request).toHaveBeenLastCalledWith('dequeue', { id: 4 });
    act(() => queue.setState({ waiting: [] }));
    expect(screen.queryByRole('button', { name: /waiting/ })).toBeNull();
  });

  it('shows the phase of a start with its time, and cancels it', async () => {
    const request = vi.spyOn(client, 'request').mockResolvedValue({});
    const user = renderPanel(<LivePanel />);
    act(openLivePanel);
    act(() => session.setState({ startingRun: { title: 'Big', phase: 'data', since: performance.now() - 65_000 } }));
    expect(screen.getByRole('status').textContent).toBe('Reading the data');
    expect(screen.getByText('1 min 05 s')).toBeTruthy();
    expect(screen.queryByText(/^Press Train/)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(request).toHaveBeenCalledWith('cancelStart', {});
    expect(screen.getByRole('status').textContent).toBe('The start is cancelled when this phase ends');
    act(() => session.setState({ startingRun: undefined }));
    expect(screen.queryByText('Big')).toBeNull();
  });

  it('resumes a run that failed or was stopped, after the queued ones', async () => {
    const request = vi.spyOn(client, 'request').mockResolvedValue({ run: 'run-1' });
    const user = renderPanel(<LivePanel />);
    follow({ state: 'finished', result: resultOf(accuraciesOf(80, 60, 40)) });
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
    follow({ state: 'failed', message: verbatim('Out of room') });
    await user.click(screen.getByRole('button', { name: 'Resume' }));
    expect(request).toHaveBeenLastCalledWith('resumeRun', { run: expect.any(String) });
    act(() => queue.setState({ waiting: [{ id: 1, title: 'First', seed: 1, epochs: 6, stages: 1 }] }));
    await user.click(screen.getByRole('button', { name: 'Resume' }));
    expect(request).toHaveBeenLastCalledWith('enqueue', { run: expect.any(String) });
    act(() => queue.setState({ waiting: [] }));
  });

  it('shows the load of the hardware', async () => {
    const hardware: Hardware = {
      backend: 'cpu',
      processBytes: 2 ** 30,
      tensorBytes: 2 ** 20,
      tensors: 12,
      machineBytes: 2 ** 34,
      freeBytes: 2 ** 33,
      cores: 2,
      gpus: [{ name: 'GPU', usedBytes: null, totalBytes: null, percent: 40 }],
    };
    vi.spyOn(client, 'request').mockResolvedValue(hardware);
    renderPanel(<LivePanel />);
    act(() => session.setState({ connection: 'connected' }));
    follow();
    expect(await screen.findByText('GPU, 40 %')).toBeTruthy();
    expect(screen.getByTestId('hardware').textContent).toContain('8.0 GiB of 16.0 GiB free, 2 cores');
  });
});

describe('the status bar', () => {
  it('counts errors and goes to their list', async () => {
    const user = renderPanel(<StatusBar />);
    expect(screen.getByRole('button', { name: 'No errors' })).toBeTruthy();
    expect(screen.getByText(/^[1-9][\d,.KM]* parameters$/)).toBeTruthy();
    act(() => {
      edit((document) => remove(document, new Set(['question'])));
      select(['rmm']);
    });
    await user.click(screen.getByRole('button', { name: /^\d+ errors?$/ }));
    expect(selected().nodes.size).toBe(0);
  });

  it('has no totals while no node is wired to the trainer', () => {
    renderPanel(<StatusBar />);
    act(() => edit((document) => ({ ...document, edges: [] })));
    expect(screen.queryByText(/parameters/)).toBeNull();
    expect(screen.queryByText(/while training/)).toBeNull();
  });

  it('shows the phase of a start with its time', () => {
    renderPanel(<StatusBar />);
    expect(screen.queryByTestId('status-start')).toBeNull();
    act(() => session.setState({ startingRun: { title: 'Big', phase: 'step', since: performance.now() - 65_000 } }));
    expect(screen.getByTestId('status-start').textContent).toBe(
      'Choosing the backend and recording a step · 1 min 05 s',
    );
    act(() => session.setState({ startingRun: undefined }));
    expect(screen.queryByTestId('status-start')).toBeNull();
  });

  it('counts warnings of a graph that can be trained', () => {
    renderPanel(<StatusBar />);
    act(() => edit((document) => toggleBypass(document, new Set(['missing']))));
    expect(screen.getByRole('button', { name: 'No errors, 1 warning' })).toBeTruthy();
  });

  it('shows the progress of a running study, and opens its runs', async () => {
    const counts = { runs: 6, done: 2, running: 2, failed: 1, secondsLeft: 60 };
    const status = { study: 'sweep', title: 'Sweep', state: 'running', message: verbatim(''), ...counts } as const;
    const user = renderPanel(<StatusBar />);
    expect(screen.queryByRole('button', { name: /^Study/ })).toBeNull();
    act(() => runningStudies.setState({ list: [status] }));
    await user.click(screen.getByRole('button', { name: 'Study: 3 of 6 runs' }));
    expect(panels.getState().dialog).toBe('experiments');
    expect(experiments.getState()).toMatchObject({ page: 'study', shown: 'sweep' });
    act(() => runningStudies.setState({ list: [] }));
    expect(screen.queryByRole('button', { name: /^Study/ })).toBeNull();
  });

  it('shows the connection and opens the training panel', async () => {
    const user = renderPanel(<StatusBar />);
    act(() => session.setState({ connection: 'connected' }));
    expect(screen.getByRole('status').textContent).toBe('Engine connected');
    const button = screen.getByRole('button', { name: 'Training panel' });
    await user.click(button);
    expect([panels.getState().livePanelOpen, button.getAttribute('aria-pressed')]).toEqual([true, 'true']);
  });
});
