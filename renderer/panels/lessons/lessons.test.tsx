// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { runResult } from '../../../test/fixtures/run-result';
import type { RunStatus } from '../../../engine/contract/runs';
import { formatDocument } from '../../../graph-nodes/graph/document';
import type { Lesson } from '../../../graph-nodes/lesson/document';
import { parseLesson } from '../../../graph-nodes/lesson/parse';
import { currentDocument, edit } from '../../documents/active-graph';
import { setParameter } from '../../documents/editing';
import { documentOf } from '../../documents/open-graph';
import { graphs, showGraph } from '../../documents/open-graphs';
import { closeLesson, lessonState, openLesson, startLessons } from '../../session/lesson';
import { lessonFacts, noteOpened } from '../../session/lesson-facts';
import { session } from '../../session/session';
import { panels } from '../../ui/panels';
import { setLanguage } from '../../words';
import { experiments } from '../experiments/store';
import { LessonPanel } from './LessonPanel';

beforeAll(startLessons);

const text = `---
format: missing-modality-studio/lesson
version: 1
id: small
language: en
title: A small lesson
summary: For tests.
minutes: 1
controls: [inspector]
parameters: [rmm.slots]
---

\`\`\`graph
${formatDocument(tinyPipeline())}\`\`\`

## First

\`\`\`prediction
id: fall
ask: How much is lost?
options:
  - text: Little
    when: [{ is: figure, of: { scenario: complete }, minus: { scenario: audioMissing }, below: 5 }]
  - text: Much
    when: [{ is: figure, of: { scenario: complete }, minus: { scenario: audioMissing }, least: 5 }]
\`\`\`

\`\`\`task
do: Use seven slots.
check: [{ is: parameter, node: rmm, name: slots, among: [7] }]
hint: In the *inspector*.
\`\`\`

## Second

\`\`\`task
do: Train it.
check: [{ is: run }]
\`\`\`

\`\`\`outcome
prediction: fall
\`\`\`

\`\`\`figures
\`\`\`

## Third

\`\`\`task
do: Open the examples.
check: [{ is: opened, part: examples }]
\`\`\`

\`\`\`question
ask: Which column is the highest?
options:
  - text: complete
    right: true
  - text: audio missing
    why: The sound is *missing* there.
  - text: visual missing
explain: Nothing is missing there.
\`\`\`
`;
const lesson = (): Lesson => parseLesson('small.md', text);
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });
const mark = (name: string) => screen.queryAllByRole('img', { name });

async function start() {
  const user = renderPanel(<LessonPanel />, { ...tinyPipeline(), title: 'Mine' });
  await act(() => openLesson(lesson()));
  return user;
}

/** Ends a run of the current graph with the accuracies of `runResult`. */
function finishRun(named?: string): void {
  const result = { ...runResult(), ...(named !== undefined && { run: named }) };
  const { run, title } = result;
  const status: RunStatus = {
    run,
    title,
    state: 'finished',
    message: { code: 'runFinished' },
    epoch: 1,
    epochs: 1,
    step: 3,
    steps: 3,
    secondsPerStep: null,
    secondsLeft: null,
    result,
  };
  const known = new Map([[run, currentDocument()]]);
  act(() => session.setState({ graphs: known, log: { status, steps: [], epochs: [] } }));
}

beforeEach(() => {
  act(closeLesson);
  localStorage.clear();
  sessionStorage.clear();
});

