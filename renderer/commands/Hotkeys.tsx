import { useHotkeys, useWindowEvent, type HotkeyItem } from '@mantine/hooks';
import { actions, pointerPlace, type Action } from './actions';

const open = (role: string) => document.querySelector(`[role="${role}"]`) !== null;

/** Inputs that take no more than the space bar, or what moves among them. */
const switches = ['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'color'];

/** Whether a key belongs to what has the focus: writes there, or chooses. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && switches.includes(target.type)) {
    return target.type === 'radio' && key.startsWith('Arrow');
  }
  return target.isContentEditable || target.matches('input, textarea, select');
}

/** Dialogs and menus have the keys for themselves. */
const hotkeys = (of: readonly Action[]) =>
  of.flatMap(({ keys = [], run, inFields }) =>
    keys.map((key): HotkeyItem => [
      key,
      (event) => {
        if (inFields !== true && isTaken(event)) return;
        event.preventDefault();
        if (!open('dialog') && !open('menu')) run();
      },
      { preventDefault: false },
    ]),
  );

const items = hotkeys(actions);
const addNode = actions.find(({ id }) => id === 'addNode');

/** The keys of the whole window; the shortcut sheet tells people of them. */
export function Hotkeys() {
  useHotkeys(items, []);
  // Tab adds a node where the pointer is; with the focus anywhere, it goes on through the page as ever.
  useWindowEvent('keydown', (event) => {
    const idle = document.activeElement === document.body || document.activeElement?.classList.contains('react-flow');
    if (event.key !== 'Tab' || event.shiftKey || !idle || pointerPlace() === undefined || open('dialog')) return;
    event.preventDefault();
    addNode?.run();
  });
  return null;
}
