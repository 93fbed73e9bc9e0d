// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { renderPanel } from '../../test/fixtures/panel';
import { actions } from '../commands/actions';
import { selected } from '../documents/active-graph';
import { emptyDocument } from '../documents/editing';
import { openGraph } from '../documents/open-graphs';
import { client, session } from '../session/session';
import { introduction, startIntroduction } from '../session/introduction';
import { setLanguage } from '../words';
import { Introduction } from './Introduction';

const card = (name = 'Introduction') => screen.queryByRole('region', { name });
const stored = () => localStorage.getItem('studio-introduced');

/** Opens the page in a browser with the given mark. */
function visit(mark: string | null) {
  if (mark === null) localStorage.removeItem('studio-introduced');
  else localStorage.setItem('studio-introduced', mark);
  const user = renderPanel(<Introduction />);
  act(startIntroduction);
  return user;
}

beforeEach(() => localStorage.clear());

describe('the introduction', () => {
  it('names on a first visit the missing modality, the work of the nodes, and Train, without taking the focus', async () => {
    const user = visit(null);
    expect(card()?.textContent).toContain('The microphone or the camera fails');
    expect(card()?.textContent).toContain('Press Train');
    expect(document.activeElement).toBe(document.body);
    await user.click(screen.getByRole('button', { name: 'RMM generator, AVR diffusion' }));
    expect([...selected().nodes]).toEqual(['rmm', 'avr']);
    act(() => setLanguage('ko'));
    expect(card('소개')?.textContent).toContain('마이크나 카메라');
  });

  it.each<[string, (user: ReturnType<typeof visit>) => unknown]>([
    ['its button', (user) => user.click(screen.getByRole('button', { name: 'Close the introduction' }))],
    ['Escape', (user) => user.keyboard('{Escape}')],
    ['the start of a training', () => act(() => session.setState({ starting: true }))],
    ['another graph', () => act(() => openGraph(emptyDocument()))],
  ])('is closed by %s and does not return', async (_, close) => {
    await close(visit(null));
    expect(card()).toBeNull();
    expect(stored()).toBe('yes');
    visit(stored());
    expect(card()).toBeNull();
  });

  it('trains the graph', async () => {
    const request = vi.spyOn(client, 'request').mockRejectedValue(new Error('not now'));
    const user = visit(null);
    act(() => session.setState({ connection: 'connected' }));
    await user.click(screen.getByRole('button', { name: 'Train this graph' }));
    expect(request).toHaveBeenCalledWith('train', expect.anything());
    expect(card()).toBeNull();
  });

  it('closes for the page if the browser keeps no mark', async () => {
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new Error('forbidden');
    });
    const user = renderPanel(<Introduction />);
    act(startIntroduction);
    expect(card()).not.toBeNull();
    await user.keyboard('{Escape}');
    expect(card()).toBeNull();
  });

  it('opens again with its command, and then has the focus', () => {
    visit('yes');
    act(() => actions.find(({ id }) => id === 'introduction')?.run());
    expect(document.activeElement).toBe(card());
    expect(introduction.getState().open).toBe(true);
  });
});
