import { z } from 'zod';
import { DatasetError, questionTypes, type QuestionType } from '../dataset';
import { splitWords } from '../tokens';
import { shortened } from '../../graph/messages';
import { faultParams, firstFault, type ValueFault } from '../../graph/value-faults';
import { jsonKindOf, type DatasetMessage } from '../words';

/** One question of the published file, with its template filled in. */
export interface Annotation {
  readonly video: string;
  readonly type: QuestionType;
  /** The published words, in their case; an instrument of two words is one word, joined by `_`. */
  readonly words: readonly string[];
  readonly answer: string;
}

const typesByName = new Map(
  Object.entries(questionTypes).map(([type, { published }]) => [published.join(' '), type as QuestionType]),
);

/** A string that contains JSON; the published file stores lists in this form. */
function jsonString<Schema extends z.ZodType>(schema: Schema, code: 'notTypePair' | 'notWordList') {
  return z.string().transform((text, context): z.output<Schema> => {
    const result = schema.safeParse(parseJson(text));
    if (result.success) return result.data;
    context.addIssue({ code: 'custom', ...faultParams({ code, found: shortened(text) }) });
    return z.NEVER;
  });
}

const entrySchema = z.object({
  // The id names the feature files, so it must not be a path out of their folder.
  video_id: z
    .string()
    .trim()
    .min(1)
    .refine((id) => /^[^/\\]*$/u.test(id), faultParams({ code: 'videoIsPath' })),
  type: jsonString(z.tuple([z.string(), z.string()]), 'notTypePair'),
  question_content: z.string().trim().min(1),
  // A question without slots has several published forms, and MUSIC-AVQA-R omits the field. MUSIC-AVQA-v2.0 has lists instead
  // of strings.
  templ_values: z.preprocess(
    (value) => {
      if (value === undefined || value === null || value === '' || value === 'null' || value === 'Null') return '[]';
      return Array.isArray(value) ? JSON.stringify(value) : value;
    },
    jsonString(z.array(z.string()), 'notWordList'),
  ),
  anser: z.string().trim().min(1),
});

const deletedSchema = z.object({ question_deleted: z.literal([1, true, '1']) });

/**
 * Reads the text of an annotation file. Deleted questions are skipped.
 * Throws {@link DatasetError} with file, entry and field.
 * @param file name of the file in errors
 * @param onWrongEntry called for every wrong entry, which is then skipped; without it the first one is thrown
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
    throw new DatasetError({ code: 'annotationsNotJson', file });
  }
  if (!Array.isArray(value)) {
    throw new DatasetError({ code: 'annotationsNotList', file, found: jsonKindOf(value) });
  }
  const entries: readonly unknown[] = value;
  return entries.flatMap((entry, index) => {
    if (deletedSchema.safeParse(entry).success) return [];
    try {
      return [parseEntry(entry, file, index)];
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      onWrongEntry(error);
      return [];
    }
  });
}

function parseEntry(value: unknown, file: string, index: number): Annotation {
  const refuse = (field: string, reason: DatasetMessage | ValueFault): never => {
    throw new DatasetError({ code: 'annotationField', file, entry: index, field, reason });
  };
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const { path, fault } = firstFault<DatasetMessage>(parsed.error, value);
    const [field] = path;
    if (field !== undefined) return refuse(String(field), fault);
    throw new DatasetError({ code: 'annotationNotObject', file, entry: index, found: jsonKindOf(value) });
  }
  const entry = parsed.data;
  const type = typesByName.get(entry.type.join(' '));
  const slots = entry.question_content.match(slot)?.length ?? 0;
  if (slots !== entry.templ_values.length) {
    return refuse('templ_values', { code: 'wrongSlotCount', slots, found: entry.templ_values.length });
  }
  return {
    video: entry.video_id,
    type: type ?? refuse('type', { code: 'unknownQuestionType', found: shortened(entry.type.join(', ')) }),
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
