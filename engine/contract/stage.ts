import { z } from 'zod';
import { instruments } from '../../graph-nodes/datasets/answers';
import { questionTypes, type QuestionType } from '../../graph-nodes/datasets/dataset';
import { sceneSchema } from '../../graph-nodes/datasets/orchestra/scene';

/** Failure of a microphone or camera, by second [T]. */
export const failureSchema = z.discriminatedUnion('kind', [
  /** The modality is absent in the marked seconds. */
  z.strictObject({ kind: z.literal('missing'), seconds: z.array(z.boolean()).min(1) }),
  /** Noise of standard deviation `strength` is added to the encoded features in the marked seconds. */
  z.strictObject({
    kind: z.literal('noisy'),
    seconds: z.array(z.boolean()).min(1),
    strength: z.number().min(0).max(5),
  }),
]);
export type Failure = z.infer<typeof failureSchema>;

/** One question about one scene or video, with its failures. */
export const stageQuestionSchema = z.strictObject({
  /** A finished run, named like the sources of `table`. */
  run: z.string(),
  /** Name of a kept checkpoint; absent: the final weights. */
  checkpoint: z.string().optional(),
  /** An arranged scene (Orchestra only), or the name of a video of the run's dataset. */
  about: z.union([z.strictObject({ scene: sceneSchema }), z.strictObject({ video: z.string() })]),
  /** The question as words, without a question mark. */
  question: z.string().min(1).max(500),
  /** Null: the modality does not fail. */
  audio: failureSchema.nullable(),
  visual: failureSchema.nullable(),
  /** True: the result includes the tensors that the layers inspect; see `Pass.inspect`. */
  insides: z.boolean().default(false),
  /**
   * An output `<node id>/<socket>` whose values are added to the insides. Their name is `output/<socket>`, or
   * `output/<socket>/<modality>` for an output with a batch.
   */
  output: z.string().optional(),
});
export type StageQuestion = z.input<typeof stageQuestionSchema>;

/**
 * Variants of one trained model that answer side by side, with the same weights. `real`: nothing fails. `zeros`: the
 * failing modality is filled with zeros, and generators and enhancers are bypassed. `generator`: enhancers are
 * bypassed. `enhancer`: the whole graph. A run lists only the variants that its graph has.
 */
export const stageVariants = ['real', 'zeros', 'generator', 'enhancer'] as const;
export type StageVariant = (typeof stageVariants)[number];

/** Nearest instrument of a second with its probability, read from features by a linear probe. */
export const nearestSchema = z.strictObject({
  kind: z.enum(instruments),
  certainty: z.number().min(0).max(1),
  /** Row and column of the grid; absent for sound. */
  cell: z.strictObject({ row: z.number().int(), column: z.number().int() }).optional(),
});
export type Nearest = z.infer<typeof nearestSchema>;

/** A tensor inside a node, for this question. Values are row-major. */
export const insideSchema = z.strictObject({
  variant: z.enum(stageVariants),
  node: z.string(),
  name: z.string(),
  shape: z.array(z.number().int().min(1)),
  values: z.array(z.number()),
  /** Nearest instruments of each row; only for slots in runs of Orchestra. */
  nearest: z.array(z.array(nearestSchema)).optional(),
});
export type Inside = z.infer<typeof insideSchema>;

export const stageAnswerSchema = z.strictObject({
  /** The true answer; null if it is unknown or no class. */
  truth: z.string().nullable(),
  variants: z.array(
    z.strictObject({
      variant: z.enum(stageVariants),
      /** The most probable answers, in descending order. */
      answers: z.array(z.strictObject({ answer: z.string(), probability: z.number().min(0).max(1) })),
    }),
  ),
  /**
   * Content of recalled features by variant and second; empty if nothing is recalled or the dataset is not Orchestra.
   */
  recalled: z.array(
    z.strictObject({
      variant: z.enum(stageVariants),
      modality: z.enum(['audio', 'visual']),
      seconds: z.array(z.array(nearestSchema)),
    }),
  ),
  insides: z.array(insideSchema),
  /** Duration of the computation. */
  milliseconds: z.number(),
});
export type StageAnswer = z.infer<typeof stageAnswerSchema>;

const typeNames = Object.keys(questionTypes) as QuestionType[];

/** Contents of the stage of a run. */
export const stageSchema = z.strictObject({
  run: z.string(),
  title: z.string(),
  variants: z.array(z.enum(stageVariants)),
  /** True if scenes can be drawn, played and arranged. */
  orchestra: z.boolean(),
  /** Held-out questions, each with its scene or null. */
  questions: z.array(
    z.strictObject({
      video: z.string(),
      text: z.string(),
      answer: z.string(),
      type: z.enum(typeNames),
      scene: sceneSchema.nullable(),
    }),
  ),
  /** Nodes with insides, in the order of the graph. */
  nodes: z.array(z.strictObject({ id: z.string(), kind: z.string(), title: z.string().optional() })),
  seconds: z.number().int(),
  /** Use of the slots over the training, by node and the inside that has the shares; empty where it was not stored. */
  usage: z.array(
    z.strictObject({
      node: z.string(),
      name: z.string(),
      epochs: z.array(z.number()),
      /** Mean shares by slot, or sums over neighbouring slots, after each epoch. */
      shares: z.array(z.array(z.number())),
    }),
  ),
  /** Kept checkpoints in training order. */
  checkpoints: z.array(z.strictObject({ name: z.string(), epoch: z.number() })),
});
export type StageFacts = z.infer<typeof stageSchema>;
/** Use of the slots of one inside over a training. */
export type UsageOverTraining = StageFacts['usage'][number];
