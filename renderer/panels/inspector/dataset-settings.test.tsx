// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import { addNode } from '../../commands/commands';
import { currentDocument, edit, select, undo } from '../../documents/active-graph';
import { emptyDocument, remove } from '../../documents/editing';
import { toasts } from '../../ui/toasts';
import { setLanguage } from '../../words';
import { Toasts } from '../dialogs/Toasts';
import { CommandPalette } from '../search/CommandPalette';
import { openDialog } from '../../ui/panels';
import { Inspector } from './Inspector';

const place = { x: 0, y: 0 };
const parametersOf = (id: string) => currentDocument().nodes.find((node) => node.id === id)?.parameters;
const small = 'Use the Orchestra settings for all nodes';
const paper = 'Use the paper’s settings for all nodes';
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

/** Button of the message that offers settings. */
const offered = (name: string) =>
  within(screen.getByRole('region', { name: 'Messages' })).getByRole('button', { name });

/** Adds nodes in the way of the palette. */
const add = (...kinds: string[]) => act(() => kinds.forEach((kind) => addNode(kind, place)));

function show() {
  const user = renderPanel(
    <>
      <Inspector />
      <Toasts />
      <CommandPalette />
    </>,
    emptyDocument(),
  );
  return user;
}

describe('the settings for a dataset', () => {
  it('are those of new nodes, and switch in the inspector of the dataset as one step', async () => {
    const user = show();
    add('orchestra', 'avr-diffusion', 'trainer');
    expect(parametersOf('avr-diffusion')).toMatchObject({ denoiser: 'light', steps: 2 });
    expect(toasts.getState().list).toEqual([]);
    act(() => select(['orchestra']));
    expect(button(small).disabled).toBe(true);
    const before = currentDocument();
    await user.click(button(paper));
    expect(parametersOf('avr-diffusion')).toMatchObject({ denoiser: 'U-Net', steps: 10 });
    expect(parametersOf('trainer')).toMatchObject({ epochs: 50, batchSize: 4 });
    expect(screen.getByText('2 nodes now use the paper’s settings.')).toBeTruthy();
    expect(screen.getByText('2 nodes do not use the settings for this dataset.')).toBeTruthy();
    expect(button(paper).disabled).toBe(true);
    act(undo);
    expect(currentDocument()).toBe(before);
  });

  it('are offered when a dataset is added after the nodes or replaces another one, and change nothing without a click', async () => {
    const user = show();
    add('audio-encoder', 'avr-diffusion');
    expect(parametersOf('avr-diffusion')).toEqual({});
    add('orchestra');
    expect(parametersOf('avr-diffusion')).toEqual({});
    await user.click(offered(small));
    expect(parametersOf('avr-diffusion')).toMatchObject({ denoiser: 'light' });
    expect(button(small).disabled).toBe(true);
    act(() => edit((document) => remove(document, new Set(['orchestra']))));
    add('music-avqa');
    expect(parametersOf('avr-diffusion')).toMatchObject({ denoiser: 'light' });
    await user.click(offered(paper));
    expect(parametersOf('avr-diffusion')).toMatchObject({ denoiser: 'U-Net', memory: 'recompute' });
  });

  it('are those of later nodes while the dataset is alone, and then no command', async () => {
    show();
    add('orchestra');
    act(() => select(['orchestra']));
    expect(button(small).disabled).toBe(true);
    expect(screen.getByText('New nodes get these settings.')).toBeTruthy();
    act(() => openDialog('commands'));
    const command = await screen.findByRole('option', { name: new RegExp(`^${small}`) });
    expect(command.getAttribute('data-combobox-disabled')).toBe('true');
  });

  it('are also in the list of commands, in Korean too', async () => {
    const user = show();
    add('orchestra', 'audio-encoder');
    act(() => setLanguage('ko'));
    act(() => openDialog('commands'));
    await user.click(await screen.findByRole('option', { name: /모든 노드에 논문 설정 쓰기/ }));
    expect(parametersOf('audio-encoder')).toEqual({ width: 512 });
    expect(screen.getByText('노드 1개가 이제 논문 설정을 씁니다.')).toBeTruthy();
  });
});
