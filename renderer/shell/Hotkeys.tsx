import { useHotkeys, useWindowEvent } from '@mantine/hooks';
import { actions, pointerPlace, type Action } from './actions';

/** Elements in which a key writes or chooses, so that single keys are theirs. */
const writing = ['INPUT', 'TEXTAREA', 'SELECT'];

const open = (role: string) => document.querySelector(`[role="${role}"]`) !== null;

/** Dialogs and menus have the keys for themselves. */
const hotkeys = (of: readonly Action[]) =>
  of.flatMap(({ keys = [], run }) =>
    keys.map((key): [string, () => void] => [
      key,
      () => {
        if (!open('dialog') && !open('menu')) run();
      },
    ]),
  );

const everywhere = hotkeys(actions.filter(({ inFields }) => inFields));
const outsideFields = hotkeys(actions.filter(({ inFields }) => inFields !== true));
const addNode = actions.find(({ id }) => id === 'addNode');

/** The keys of the whole window; the shortcut sheet tells people of them. */
export function Hotkeys() {
  useHotkeys(everywhere, []);
  useHotkeys(outsideFields, writing);
  // Tab adds a node where the pointer is; with the focus anywhere, it goes on through the page as ever.
  useWindowEvent('keydown', (event) => {
    const idle = document.activeElement === document.body || document.activeElement?.classList.contains('react-flow');
    if (event.key !== 'Tab' || event.shiftKey || !idle || pointerPlace() === undefined || open('dialog')) return;
    event.preventDefault();
    addNode?.run();
  });
  return null;
}
