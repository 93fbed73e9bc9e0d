import type { MessageOf } from './messages';

/** English words of the expectation and the finding of a shape rule at an input: parts of a sentence. */
export const shapeWords = {
  nothing: () => 'nothing',
  datasetBatch: () => 'a dataset batch',
  connection: () => 'a connection',
  shape: ({ shape }: { shape: string }) => shape,
  axisSize: ({ letter, size }: { letter: string; size: number }) => `${letter} = ${size}`,
  sizeOfInput: ({ letter, size, socket }: { letter: string; size: number; socket: string }) =>
    `${letter} = ${size}, as at “${socket}”`,
  datasetAnswers: ({ count }: { count: number }) => `A = ${count}, the answers of the dataset`,
  widthForHeads: ({ heads }: { heads: number }) => `a width C that ${heads} attention heads divide`,
};

export type ShapeNote = MessageOf<typeof shapeWords>;
