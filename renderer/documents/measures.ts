import type { NodeKind } from '../../graph-nodes/graph/kind';
import { heightOf, nodeHeight } from '../../graph-nodes/picture/measures';

export { drawn, heightOf, nodeHeight, nodeWidth } from '../../graph-nodes/picture/measures';

/** Height of a node that was never drawn. */
export const estimatedHeight = (kind: NodeKind | undefined): number =>
  kind
    ? Math.max(nodeHeight, heightOf(Math.max(kind.inputs.length, kind.outputs.length), kind.mainParameters.length))
    : nodeHeight;