describe('a lesson', () => {
  it('can be completed', async () => {
    const user = await start();
    expect(screen.getByRole('heading', { name: 'First' })).toBe(document.activeElement);
    expect(button('Next').disabled).toBe(true);
    await user.click(radio('Little'));
    expect(screen.getByText(/Your prediction is saved/)).toBeTruthy();
    await user.click(button('Hint'));
    expect(screen.getByText('inspector').tagName).toBe('EM');
    act(() => edit((graph) => setParameter(graph, ['rmm'], 'slots', 7)));
    expect(mark('Finished')).toHaveLength(1);
    await user.click(button('Next'));

    expect(screen.getByText('The outcome is shown when the tasks above are finished.')).toBeTruthy();
    expect(screen.queryByText(/No run of this lesson/)).toBeNull();
    finishRun();
    const outcome = within(screen.getByRole('region', { name: 'Outcome:' }));
    expect(outcome.getByText('Little')).toBeTruthy();
    expect(outcome.getByText('Much')).toBeTruthy();
    const row = screen.getByRole('row', { name: /^1 · seed 1 · rmm\.slots = 7/ });
    expect(row.textContent).toContain('60.050.040.0');
    await user.click(button(/^Step 1 of 3: First, finished/));
    expect(radio('Little').checked).toBe(true);
    await user.click(button(/^Step 2 of 3/));
    await user.click(button('Next'));

    act(() => noteOpened('examples'));
    await user.click(radio('audio missing'));
    const verdict = () => document.querySelector('.lesson-verdict')?.textContent;
    expect(verdict()).toBe('Not this one. The sound is missing there. Choose another answer.');
    await user.click(radio('visual missing'));
    expect(verdict()).toBe('Not this one. Choose another answer.');
    await user.click(radio('complete'));
    expect(screen.getByText('Nothing is missing there.')).toBeTruthy();
    expect(screen.getByText('You have finished this lesson.')).toBeTruthy();
  });

  it('counts what was opened in the step of the task alone, or is still open', async () => {
    const user = await start();
    act(() => noteOpened('examples'));
    act(() => panels.setState({ dialog: 'experiments' }));
    act(() => panels.setState({ dialog: undefined }));
    await user.click(button('Skip'));
    expect([...lessonFacts.getState().opened]).toEqual([]);
    await user.click(button('Skip'));
    expect(mark('To do')).toHaveLength(1);
    act(() => noteOpened('examples'));
    expect(mark('Finished')).toHaveLength(1);
    act(() => panels.setState({ dialog: 'experiments' }));
    await user.click(button('Back'));
    expect([...lessonFacts.getState().opened]).toEqual(['experiments']);
    act(() => panels.setState({ dialog: undefined }));
  });

  it('distinguishes a comparison of settings from one of seeds', async () => {
    renderPanel(<LessonPanel />);
    const part = 'comparison of settings';
    await act(() =>
      openLesson(
        parseLesson('small.md', text.replace('check: [{ is: run }]', `check: [{ is: opened, part: ${part} }]`)),
      ),
    );
    const set = (node: string, name: string, value: number) =>
      act(() => edit((graph) => setParameter(graph, [node], name, value)));
    finishRun('five');
    set('trainer', 'seed', 3);
    finishRun('five, other seed');
    set('rmm', 'slots', 7);
    finishRun('seven');
    const compare = (a: string, b: string) =>
      act(() => {
        experiments.setState({ compared: { a, b } });
        panels.setState({ dialog: 'experiments' });
      });
    compare('five', 'five, other seed');
    expect([...lessonFacts.getState().opened]).toEqual(['experiments', 'comparison']);
    compare('five', 'seven');
    expect([...lessonFacts.getState().opened]).toContain(part);
    act(() => {
      experiments.setState({ compared: undefined });
      panels.setState({ dialog: undefined });
    });
  });

  it('is used by keyboard', async () => {
    const user = await start();
    radio('Much').focus();
    await user.keyboard(' ');
    expect(radio('Much').checked).toBe(true);
    button('Skip').focus();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('heading', { name: 'Second' })).toBe(document.activeElement);
  });

  it('limits the window to its controls while its graph is shown', async () => {
    const user = await start();
    const { limits } = panels.getState();
    expect([...(limits?.controls ?? [])]).toEqual(['inspector']);
    expect([...(limits?.parameters ?? [])]).toEqual(['rmm.slots']);
    const [mine] = graphs.getState().open;
    act(() => showGraph(mine?.id ?? 0));
    expect(panels.getState().limits).toBeUndefined();
    await user.click(button('Show it'));
    expect(currentDocument().title).toBe('A small lesson');
    expect(panels.getState().limits).toBeDefined();
  });

  it('restores everything when it closes, and continues at the same step', async () => {
    const user = await start();
    act(() => edit((graph) => setParameter(graph, ['rmm'], 'slots', 7)));
    await user.click(radio('Much'));
    await user.click(button('Next'));
    await user.click(button('Close the lesson'));
    expect(graphs.getState().open.map((graph) => documentOf(graph).title)).toEqual(['Mine']);
    expect(panels.getState().limits).toBeUndefined();
    expect(screen.queryByRole('region', { name: 'Lesson' })).toBeNull();

    await act(() => openLesson(lesson()));
    expect(screen.getByRole('heading', { name: 'Second' })).toBeTruthy();
    expect(currentDocument().nodes.find(({ id }) => id === 'rmm')?.parameters['slots']).toBe(7);
  });

  it('is on the stage while that is open, and the next lesson closes the stage', async () => {
    await start();
    act(() => panels.setState({ dialog: 'stage' }));
    expect(screen.queryByRole('region', { name: 'Lesson' })).toBeNull();
    expect([...lessonFacts.getState().opened]).toEqual(['stage']);
    await act(() => openLesson(lesson()));
    expect(panels.getState().dialog).toBeUndefined();
    expect(screen.getByRole('region', { name: 'Lesson' })).toBeTruthy();
  });

  it('starts again with its initial graph', async () => {
    const user = await start();
    act(() => edit((graph) => setParameter(graph, ['rmm'], 'slots', 7)));
    await user.click(button('Start the lesson again'));
    const { questions } = await import('../../ui/confirm');
    await act(async () => questions.getState().question?.answer(true));
    await vi.waitFor(() => expect(lessonState.getState().open?.progress.done).toEqual([]));
    expect(currentDocument().nodes.find(({ id }) => id === 'rmm')?.parameters['slots']).toBe(5);
  });

  it('closes with its tab', async () => {
    await start();
    const { closeGraph } = await import('../../documents/open-graphs');
    act(() => closeGraph(graphs.getState().active.id, tinyPipeline()));
    expect(lessonState.getState().open).toBeUndefined();
  });

  it('of the studio changes its language with the window', async () => {
    renderPanel(<LessonPanel />);
    const { loadLessons } = await import('../../documents/lessons');
    const [first] = await loadLessons('en');
    await act(async () => first && openLesson(first));
    expect(await screen.findByRole('heading', { name: 'What a missing modality costs' })).toBeTruthy();
    act(() => setLanguage('ko'));
    expect(await screen.findByRole('heading', { name: '결측 모달리티의 대가' })).toBeTruthy();
    act(() => setLanguage('en'));
  });
});
