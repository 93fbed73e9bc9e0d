import type { GraphAnalysis } from '../../graph-nodes/graph/analysis';
import type { GraphNode } from '../../graph-nodes/graph/document';
import type { NodeKind } from '../../graph-nodes/graph/kind';
import { drawn, heightOf, nodeWidth, sizesOf } from '../../graph-nodes/picture/measures';

export { drawn, heightOf, nodeHeight, nodeWidth } from '../../graph-nodes/picture/measures';

/** Height of a node that was never drawn. */
export const estimatedHeight = (
  kind: NodeKind | undefined,
  { collapsed, stages }: Pick<GraphNode, 'collapsed' | 'stages'> = {},
  parameters = 0,
): number =>
  heightOf({
    inputs: kind?.inputs.length ?? 0,
    outputs: kind?.outputs.length ?? 0,
    values: kind?.mainParameters.length ?? 0,
    staged: stages !== undefined && stages.length > 0,
    trained: parameters > 0,
    collapsed: collapsed === true,
  });

/** Sizes of an output; undefined if they are unknown or it has none. */
export function outputSizes(analysis: GraphAnalysis, node: string, socket: string): string | undefined {
  const shape = analysis.nodes.get(node)?.inference.outputs[socket]?.shape;
  return shape && shape.length > 0 ? sizesOf(shape) : undefined;
}

/** Gap between a node and its readers if its wires have no labels. */
const leastGap = 60;
/** Gap between the label of a wire and the next node, for the curve. */
const curveRoom = 28;

/** Gap between the right edge of a node and its readers, from the lengths of the labels of its wires. */
export const gapAfter = (labels: readonly number[]): number =>
  Math.max(leastGap, ...labels.map((length) => drawn.handle / 2 + length + curveRoom));

/** Sizes of a comment above its node in `canvas.css`. */
const comment = { letter: 6, line: 15, gap: 4 } as const;

/** Height of the comment above a node. */
export function commentHeight(text: string | undefined): number {
  if (text === undefined) return 0;
  const letters = Math.floor(nodeWidth / comment.letter);
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / letters)), 0);
  return lines * comment.line + comment.gap;
}
