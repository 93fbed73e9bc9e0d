import { requireInput } from '../../../graph-nodes/graph/infer-helpers';
import type { InputSpecs } from '../../../graph-nodes/graph/kind';
import { sizeOf } from '../../../graph-nodes/graph/shapes';

/** Sizes of a node's features as arguments of its module: seconds T, width of the audio, and the map as (H, W, C). */
export function featureSizes(inputs: InputSpecs) {
  const visual = requireInput(inputs, 'visual');
  const [height, width, channels] = [sizeOf(visual, 'H'), sizeOf(visual, 'W'), sizeOf(visual, 'C')];
  return {
    seconds: sizeOf(visual, 'T'),
    audioWidth: sizeOf(requireInput(inputs, 'audio'), 'C'),
    height,
    width,
    channels,
    grid: [height, width, channels] as const,
  };
}

/** Width of the question's features at a node. */
export const questionWidth = (inputs: InputSpecs): number => sizeOf(requireInput(inputs, 'question'), 'C');
