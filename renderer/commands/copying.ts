import { DocumentError, formatDocument, parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { currentDocument, placement } from '../documents/active-graph';
import { boxOf } from '../documents/clipboard';
import type { Point } from '../documents/editing';
import { notify } from '../ui/toasts';
import { messages } from '../words';
import { pasteFragment, removeCopied, selectedFragment } from './commands';
import { lastPointerPlace } from './pointer';
import { canvasCentre, canvasCorners, toGraph } from './viewport';

/** Last text that was copied here; a browser may not allow a menu to read the clipboard. */
let copied: string | undefined;

/** The selection as the text of a graph document; undefined if it has nothing that can be copied. */
export function takeCopy(): string | undefined {
  const fragment = selectedFragment();
  if (fragment.nodes.length + fragment.notes.length === 0) return undefined;
  copied = formatDocument(fragment);
  return copied;
}

/** Copies the selection from a menu, without a key of the browser. */
export async function copySelected(): Promise<void> {
  const text = takeCopy();
  if (text === undefined) return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a clipboard, copies stay in this window.
  }
}

export function cutSelected(): void {
  void copySelected();
  removeCopied();
}

/** Pastes the clipboard, or else the last copy of this window. @param at place on the screen; undefined: the pointer */
export async function pasteCopied(at?: Point): Promise<void> {
  const place = at ?? lastPointerPlace();
  const text = (await readClipboard()) ?? copied;
  if (text === undefined) notify('info', messages().canvas.pasteByKey);
  else pasteText(text, place);
}

async function readClipboard(): Promise<string | undefined> {
  try {
    const text = await navigator.clipboard.readText();
    return text.trim() === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Pastes the text of a graph document beside a place on the screen, or in the middle of the view. */
export function pasteText(text: string, at: Point | undefined = lastPointerPlace()): void {
  try {
    const fragment = parseDocument(text);
    pasteFragment(fragment, wayTo(fragment, at));
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    notify('error', messages().canvas.pasteRefused);
  }
}

/** Distance between the pointer and a copy, and between a copy and a node at the same position. */
const beside = 12;
const aside = 28;

const between = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/** Offset from a fragment to its copy. The copy stays in view if it fits into it. */
function wayTo(fragment: GraphDocument, at: Point | undefined): Point {
  const box = boxOf(fragment);
  const [from, to] = canvasCorners();
  const isInView = at !== undefined && at.x >= from.x && at.x <= to.x && at.y >= from.y && at.y <= to.y;
  const [start, end] = [toGraph(from), toGraph(to)];
  const place = toGraph(isInView ? at : canvasCentre());
  const corner = isInView
    ? { x: place.x + beside, y: place.y + beside }
    : { x: place.x - box.width / 2, y: place.y - box.height / 2 };
  return clear(fragment, {
    x: between(corner.x, start.x, Math.max(start.x, end.x - box.width)) - box.x,
    y: between(corner.y, start.y, Math.max(start.y, end.y - box.height)) - box.y,
  });
}

/** An offset at which no copy covers an existing node exactly. */
function clear(fragment: GraphDocument, { x, y }: Point): Point {
  const { moving } = placement();
  const places = currentDocument().nodes.map(({ id, position }) => moving.get(id) ?? position);
  const covers = fragment.nodes.some(({ position }) =>
    places.some((place) => Math.abs(place.x - position.x - x) < 20 && Math.abs(place.y - position.y - y) < 20),
  );
  return covers ? clear(fragment, { x: x + aside, y: y + aside }) : { x, y };
}
