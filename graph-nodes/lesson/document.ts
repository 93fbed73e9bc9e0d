import { z } from 'zod';
import type { GraphDocument } from '../graph/document';
import { idSchema } from '../graph/document';
import { faultParams } from '../graph/value-faults';
import { checkSchema } from './check';
import type { Prose } from './prose';

export const lessonFormat = 'missing-modality-studio/lesson';
export const lessonVersion = 1;

/** Parts of the window that a lesson can show. The canvas, Train, undo, language and view are always visible. */
export const lessonControls = [
  'palette',
  'inspector',
  'training stages',
  'losses',
  'examples',
  'experiments',
  'gallery',
  'files',
  'backend',
  'stage',
] as const;
export type LessonControl = (typeof lessonControls)[number];

const text = z.string().trim().min(1).max(2000);
const checks = z.array(checkSchema).min(1).max(20);

/** A parameter as `node.parameter`. */
const settingSchema = z
  .string()
  .max(200)
  .refine((setting) => /^[A-Za-z][\w-]*\.\w+$/.test(setting), faultParams({ code: 'wrongSetting' }));

export const headerSchema = z.strictObject({
  format: z.literal(lessonFormat),
  version: z.literal(lessonVersion),
  id: idSchema,
  language: z.string().regex(/^[a-z]{2}$/),
  title: text.max(100),
  /** One sentence for the list of lessons. */
  summary: text.max(300),
  minutes: z.number().int().min(1).max(120),
  /** Name of a graph of the studio; absent: the file has a block `graph`, or `run` has one. */
  graph: z.string().min(1).max(100).optional(),
  /** Name of a stored run whose graph and results the lesson opens. */
  run: z.string().min(1).max(200).optional(),
  controls: z.array(z.enum(lessonControls)).max(lessonControls.length),
  /** Parameters that the inspector shows, as `node.parameter`; absent: all of them. */
  parameters: z.array(settingSchema).max(100).optional(),
});
export type LessonHeader = z.infer<typeof headerSchema>;

const optionSchema = z.strictObject({
  text: text.max(300),
  /** True if the answer is right. */
  right: z.boolean().optional(),
  /** Checks on the learner's runs; the answer is right if they pass. */
  when: checks.optional(),
  /** Reason that the answer of a question is wrong. */
  why: text.max(300).optional(),
});
export type LessonOption = z.infer<typeof optionSchema>;
const options = z.array(optionSchema).min(2).max(8);

/** Action of the learner that the studio can detect. */
export const taskSchema = z.strictObject({ do: text, check: checks, hint: text.optional() });

/** Prediction before the answer is shown; a block `outcome` shows the answer later. */
export const predictionSchema = z.strictObject({ id: idSchema, ask: text, options });

/** A prediction beside the outcome in the learner's runs. */
export const outcomeSchema = z.strictObject({ prediction: idSchema });

export const questionSchema = z.strictObject({ ask: text, options, explain: text });

/** Table of the learner's finished runs: accuracy by scenario, and by stage if requested. */
export const figuresSchema = z.strictObject({ stages: z.boolean().default(false) });

/** Blocks of a step in the order of the file. */
export type LessonPart =
  | ({ readonly type: 'task' } & z.infer<typeof taskSchema>)
  | ({ readonly type: 'prediction' } & z.infer<typeof predictionSchema>)
  | ({ readonly type: 'outcome' } & z.infer<typeof outcomeSchema>)
  | ({ readonly type: 'question' } & z.infer<typeof questionSchema>)
  | ({ readonly type: 'figures' } & z.infer<typeof figuresSchema>)
  | { readonly type: 'prose'; readonly prose: readonly Prose[] };

export interface LessonStep {
  readonly title: string;
  readonly parts: readonly LessonPart[];
}

export interface Lesson extends Omit<LessonHeader, 'format' | 'version' | 'graph'> {
  /** Name of a graph of the studio, or the graph itself; undefined if `run` has it. */
  readonly graph: string | GraphDocument | undefined;
  readonly steps: readonly LessonStep[];
}

/** Parts that a learner finishes, by `step.part`, both from 0 on. */
export function* partsOf({ steps }: Lesson): Generator<{ readonly id: string; readonly part: LessonPart }> {
  for (const [step, { parts }] of steps.entries()) {
    for (const [part, one] of parts.entries()) yield { id: `${step}.${part}`, part: one };
  }
}

/** A lesson without its texts: equal for all languages of one lesson. */
export const skeletonOf = ({ id, minutes, graph, run, controls, parameters, steps }: Lesson): unknown => ({
  id,
  minutes,
  graph,
  run,
  controls,
  parameters,
  steps: steps.map(({ parts }) =>
    parts.map((part) => {
      switch (part.type) {
        case 'task':
          return { type: part.type, check: part.check, hint: part.hint !== undefined };
        case 'prediction':
        case 'question':
          return {
            type: part.type,
            options: part.options.map(({ right, when, why }) => ({ right, when, why: why !== undefined })),
          };
        case 'prose':
          return { type: part.type };
        default:
          return part;
      }
    }),
  ),
});
