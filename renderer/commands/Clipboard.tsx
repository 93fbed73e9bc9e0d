import { useWindowEvent } from '@mantine/hooks';
import { removeCopied } from './commands';
import { pasteText, takeCopy } from './copying';

/** Fields and selected text keep the browser's own clipboard behaviour. */
function isTaken(): boolean {
  const { activeElement } = document;
  const writes = activeElement?.matches('input, textarea, select, [contenteditable]') === true;
  return writes || getSelection()?.isCollapsed === false || document.querySelector('[role="dialog"]') !== null;
}

function copy(event: ClipboardEvent): boolean {
  const text = isTaken() ? undefined : takeCopy();
  if (text === undefined) return false;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  return true;
}

/** Copies nodes as the text of a graph document, which can be pasted into another window, a file or a message. */
export function Clipboard() {
  useWindowEvent('copy', copy);
  useWindowEvent('cut', (event) => {
    if (copy(event)) removeCopied();
  });
  useWindowEvent('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isTaken() || text.trim() === '') return;
    event.preventDefault();
    pasteText(text);
  });
  return null;
}
