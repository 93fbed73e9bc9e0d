import { z } from 'zod';
import { scenarios } from '../datasets/dataset';
import {
  graphDocumentSchema,
  idSchema,
  orderedDocument,
  parameterValueSchema,
  readDocument,
  valuesSchema,
} from '../graph/document';
import { DocumentError, isJsonObject, parseJson, readVersioned, sortedKeys, type JsonObject } from '../graph/versioned';
import { faultParams } from '../graph/value-faults';

/** Format and version that every study document contains. */
export const studyFormat = 'missing-modality-studio/study';
export const studyVersion = 3;

/** Maximum number of runs; a study with more is refused before it is planned. */
export const mostRuns = 10_000;

const distinct = (items: readonly unknown[]): boolean =>
  new Set(items.map((item) => JSON.stringify(item))).size === items.length;
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(1000)
    .refine(distinct, faultParams({ code: 'repeatedItem' }));

/** A setting `node.parameter`, as after `--set`. */
const settingSchema = z
  .string()
  .refine((name) => /^[A-Za-z][A-Za-z0-9_-]*\.[A-Za-z][A-Za-z0-9]*$/.test(name), faultParams({ code: 'wrongSetting' }))
  .max(130);

export const settingsSchema = valuesSchema(settingSchema, 1000);

const kindSchema = z.string().min(1).max(100);

/** A change of a row's nodes and wires. */
export const rowChangeSchema = z.discriminatedUnion('change', [
  /** Replaces a node by one of another kind; its wires move to the sockets that fit. */
  z.strictObject({ change: z.literal('replace'), node: idSchema, id: idSchema, kind: kindSchema }),
  /** Removes a node; its wires are joined as if it were bypassed. */
  z.strictObject({ change: z.literal('remove'), node: idSchema }),
  /** Puts a new node into the wires between two nodes. */
  z.strictObject({ change: z.literal('insert'), id: idSchema, kind: kindSchema, from: idSchema, to: idSchema }),
]);

export const studyRowSchema = z.strictObject({
  name: z.string().min(1).max(100),
  /** Separate graph of the row; absent: that of the study. */
  graph: graphDocumentSchema.optional(),
  /** Changes of the nodes, in their order. Settings and lists of nodes apply to the changed graph. */
  changes: z.array(rowChangeSchema).min(1).max(100).optional(),
  /** Name of the row whose run of the same seed gives the initial weights. It replaces the Trainer's own “startFrom”. */
  startFrom: z.string().min(1).max(100).optional(),
  /** Changed settings, by `node.parameter`. */
  set: settingsSchema.default({}),
  /** Ids of the nodes that are bypassed. */
  bypass: listOf(idSchema).default([]),
  /** Ids of the nodes that are frozen, in addition to those frozen in the graph. */
  freeze: listOf(idSchema).default([]),
});

/** The difference of two such numbers is also finite. */
const bound = z.number().min(-1e15).max(1e15);

/** Distribution of a parameter. A parameter with integer values gets integers. */
export const drawnSchema = z.discriminatedUnion('draw', [
  z.strictObject({ parameter: settingSchema, draw: z.literal('uniform'), from: bound, to: bound }),
  /** Uniform in the logarithm: for learning rates and sizes. */
  z.strictObject({
    parameter: settingSchema,
    draw: z.literal('log-uniform'),
    from: bound.positive(),
    to: bound.positive(),
  }),
  z.strictObject({
    parameter: settingSchema,
    draw: z.literal('choice'),
    values: listOf(parameterValueSchema).min(1),
  }),
]);

const draws = {
  /** Number of different points. */
  draws: z.number().int().min(1).max(1000),
  /** Seed of the random points; the seeds of the runs are those of the study. */
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
  parameters: z.array(drawnSchema).min(1).max(20),
};

export const sweepSchema = z.discriminatedUnion('method', [
  /** Every combination of the values. */
  z.strictObject({
    method: z.literal('grid'),
    parameters: z
      .array(z.strictObject({ parameter: settingSchema, values: listOf(parameterValueSchema).min(1) }))
      .min(1)
      .max(20),
  }),
  z.strictObject({ method: z.literal('random'), ...draws }),
]);

