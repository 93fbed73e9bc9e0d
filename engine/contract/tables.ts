/** Tables of results: their options, rows and cells. */
import { z } from 'zod';
import type { DerivedColumn } from './words/results';
import { testScenarios } from '../../graph-nodes/datasets/dataset';
import { engineMessageSchema } from './messages';
import { testScenarioSchema } from './metrics';

/** Accuracies of a table: the nine types and their groups, the groups alone, or the overall accuracy. */
export const columnSets = ['types', 'groups', 'overall'] as const;
/** Layout of scenarios in a table: side by side as columns, or one block of rows below the other. */
export const scenarioPlaces = ['across', 'down'] as const;

/**
 * Columns that are derived from accuracies, by row over seeds: points lost to the missing modality, share of a row's
 * loss that is restored, paired interval against that row, and share of the features' variance that the recall
 * explains.
 */
export const derivedColumns = ['lost', 'restored', 'against', 'recall'] as const satisfies readonly DerivedColumn[];
export type { DerivedColumn };

/** Layout of a table. */
export const tableOptionsSchema = z.strictObject({
  columns: z.enum(columnSets).default('types'),
  /** Noise scenarios without a measurement are omitted. */
  scenarios: z
    .array(testScenarioSchema)
    .min(1)
    .default([...testScenarios]),
  place: z.enum(scenarioPlaces).default('across'),
  /** Columns that compare with a row are omitted if no row is named. */
  derived: z.array(z.enum(derivedColumns)).default([]),
  /** Name of the row that the others are compared with. */
  against: z.string().optional(),
  /** Decimal places. */
  digits: z.number().int().min(0).max(6).default(1),
  /** Replaces the caption about the seeds. */
  caption: z.string().optional(),
});
export type TableOptions = z.infer<typeof tableOptionsSchema>;

/** Mean and sample standard deviation, √(Σ(x − mean)² / (n − 1)); the deviation of one value is null. */
export const summarySchema = z.strictObject({
  mean: z.number(),
  deviation: z.number().nullable(),
  count: z.number(),
});
export type Summary = z.infer<typeof summarySchema>;

/** Accuracy in percent over the seeds of a method, or a figure derived from it. */
export const tableCellSchema = summarySchema.extend({
  /** True for the best accuracy of its column, as printed, if all rows have the same seeds; never for a derived figure. */
  best: z.boolean(),
  /** Ends of the interval of a difference, in percentage points. */
  interval: z.strictObject({ low: z.number(), high: z.number() }).optional(),
  /** Figure of each run of the row, in the order of its runs; null without one. */
  values: z.array(z.number().nullable()).optional(),
  /** True if the mean is not above the accuracy of the most frequent answer of each question type; absent otherwise. */
  trivial: z.literal(true).optional(),
});
export type TableCell = z.infer<typeof tableCellSchema>;

export const tableRowSchema = z.strictObject({
  name: engineMessageSchema,
  seeds: z.array(z.number()),
  /** The runs behind the row. */
  runs: z.array(z.string()),
  /** Null without questions. */
  cells: z.array(tableCellSchema.nullable()),
});
export type TableRow = z.infer<typeof tableRowSchema>;

/** A table in a form for every format: rows are methods, columns question types and scenarios. */
export const tableSchema = z.strictObject({
  caption: engineMessageSchema,
  digits: z.number(),
  /** Columns have headings in levels, outermost first; adjacent columns with the same outer heading share it. */
  columns: z.array(
    z.strictObject({
      name: z.string(),
      headings: z.array(engineMessageSchema),
      /** Absent for an accuracy. */
      derived: z.enum(derivedColumns).optional(),
    }),
  ),
  /** Blocks of rows. The single block of a table with scenarios side by side has no title. */
  blocks: z.array(z.strictObject({ title: engineMessageSchema.nullable(), rows: z.array(tableRowSchema) })),
  /** Meaning of the mark of trivial cells; absent without such a cell. */
  footnote: engineMessageSchema.optional(),
  /** Omitted runs, and the reasons. */
  notes: z.array(engineMessageSchema),
});
export type Table = z.infer<typeof tableSchema>;
