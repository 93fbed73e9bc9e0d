// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import { currentDocument, gestures, selected, setGestures } from '../../documents/active-graph';
import { openDialog, panels } from '../../ui/panels';
import { AddSearch } from './AddSearch';
import { CommandPalette } from './CommandPalette';
import { FindInGraph } from './FindInGraph';

const options = () => screen.getAllByRole('option').map(({ textContent }) => textContent ?? '');
const added = () => currentDocument().nodes.at(-1);

describe('search to add', () => {
  const place = { x: 500, y: 300 };

  it('adds the chosen node at the pointer', async () => {
    const user = renderPanel(<AddSearch />);
    act(() => setGestures({ adding: { screen: place, place, from: undefined } }));
    await user.type(screen.getByRole('textbox', { name: 'Add a node' }), 'retrieval{Enter}');
    expect(added()).toMatchObject({ kind: 'retrieval', position: { x: 408, y: 284 } });
    expect(gestures().adding).toBeUndefined();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('offers only kinds that fit the wire, and connects the new node', async () => {
    const user = renderPanel(<AddSearch />);
    const from = { node: 'missing', socket: 'batch', side: 'output' } as const;
    act(() => setGestures({ adding: { screen: place, place, from } }));
    expect(options().some((text) => text.includes('Audio encoder'))).toBe(true);
    expect(options().some((text) => text.includes('AVR diffusion'))).toBe(false);
    await user.click(screen.getByText('Audio encoder'));
    expect(currentDocument().edges).toContainEqual({
      from: { node: 'missing', socket: 'batch' },
      to: { node: added()?.id, socket: 'batch' },
    });
  });

  it('closes on Escape without adding', async () => {
    const user = renderPanel(<AddSearch />);
    const { length } = currentDocument().nodes;
    act(() => setGestures({ adding: { screen: place, place, from: undefined } }));
    await user.type(screen.getByRole('textbox'), '{Escape}');
    expect(gestures().adding).toBeUndefined();
    expect(currentDocument().nodes).toHaveLength(length);
  });
});

it('runs a command by its name', async () => {
  const user = renderPanel(<CommandPalette />);
  act(() => openDialog('commands'));
  await user.type(screen.getByRole('textbox'), 'select all{Enter}');
  expect(selected().nodes.size).toBe(currentDocument().nodes.length);
  expect(panels.getState().dialog).toBeUndefined();
});

it('finds a node by a parameter and selects it', async () => {
  const user = renderPanel(<FindInGraph />);
  act(() => openDialog('find'));
  await user.type(screen.getByRole('textbox'), 'denoiser light');
  expect(options()[0]).toContain('avr');
  await user.keyboard('{Enter}');
  expect([...selected().nodes]).toEqual(['avr']);
  expect(panels.getState().dialog).toBeUndefined();
});
