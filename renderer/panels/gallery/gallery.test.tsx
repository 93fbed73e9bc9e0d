// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { runRow } from '../../../test/fixtures/run-rows';
import { renderPanel } from '../../../test/fixtures/panel';
import { accuraciesOf } from '../../../test/fixtures/results';
import { currentDocument } from '../../documents/active-graph';
import { presets } from '../../documents/presets';
import { openDialog, panels } from '../../ui/panels';
import { closeLesson } from '../../session/lesson';
import { client } from '../../session/session';
import type { RunRow } from '../experiments/run-rows';
import { experiments } from '../experiments/store';
import { Gallery } from './Gallery';

afterEach(() => experiments.setState(experiments.getInitialState(), true));

/** Titles of the cards in a part of the gallery. */
const titlesIn = (part: HTMLElement) =>
  [...part.querySelectorAll('.gallery-title')].map(({ textContent }) => textContent);
const group = (name: string) => screen.getByRole('region', { name });
const run = (title: string, more: Partial<RunRow> = {}): RunRow =>
  runRow(title, { started: 1, seconds: 62, accuracy: accuraciesOf(80, 60, 40), ...more });

it('opens with all presets, first those without data files; opens the chosen one and closes', async () => {
  const user = renderPanel(<Gallery />);
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => openDialog('gallery'));
  const studies = await screen.findByRole('region', { name: 'Studies' });
  const lessons = await screen.findByRole('region', { name: 'Lessons' });
  expect(titlesIn(lessons)).toHaveLength(8);
  expect(screen.getAllByRole('region').map((region) => region.getAttribute('aria-label'))).toEqual([
    'Lessons',
    'Orchestra: runs without data files',
    'MUSIC-AVQA: needs its data files',
    'Studies',
  ]);
  const [orchestra, avqa] = ['Orchestra: runs without data files', 'MUSIC-AVQA: needs its data files'].map((name) =>
    titlesIn(group(name)),
  );
  expect([...(orchestra ?? []), ...(avqa ?? [])]).toHaveLength(presets.length);
  expect(orchestra?.[0]).toBe('Orchestra: collapse and repair');
  expect(avqa?.every((title) => title?.startsWith('MUSIC-AVQA: '))).toBe(true);
  expect(titlesIn(studies)).toHaveLength(4);
  await user.click(screen.getByRole('button', { name: /MUSIC-AVQA: the paper/ }));
  expect(currentDocument()).toBe(presets.find(({ name }) => name === 'music-avqa-paper')?.document);
  expect(panels.getState().dialog).toBeUndefined();
});

it('opens a lesson and closes', async () => {
  const user = renderPanel(<Gallery />);
  act(() => openDialog('gallery'));
  const card = await screen.findByRole('button', { name: /^Zeros/ });
  expect(card.textContent).toContain('10 minutes · Not started');
  await user.click(card);
  expect(currentDocument().title).toBe('Zeros');
  expect(panels.getState().dialog).toBeUndefined();
  act(closeLesson);
});

it('finds graphs and studies by their words', async () => {
  const user = renderPanel(<Gallery />);
  act(() => openDialog('gallery'));
  await screen.findByRole('region', { name: 'Studies' });
  const field = screen.getByRole('textbox', { name: 'Search graphs and studies' });
  await user.type(field, 'collapse');
  expect(titlesIn(screen.getByRole('dialog'))).toEqual(['Orchestra: collapse and repair', 'Collapse and repair']);
  await user.clear(field);
  await user.type(field, 'qqqqzzzz');
  expect(screen.getByText('No graph or study matches “qqqqzzzz”.')).toBeTruthy();
});

it('shows duration and accuracies of the last finished run of a graph, else the measured ones', () => {
  experiments.setState({
    loose: [
      run('Orchestra: retrieval', { name: 'b', started: 2, seconds: 7 }),
      run('Orchestra: retrieval'),
      run('Orchestra: retrieval', { name: 'c', started: 3, state: 'failed', accuracy: undefined }),
    ],
  });
  renderPanel(<Gallery />);
  act(() => openDialog('gallery'));
  const card = screen.getByRole('button', { name: /^Orchestra: retrieval/ });
  expect(card.textContent).toContain('Last run: 7 s · complete 80.0 % · audio missing 60.0 % · visual missing 40.0 %');
  expect(screen.getByRole('button', { name: /^Orchestra: zero fill/ }).textContent).toMatch(
    /Measured, one thread: .+ · complete \d+\.\d % · audio missing \d+\.\d % · visual missing \d+\.\d %/,
  );
  expect(screen.getByRole('button', { name: /^MUSIC-AVQA: the paper/ }).textContent).toContain('Not trained here yet');
});

it('shows the bundled studies with their runs and the known time, and opens one in the study form', async () => {
  const request = vi.spyOn(client, 'request').mockImplementation((method, parameters) => {
    const known = (parameters as { study?: { title: string } }).study?.title === 'Orchestra ablation';
    const answer = { runs: [], done: known ? 2 : 0, workers: 2, secondsLeft: known ? 600 : null };
    return method === 'planStudy' ? Promise.resolve(answer as never) : new Promise(() => undefined);
  });
  const user = renderPanel(<Gallery />);
  act(() => openDialog('gallery'));
  const repair = await screen.findByRole('button', { name: /^Collapse and repair/ });
  expect(repair.textContent).toMatch(/Collapse and repair\d+ runs.*: models trained on complete pairs alone/);
  const ablation = screen.getByRole('button', { name: /^Orchestra ablation/ });
  expect(await within(ablation).findByText('14 runs · 2 already finished · about 10 min')).toBeTruthy();
  const plans = request.mock.calls.filter(([method]) => method === 'planStudy');
  expect(plans.every(([, parameters]) => (parameters as { probe?: boolean }).probe === false)).toBe(true);
  await user.click(repair);
  expect(panels.getState().dialog).toBe('experiments');
  expect(experiments.getState()).toMatchObject({ page: 'study', draft: { title: 'Collapse and repair' } });
});
