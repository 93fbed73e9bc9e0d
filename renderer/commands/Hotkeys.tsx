import { useHotkeys, useWindowEvent, type HotkeyItem } from '@mantine/hooks';
import { actions, type Action } from './actions';
import { pointerPlace } from './pointer';
import { panels, setProjector } from '../ui/panels';

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

/** True where the keyboard layout writes another script than Latin, such as я or ㅋ at the key of Z. */
const isOtherScript = ({ key }: KeyboardEvent): boolean => key.length === 1 && key > '~';

/**
 * Dialogs and menus have the keys for themselves. A letter is the one that the keyboard layout writes, so that Ctrl+Z is where a
 * French or German keyboard has it; on layouts of other scripts it is the key at the letter's position.
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

/** While an input method composes a text, its keys are no commands: Enter ends the composition and nothing else. */
function keepFromCommands(event: KeyboardEvent): void {
  if (event.isComposing || event.key === 'Process') event.stopPropagation();
}

/** Escape leaves projector mode, unless something else that is open takes it. */
function leaveProjector(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || !panels.getState().projector) return;
  if (!isTaken(event) && !open('dialog') && !open('menu')) setProjector(false);
}

const items = hotkeys(actions);
const addNode = actions.find(({ id }) => id === 'addNode');

/** The keys of the whole window; the shortcut sheet tells people of them. */
export function Hotkeys() {
  useHotkeys(items, []);
  useWindowEvent('keydown', keepFromCommands, { capture: true });
  // Before menus and dialogs close with the same key.
  useWindowEvent('keydown', leaveProjector, { capture: true });
  // Tab adds a node where the pointer is; with the focus anywhere, it goes on through the page as ever.
  useWindowEvent('keydown', (event) => {
    const idle = document.activeElement === document.body || document.activeElement?.classList.contains('react-flow');
    if (event.key !== 'Tab' || event.shiftKey || !idle || pointerPlace() === undefined || open('dialog')) return;
    event.preventDefault();
    addNode?.run();
  });
  return null;
}
