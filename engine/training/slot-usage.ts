import type { GraphDocument } from '../../graph-nodes/graph/document';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { Preview, SlotUsage } from '../contract/runs';

/**
 * Use of the slots after an epoch, from the previews with shares of slots [questions, columns]: the mean over the
 * questions by column. Undefined if no node has such a preview.
 */
export function slotUsage(previews: readonly Preview[], { nodes }: GraphDocument): SlotUsage[] | undefined {
  const usage = previews.flatMap(({ node, name, shape, values }): SlotUsage[] => {
    const kind = nodes.find(({ id }) => id === node)?.kind;
    const declared = kind === undefined ? undefined : catalogue.find(kind)?.previews;
    const inside = declared?.find((preview) => preview.name === name)?.sharesOf;
    const [rows = 1, columns = 0] = shape;
    if (inside === undefined || columns === 0) return [];
    const shares = Array.from({ length: columns }, (_, column) => {
      let sum = 0;
      for (let row = 0; row < rows; row += 1) sum += values[row * columns + column] ?? 0;
      return Number((sum / rows).toPrecision(3));
    });
    return [{ node, name: inside, shares }];
  });
  return usage.length > 0 ? usage : undefined;
}
