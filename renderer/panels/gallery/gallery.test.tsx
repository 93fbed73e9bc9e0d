// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import { currentDocument } from '../../documents/active-graph';
import { presets } from '../../documents/presets';
import { openDialog, panels } from '../../ui/panels';
import { client } from '../../session/session';
import { experiments } from '../experiments/store';
import { Gallery } from './Gallery';

it('opens with every preset, opens the chosen one and closes', async () => {
  const user = renderPanel(<Gallery />);
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => openDialog('gallery'));
  expect(screen.getAllByRole('listitem')).toHaveLength(presets.length);
  await user.click(screen.getByRole('button', { name: /MUSIC-AVQA: the paper/ }));
  expect(currentDocument()).toBe(presets.find(({ name }) => name === 'music-avqa-paper')?.document);
  expect(panels.getState().dialog).toBeUndefined();
});

it('shows the bundled studies with their runs and the known time, and opens one in the study form', async () => {
  const request = vi.spyOn(client, 'request').mockImplementation((method, parameters) => {
    const known = (parameters as { study?: { title: string } }).study?.title === 'Orchestra ablation';
    const answer = { runs: [], done: known ? 2 : 0, workers: 2, secondsLeft: known ? 600 : null };
    return method === 'planStudy' ? Promise.resolve(answer as never) : new Promise(() => undefined);
  });
  const user = renderPanel(<Gallery />);
  act(() => openDialog('gallery'));
  await user.click(screen.getByRole('tab', { name: 'Studies' }));
  const repair = await screen.findByRole('button', { name: /^Collapse and repair/ });
  expect(repair.textContent).toMatch(/^Collapse and repair\d+ runs.*: models trained on complete pairs alone/);
  const ablation = screen.getByRole('button', { name: /^Orchestra ablation/ });
  expect(await within(ablation).findByText('14 runs · 2 of them done already · about 10 min 00 s')).toBeTruthy();
  expect(request.mock.calls.every(([, parameters]) => (parameters as { probe?: boolean }).probe === false)).toBe(true);
  await user.click(repair);
  expect(panels.getState().dialog).toBe('experiments');
  expect(experiments.getState()).toMatchObject({ page: 'study', draft: { title: 'Collapse and repair' } });
});
