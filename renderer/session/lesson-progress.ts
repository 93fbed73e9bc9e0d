import { z } from 'zod';
import { graphDocumentSchema, readDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { readStored, removeStored, store } from '../words/browser-storage';

const schema = z.strictObject({
  step: z.number().int().min(0),
  /** Parts that are finished, as `step.part`. */
  done: z.array(z.string()),
  /** Chosen option of each prediction and question. */
  answers: z.record(z.string(), z.number().int().min(0)),
  /** Names of the finished runs, in their order. */
  runs: z.array(z.string()),
  /** Last version of the graph in the lesson. */
  graph: graphDocumentSchema.optional(),
});

/** A learner's progress in a lesson. */
export type Progress = z.infer<typeof schema>;

export const noProgress: Progress = { step: 0, done: [], answers: {}, runs: [] };

const keyOf = (lesson: string): string => `studio-lesson-${lesson}`;

/** Stored progress of a lesson; undefined if there is none, or one of another version. */
export function readProgress(lesson: string): Progress | undefined {
  const text = readStored(keyOf(lesson));
  if (text === null) return undefined;
  try {
    const { graph, ...rest } = JSON.parse(text) as { graph?: unknown };
    const document: GraphDocument | undefined = graph === undefined ? undefined : readDocument(graph);
    return schema.parse({ ...rest, ...(document && { graph: document }) });
  } catch {
    return undefined;
  }
}

export const keepProgress = (lesson: string, progress: Progress): void => {
  store(keyOf(lesson), JSON.stringify(progress));
};

export const forgetProgress = (lesson: string): void => removeStored(keyOf(lesson));