export const studySchema = z.strictObject({
  format: z.literal(studyFormat),
  version: z.literal(studyVersion),
  title: z.string().min(1).max(200),
  description: z.string().max(10_000).default(''),
  /** Graph of the rows without a separate graph. */
  graph: graphDocumentSchema,
  /** Rows to compare; none: the unchanged graph. */
  rows: z.array(studyRowSchema).max(200).default([]),
  /** Further rows: the graph without each of the nodes, and without all nodes of each combination. */
  ablation: z
    .strictObject({
      nodes: listOf(idSchema).default([]),
      combinations: listOf(z.array(idSchema).min(2).max(20)).default([]),
    })
    .default({ nodes: [], combinations: [] }),
  /** Every row is trained at every point. Parameters of nodes that a row lacks or bypasses do not change it. */
  sweep: sweepSchema.optional(),
  /** Sets of training scenarios, one run each; none: those of the graph. */
  scenarios: listOf(listOf(z.enum(scenarios)).min(1)).default([]),
  /** Rates of the Missing modality node, one run each; none: that of the graph. */
  missingRates: listOf(z.number().min(0).max(1)).default([]),
  /** Seeds of the Trainer, one run each. */
  seeds: listOf(
    z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  )
    .min(1)
    .default([1]),
  /** Backend of the training: `auto`, or a name that the engine allows in studies. */
  backend: z
    .string()
    .refine((name) => /^[a-z][a-z0-9-]*$/.test(name), faultParams({ code: 'wrongBackendName' }))
    .max(60)
    .default('auto'),
  /**
   * Threads that share an operator of a recorded step. Their number changes the rounding of sums, so it belongs to the study
   * and not to the machine: more runs at a time, or other machines, give the same numbers.
   */
  threads: z.number().int().min(1).max(256).default(1),
});

export type Setting = z.infer<typeof settingSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type RowChange = z.infer<typeof rowChangeSchema>;
export type StudyRow = z.infer<typeof studyRowSchema>;
export type Drawn = z.infer<typeof drawnSchema>;
export type Sweep = z.infer<typeof sweepSchema>;
export type StudyDocument = z.infer<typeof studySchema>;

/** Reads a graph within a study: that of a row, or with null that of the study. Its errors name the row. */
function readInnerGraph(value: unknown, row: string | null): unknown {
  try {
    return readDocument(value);
  } catch (error) {
    if (error instanceof DocumentError) throw new DocumentError({ code: 'graphOfStudy', row, reason: error.reason });
    throw error;
  }
}

function readGraphs(study: JsonObject): JsonObject {
  const { graph, rows } = study;
  return {
    ...study,
    ...(graph !== undefined && { graph: readInnerGraph(graph, null) }),
    ...(Array.isArray(rows) && {
      rows: rows.map((row: unknown, index): unknown =>
        isJsonObject(row) && row['graph'] !== undefined
          ? { ...row, graph: readInnerGraph(row['graph'], String(row['name'] ?? index + 1)) }
          : row,
      ),
    }),
  };
}

/**
 * Checks a parsed JSON value and migrates it, and the graphs in it, to the current version.
 * @throws {DocumentError} naming the first wrong place
 */
export function readStudy(value: unknown): StudyDocument {
  return readVersioned(
    {
      document: 'study',
      format: studyFormat,
      version: studyVersion,
      schema: studySchema,
      migrations: {
        // Version 2 adds `startFrom` and `freeze` to rows. Contents of version 1 stay unchanged.
        1: (study) => ({ ...study, version: 2 }),
        // Version 3 adds `changes` to rows. Contents of version 2 stay unchanged.
        2: (study) => ({ ...study, version: 3 }),
      },
      readInner: readGraphs,
    },
    value,
  );
}

/**
 * Reads the text of a study document.
 * @throws {DocumentError} if it is not JSON or not a study document
 */
export function parseStudy(text: string): StudyDocument {
  return readStudy(parseJson(text));
}

/** Text of a study: keys in the order of the schema, settings and parameters sorted by name, which gives small diffs. */
export function formatStudy(study: StudyDocument): string {
  const ordered = studySchema.parse(study);
  const rows = ordered.rows.map((row) => ({
    ...row,
    ...(row.graph && { graph: orderedDocument(row.graph) }),
    set: sortedKeys(row.set),
  }));
  return `${JSON.stringify({ ...ordered, graph: orderedDocument(ordered.graph), rows }, null, 2)}\n`;
}
