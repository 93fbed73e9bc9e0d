import { z } from 'zod';
import { scenarios } from '../datasets/dataset';
import { idSchema, mostStages, parameterValueSchema } from '../graph/document';
import type { RoleName } from '../graph/roles';
import { faultParams } from '../graph/value-faults';

const roleNames = [
  'dataset',
  'missing modality',
  'encoder',
  'generator',
  'enhancer',
  'head',
  'trainer',
] as const satisfies readonly RoleName[];

/** Nodes by id, kind or role; a node must match all that are given. */
const selector = {
  id: idSchema.optional(),
  kind: z.string().min(1).max(100).optional(),
  role: z.enum(roleNames).optional(),
};
type Selected = { readonly [Field in keyof typeof selector]?: unknown };
const selects = ({ id, kind, role }: Selected): boolean => (id ?? kind ?? role) !== undefined;
const selectsNothing = faultParams({ code: 'lessonSelector' });
const selectorSchema = z.strictObject(selector).refine(selects, selectsNothing);
export type Selector = z.infer<typeof selectorSchema>;

const stageNumber = z.number().int().min(1).max(mostStages);
const count = z.number().int().min(0).max(1000);
const bound = z.number().min(-1000).max(1000);

/** Checks of a graph alone. */
const graphChecks = [
  /** At least one selected node exists, bypassed and frozen as given. */
  z
    .strictObject({
      is: z.literal('node'),
      ...selector,
      bypassed: z.boolean().optional(),
      frozen: z.boolean().optional(),
    })
    .refine(selects, selectsNothing),
  /** A wire leads from one selected node to another; `socket` names its end. */
  z.strictObject({
    is: z.literal('wire'),
    from: selectorSchema,
    to: selectorSchema,
    socket: z.string().min(1).max(100).optional(),
  }),
  /** A parameter, or its default if it is not set, has one of the values. */
  z.strictObject({
    is: z.literal('parameter'),
    node: idSchema,
    name: z.string().min(1).max(100),
    among: z.array(parameterValueSchema).min(1).max(50),
  }),
  /** A stage of the Trainer freezes and trains the given nodes. */
  z.strictObject({
    is: z.literal('stage'),
    stage: stageNumber,
    freezes: z.array(idSchema).max(100).default([]),
    trains: z.array(idSchema).max(100).default([]),
  }),
  /** The number of differences from the graph that the lesson starts with; see `differencesOf`. */
  z.strictObject({ is: z.literal('changed'), least: count.default(1), most: count.optional() }),
] as const;

export const graphCheckSchema = z.discriminatedUnion('is', [...graphChecks]);
export type GraphCheck = z.infer<typeof graphCheckSchema>;

/** Finished runs of the lesson whose graphs pass these checks. */
const ofRuns = { graph: z.array(graphCheckSchema).max(20).default([]) };

/** Accuracy over all questions of one run, in percent. */
const measuredSchema = z.strictObject({
  ...ofRuns,
  scenario: z.enum(scenarios),
  /** Stage of the run; absent: the end of the run. */
  stage: stageNumber.optional(),
  run: z.enum(['first', 'last']).default('last'),
});
export type Measured = z.infer<typeof measuredSchema>;

/**
 * Parts of the window that a task can ask to open. A comparison of settings has two runs of the lesson that differ in more
 * than their seed. Lost examples are right with all modalities and wrong without the named one.
 */
export const openings = [
  'comparison',
  'comparison of settings',
  'experiments',
  'examples',
  'examples lost without sound',
  'examples lost without picture',
  'stage',
] as const;
export type Opening = (typeof openings)[number];

/** Actions on the stage. A device is off if it alone fails. `asked` is a question that the learner wrote, or one about a scene that the learner arranged. */
export const stageActs = ['microphone off', 'camera off', 'asked', 'predicted'] as const;
export type StageAct = (typeof stageActs)[number];

const factChecks = [
  /** Number of finished runs. */
  z.strictObject({ is: z.literal('run'), ...ofRuns, count: count.min(1).default(1) }),
  /** An accuracy, or the difference of two, is within bounds: `least` ≤ value < `below`. */
  z.strictObject({
    is: z.literal('figure'),
    of: measuredSchema,
    minus: measuredSchema.optional(),
    least: bound.optional(),
    below: bound.optional(),
  }),
  /** Number of runs whose graphs differ only in their seeds. */
  z.strictObject({ is: z.literal('seeds'), ...ofRuns, count: count.min(2) }),
  /** The largest accuracy of several runs minus the smallest is within bounds. */
  z.strictObject({
    is: z.literal('spread'),
    ...ofRuns,
    scenario: z.enum(scenarios),
    least: bound.optional(),
    below: bound.optional(),
  }),
  z.strictObject({ is: z.literal('opened'), part: z.enum(openings) }),
  z.strictObject({ is: z.literal('stage act'), act: z.enum(stageActs) }),
] as const;

const plainCheckSchema = z.discriminatedUnion('is', [...graphChecks, ...factChecks]);
type PlainCheck = z.infer<typeof plainCheckSchema>;

/** At least one of the checks holds. */
const anySchema = z.strictObject({ is: z.literal('any'), of: z.array(plainCheckSchema).min(1).max(20) });
/** None of the checks holds. */
const noneSchema = z.strictObject({ is: z.literal('none'), of: z.array(plainCheckSchema).min(1).max(20) });

export const checkSchema = z.discriminatedUnion('is', [...graphChecks, ...factChecks, anySchema, noneSchema]);
export type Check = z.infer<typeof checkSchema>;
export type { PlainCheck };
