import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { cannotRead } from '../files/read-file';

const numbers = z.record(z.string(), z.number().nullable());

/** What curves are drawn from; lines and fields that a later studio adds are passed over. */
const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), step: z.number(), losses: numbers }),
  z.object({
    type: z.literal('epoch'),
    epoch: z.number(),
    step: z.number(),
    accuracy: z.object(
      Object.fromEntries(scenarios.map((scenario) => [scenario, numbers])) as Record<
        (typeof scenarios)[number],
        typeof numbers
      >,
    ),
  }),
]);
type Line = z.infer<typeof lineSchema>;

/** The curves of a run as its folder has them. */
export interface StoredMetrics {
  readonly steps: readonly Extract<Line, { type: 'step' }>[];
  readonly epochs: readonly Extract<Line, { type: 'epoch' }>[];
}

/**
 * Reads `metrics.jsonl`. A last line that was not written to its end is left out.
 * @throws {RequestError} when the file is there and cannot be read
 */
export async function readMetrics(folder: string): Promise<StoredMetrics> {
  const file = path.join(folder, 'metrics.jsonl');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    // A run that was stopped before its first step has none.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { steps: [], epochs: [] };
    throw cannotRead(file, error);
  }
  const lines = text.split('\n').flatMap((line): Line[] => {
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
  return {
    steps: lines.filter((line) => line.type === 'step'),
    epochs: lines.filter((line) => line.type === 'epoch'),
  };
}
