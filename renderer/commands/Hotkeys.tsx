import { useHotkeys, useWindowEvent, type HotkeyItem } from '@mantine/hooks';
import { actions, type Action } from './actions';
import { pointerPlace } from './pointer';
import { panels, setProjector } from '../ui/panels';

const open = (role: string) => document.querySelector(`[role="${role}"]`) !== null;

/** Types of inputs that use only the space bar and keys that move between them. */
const switches = ['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'color'];

/** True if the focused element uses the key: it is typed there, or makes a choice. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && switches.includes(target.type)) {
    return target.type === 'radio' && key.startsWith('Arrow');
  }
  return target.isContentEditable || target.matches('input, textarea, select');
}

/** True if the keyboard layout writes a script other than Latin, such as я or ㅋ at the key of Z. */
const isOtherScript = ({ key }: KeyboardEvent): boolean => key.length === 1 && key > '~';

/**
 * Dialogs and menus keep their keys. A letter is the one that the keyboard layout writes, so that Ctrl+Z is where a French or
 * German keyboard has it. On layouts of other scripts it is the key at the letter's position.
 */
const hotkeys = (of: readonly Action[]) =>
  of.flatMap(({ keys = [], run, inFields, byBrowser }) => {
    if (byBrowser === true) return [];
    const press = (event: KeyboardEvent) => {
      if (inFields !== true && isTaken(event)) return;
      event.preventDefault();
      if (!open('dialog') && !open('menu')) run();
    };
    const pressAt = (event: KeyboardEvent) => isOtherScript(event) && press(event);
    return keys.flatMap((key): HotkeyItem[] => [
      [key, press, { preventDefault: false }],
      ...(/(^|\+)[A-Z]$/.test(key)
        ? [[key, pressAt, { preventDefault: false, usePhysicalKeys: true }] satisfies HotkeyItem]
        : []),
    ]);
  });

/** While an input method composes a text, its keys are not commands: Enter ends the composition and does nothing else. */
function keepFromCommands(event: KeyboardEvent): void {
  if (event.isComposing || event.key === 'Process') event.stopPropagation();
}

/** Escape leaves projector mode, unless another open element uses it. */
function leaveProjector(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !panels.getState().projector) return;
  if (!isTaken(event) && !open('dialog') && !open('menu')) setProjector(false);
}

const items = hotkeys(actions);
const addNode = actions.find(({ id }) => id === 'addNode');

/** Hotkeys of the whole window; the shortcut sheet lists them. */
export function Hotkeys() {
  useHotkeys(items, []);
  useWindowEvent('keydown', keepFromCommands, { capture: true });
  // Runs before menus and dialogs close with the same key.
  useWindowEvent('keydown', leaveProjector, { capture: true });
  // Tab adds a node if the pointer is over the canvas. If an element has the focus, Tab moves the focus as usual.
  useWindowEvent('keydown', (event) => {
    const idle = document.activeElement === document.body || document.activeElement?.classList.contains('react-flow');
    if (event.key !== 'Tab' || event.shiftKey || !idle || pointerPlace() === undefined || open('dialog')) return;
    event.preventDefault();
    addNode?.run();
  });
  return null;
}
