import { useWindowEvent } from '@mantine/hooks';
import { DocumentError, formatDocument, parseDocument } from '../../graph-nodes/graph/document';
import { canvasCentre, toGraph } from './viewport';
import { messages } from '../words';
import { middleOf } from '../documents/clipboard';
import { pointerPlace } from './actions';
import { pasteFragment, removeSelected, selectedFragment } from './commands';
import { notify } from '../ui/toasts';

/** Fields and marked text have the clipboard for themselves. */
function isTaken(): boolean {
  const { activeElement } = document;
  const writes = activeElement?.matches('input, textarea, select, [contenteditable]') === true;
  return writes || getSelection()?.isCollapsed === false || document.querySelector('[role="dialog"]') !== null;
}

function copy(event: ClipboardEvent): boolean {
  const fragment = selectedFragment();
  if (isTaken() || fragment.nodes.length + fragment.notes.length === 0) return false;
  event.clipboardData?.setData('text/plain', formatDocument(fragment));
  event.preventDefault();
  return true;
}

/** Nodes are copied as the text of a graph document, so that they can be pasted into another window, a file or a letter. */
export function Clipboard() {
  useWindowEvent('copy', copy);
  useWindowEvent('cut', (event) => {
    if (copy(event)) removeSelected();
  });
  useWindowEvent('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isTaken() || text.trim() === '') return;
    event.preventDefault();
    try {
      const fragment = parseDocument(text);
      const middle = middleOf(fragment);
      const place = toGraph(pointerPlace() ?? canvasCentre());
      pasteFragment(fragment, { x: place.x - middle.x - 90, y: place.y - middle.y - 60 });
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      notify('error', messages().canvas.pasteRefused);
    }
  });
  return null;
}
