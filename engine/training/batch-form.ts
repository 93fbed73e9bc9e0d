import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { Feed } from '../backends/onnx-runtime/runtime';
import { questionTokens, type BatchArrays } from '../data/batches';

/** Properties that all batches of one recorded graph share. */
export interface BatchForm {
  readonly size: number;
  /** True if the dataset has the modality. */
  readonly audio: boolean;
  readonly visual: boolean;
  /** True if each second has a negative: the same second of another video. */
  readonly negative: boolean;
}

export const formOf = ({ questions, audio, visual, negative }: BatchArrays): BatchForm => ({
  size: questions.length,
  audio: audio !== null,
  visual: visual !== null,
  negative: negative !== null,
});

/** Key of a form. Batches of equal keys run the same recorded graph. */
export const keyOf = ({ size, audio, visual, negative }: BatchForm): string => [size, audio, visual, negative].join();

/** Returns the values of a batch as inputs of a recorded graph; see `recordBatch`. */
export function batchFeeds({ questions, audio, visual, negative }: BatchArrays, spec: BatchSpec): Record<string, Feed> {
  return {
    question: questionTokens(questions, spec),
    labels: Int32Array.from(questions, ({ answer }) => answer),
    ...(audio && { audio }),
    ...(visual && { visual }),
    ...(negative && { negative }),
  };
}
