import { z } from 'zod';
import { DatasetError, questionTypes, type QuestionType } from '../dataset';
import { splitWords } from '../tokens';

/** One question of the published file, with its template filled in. */
export interface Annotation {
  readonly video: string;
  readonly type: QuestionType;
  /** The words as published, case and all; an instrument of two words is one, joined by `_`. */
  readonly words: readonly string[];
  readonly answer: string;
}

const typesByName = new Map(
  Object.entries(questionTypes).map(([type, { published }]) => [published.join(' '), type as QuestionType]),
);

/** A string that holds JSON, as the published file has it for lists. */
function jsonString<Schema extends z.ZodType>(schema: Schema, expected: string) {
  return z.string().transform((text, context): z.output<Schema> => {
    const result = schema.safeParse(parseJson(text));
    if (result.success) return result.data;
    context.addIssue({ code: 'custom', message: `expected ${expected}, found ${quote(text)}` });
    return z.NEVER;
  });
}

const entrySchema = z.object({
  // It names the feature files, which lie in their folder and nowhere else.
  video_id: z
    .string()
    .trim()
    .min(1)
    .regex(/^[^/\\]*$/u, 'expected the id of a video, found a path'),
  type: jsonString(z.tuple([z.string(), z.string()]), 'a JSON list of a group and a type of question'),
  question_content: z.string().trim().min(1),
  // Nothing to fill is published in several ways.
  templ_values: z.preprocess(
    (value) => (value === null || value === '' || value === 'null' || value === 'Null' ? '[]' : value),
    jsonString(z.array(z.string()), 'a JSON list of words'),
  ),
  anser: z.string().trim().min(1),
});

const deletedSchema = z.object({ question_deleted: z.literal([1, true, '1']) });

/**
 * Reads the text of an annotation file. Deleted questions are left out.
 * Throws {@link DatasetError}, one sentence with file, entry and field.
 * @param file its name in errors
 * @param onWrongEntry told of every entry that is wrong, which is then left out; without it the first one is thrown
 */
export function parseAnnotations(
  text: string,
  file: string,
  onWrongEntry: (error: DatasetError) => void = (error) => {
    throw error;
  },
): Annotation[] {
  const value = parseJson(text.replace(/^\uFEFF/u, ''));
  if (value === undefined) {
    throw new DatasetError(
      `“${file}” is not valid JSON; it may be cut short. Expected the MUSIC-AVQA annotation list.`,
    );
  }
  if (!Array.isArray(value)) {
    throw new DatasetError(
      `“${file}” holds ${describe(value)}; expected the MUSIC-AVQA annotations, a list of questions.`,
    );
  }
  const entries: readonly unknown[] = value;
  return entries.flatMap((entry, index) => {
    if (deletedSchema.safeParse(entry).success) return [];
    try {
      return [parseEntry(entry, `“${file}”, entry ${index}`)];
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      onWrongEntry(error);
      return [];
    }
  });
}

function parseEntry(value: unknown, place: string): Annotation {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = String(issue?.path[0] ?? '');
    throw new DatasetError(
      field === ''
        ? `${place}: expected an object with the fields of a question, found ${describe(value)}.`
        : `${place}, field “${field}”: ${issue?.message ?? 'is wrong'}.`,
    );
  }
  const entry = parsed.data;
  const refuse = (field: string, expected: string, found: string): never => {
    throw new DatasetError(`${place}, field “${field}”: expected ${expected}, found ${found}.`);
  };
  const type = typesByName.get(entry.type.join(' '));
  const slots = entry.question_content.match(slot)?.length ?? 0;
  if (slots !== entry.templ_values.length) {
    return refuse(
      'templ_values',
      `${slots} value(s), one for each slot of the question`,
      `${entry.templ_values.length}`,
    );
  }
  return {
    video: entry.video_id,
    type: type ?? refuse('type', 'one of the nine question types', quote(entry.type.join(', '))),
    words: splitWords(fillSlots(entry.question_content, entry.templ_values)),
    answer: entry.anser,
  };
}

const slot = /<[^<>]*>/gu;

function fillSlots(content: string, values: readonly string[]): string {
  let next = 0;
  return content.replace(slot, () => values[next++] ?? '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const quote = (text: string): string => `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
