// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPanel } from '../../test/fixtures/panel';
import { currentDocument, edit, select } from '../documents/active-graph';
import { setParameter } from '../documents/editing';
import { Hotkeys } from './Hotkeys';

const slots = () => currentDocument().nodes.find(({ id }) => id === 'rmm')?.parameters['slots'];
const setSlots = (value: number) => act(() => edit((graph) => setParameter(graph, ['rmm'], 'slots', value)));
const press = (init: KeyboardEventInit, target: Element = document.body) =>
  act(() => void fireEvent.keyDown(target, init));

describe('the keys of the window', () => {
  it.each([
    ['Latin', { key: 'z', code: 'KeyZ' }],
    ['Russian', { key: 'я', code: 'KeyZ' }],
    ['Korean', { key: 'ㅋ', code: 'KeyZ' }],
    ['German, where Z and Y are swapped', { key: 'z', code: 'KeyY' }],
  ])('undo with Ctrl+Z on a keyboard layout that is %s', (_, key) => {
    renderPanel(<Hotkeys />);
    const before = slots();
    setSlots(7);
    press({ ...key, ctrlKey: true });
    expect(slots()).toBe(before);
  });

  it('do not undo with the Y of a German keyboard, which is at the position of Z', () => {
    renderPanel(<Hotkeys />);
    setSlots(7);
    press({ key: 'y', code: 'KeyZ', ctrlKey: true });
    expect(slots()).toBe(7);
  });

  it('bypass a selected node by a letter of another script', () => {
    renderPanel(<Hotkeys />);
    act(() => select(['rmm']));
    press({ key: 'и', code: 'KeyB' });
    expect(currentDocument().nodes.find(({ id }) => id === 'rmm')?.bypassed).toBe(true);
  });

  it.each([
    ['composes a text', { isComposing: true }],
    ['handles the key', { key: 'Process' }],
  ])('do nothing while an input method %s, in fields too', (_, init) => {
    let keys = 0;
    renderPanel(
      <>
        <Hotkeys />
        <input aria-label="field" onKeyDown={() => (keys += 1)} />
      </>,
    );
    setSlots(7);
    press({ key: 'z', code: 'KeyZ', ctrlKey: true, ...init });
    press({ key: 'Enter', code: 'Enter', ...init }, screen.getByLabelText('field'));
    expect([slots(), keys]).toEqual([7, 0]);
    press({ key: 'Enter', code: 'Enter' }, screen.getByLabelText('field'));
    expect(keys).toBe(1);
  });
});
