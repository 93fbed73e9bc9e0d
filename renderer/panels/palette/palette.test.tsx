// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import { currentDocument, selected } from '../../documents/active-graph';
import { nodeBoxes, overlap } from '../../documents/boxes';
import { emptyDocument } from '../../documents/editing';
import { Canvas } from '../../canvas/Canvas';
import { Palette } from './Palette';

const search = () => screen.getByRole('textbox', { name: 'Search nodes' });

it('filters the nodes, reports an empty result, and clears the search', async () => {
  const user = renderPanel(<Palette />);
  await user.type(search(), 'diffusion');
  expect(screen.getByRole('button', { name: /AVR diffusion/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Trainer/ })).toBeNull();
  await user.clear(search());
  await user.type(search(), 'zzz');
  expect(screen.getByText(/“zzz”/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Clear the search' }));
  expect(screen.getByRole('button', { name: /Trainer/ })).toBeTruthy();
});

it('adds nodes one beside the other', async () => {
  const user = renderPanel(
    <>
      <Canvas />
      <Palette />
    </>,
    emptyDocument(),
  );
  for (const kind of ['Orchestra', 'Audio encoder', 'Trainer']) {
    await user.click(screen.getByRole('button', { name: `Add ${kind}` }));
  }
  const boxes = nodeBoxes(currentDocument(), new Map());
  expect(boxes).toHaveLength(3);
  for (const [index, box] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
  }
});

it('adds a note and selects it', async () => {
  const user = renderPanel(<Palette />);
  await user.click(screen.getByRole('button', { name: 'Add Note' }));
  expect(currentDocument().notes).toHaveLength(1);
  expect([...selected().nodes]).toEqual(['note:note']);
});

it('moves through the list with the arrow keys', async () => {
  const user = renderPanel(<Palette />);
  await user.type(search(), 'encoder{ArrowDown}');
  expect(document.activeElement?.tagName).toBe('BUTTON');
  await user.keyboard('{ArrowUp}');
  expect(document.activeElement).toBe(search());
});

it('hides the help of a node while it is dragged, and shows it when the pointer returns', () => {
  vi.useFakeTimers();
  renderPanel(<Palette />);
  const entry = screen.getByRole('button', { name: 'Add Missing modality' });
  const hover = () => {
    fireEvent.mouseEnter(entry);
    act(() => vi.advanceTimersByTime(1000));
  };
  hover();
  expect(screen.queryByRole('tooltip')).toBeTruthy();
  fireEvent.dragStart(entry, { dataTransfer: { setData: () => undefined } });
  act(() => vi.advanceTimersByTime(1000));
  expect(screen.queryByRole('tooltip')).toBeNull();
  fireEvent.mouseLeave(entry);
  act(() => vi.advanceTimersByTime(1000));
  expect(screen.queryByRole('tooltip')).toBeNull();
  hover();
  expect(screen.queryByRole('tooltip')).toBeTruthy();
  vi.useRealTimers();
});
