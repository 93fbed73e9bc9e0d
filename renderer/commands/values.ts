import { findKind } from '../../graph-nodes/nodes/catalogue';
import { currentDocument, selected, select, setGestures } from '../documents/active-graph';

export const writeValue = (node: string, parameter: string): void => setGestures({ writing: { node, parameter } });

/** Text and number parameters on a node, top to bottom, without switches. */
function writable(node: string): readonly string[] {
  const kind = findKind(currentDocument().nodes.find(({ id }) => id === node)?.kind ?? '');
  const defaults: Readonly<Record<string, unknown>> = kind?.parameters.parse({}) ?? {};
  return kind?.mainParameters.filter((name) => typeof defaults[name] !== 'boolean') ?? [];
}

/** Edits the first value of the selected node. */
export function editFirstValue(): void {
  const [node] = selected().nodes;
  const [first] = node === undefined ? [] : writable(node);
  if (node !== undefined && first !== undefined) writeValue(node, first);
}

/** Moves to the next or the previous value of the node; past the last and the first, back to the node itself. */
export function stepValue(node: string, parameter: string, by: 1 | -1): void {
  const names = writable(node);
  const next = names[names.indexOf(parameter) + by];
  if (next !== undefined) writeValue(node, next);
  else {
    setGestures({ writing: undefined });
    select([node]);
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${node}"]`)?.focus();
  }
}
