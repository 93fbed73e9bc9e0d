import { z } from 'zod';
import { faultParams } from './value-faults';
import { parseJson, isJsonObject, readVersioned, sortedKeys } from './versioned';

export { DocumentError } from './versioned';

/** What every graph document says of itself. */
export const documentFormat = 'missing-modality-studio/graph';
export const documentVersion = 4;

/** Names a node, group or note within its graph. */
export const idSchema = z
  .string()
  .refine((id) => /^[A-Za-z][A-Za-z0-9_-]*$/.test(id), faultParams({ code: 'wrongId' }))
  .max(64);

/** Positions lie between its negative and itself, in pixels at a zoom of 1. */
export const farthest = 1_000_000;
const coordinate = z.number().min(-farthest).max(farthest);

/** Most nodes of a graph, and of each of its groups. */
const mostNodes = 500;

/** Largest numbers of stages of a Trainer, and of letters in the name of one. */
export const mostStages = 20;
export const longestStageName = 60;
const name = z.string().min(1).max(100);

/** Paths are the longest values. */
export const parameterValueSchema = z.union([z.number(), z.string().max(10_000), z.boolean()]);

/** An object of values by name, with a limit to their number. */
export const valuesSchema = <Key extends z.ZodType<string, string>>(key: Key, most: number) =>
  z.record(key, parameterValueSchema).superRefine((values, context) => {
    const count = Object.keys(values).length;
    if (count > most) context.addIssue({ code: 'custom', ...faultParams({ code: 'tooMany', limit: most, count }) });
  });
const parametersSchema = valuesSchema(name, 200).default({});

/**
 * One part of a training, after the parts before it. It keeps the Trainer's settings but for those named here, and starts from
 * the weights with which the part before it ended.
 */
export const stageSchema = z.strictObject({
  name: z.string().min(1).max(longestStageName),
  /** Parameters of the Trainer that differ in this stage. */
  parameters: parametersSchema,
  /** Ids of the nodes that are frozen in this stage, beside those that are frozen in the document. */
  frozen: z.array(idSchema).max(mostNodes).default([]),
  /**
   * Ids of the nodes that are bypassed in this stage, beside those that are bypassed in the document. A stage after it that does
   * not bypass them starts with new variables for them.
   */
  bypassed: z.array(idSchema).max(mostNodes).optional(),
});

export const graphNodeSchema = z.strictObject({
  id: idSchema,
  kind: name,
  /** A name of the user's own; the kind's title otherwise. */
  title: z.string().max(200).optional(),
  /** Parameters that differ from the kind's defaults, or all of them; what is absent takes the default. */
  parameters: parametersSchema,
  position: z.strictObject({ x: coordinate, y: coordinate }),
  /** A bypassed node passes each input on to the output of the same type. */
  bypassed: z.boolean().default(false),
  /** Variables and states of a frozen node never change while training. */
  frozen: z.boolean().optional(),
  /** Stages of a Trainer, in their order; absent: one, with the Trainer's own settings. */
  stages: z.array(stageSchema).min(1).max(mostStages).optional(),
  /** Drawn as its header alone. */
  collapsed: z.boolean().optional(),
  /** What the user says of it; shown above the node. */
  comment: z.string().max(2000).optional(),
});

const endpointSchema = z.strictObject({ node: idSchema, socket: name });

export const graphEdgeSchema = z.strictObject({
  from: endpointSchema,
  to: endpointSchema,
  /** Reroute points: where the wire passes on its way, in order. */
  via: z
    .array(z.strictObject({ x: coordinate, y: coordinate }))
    .max(32)
    .optional(),
});

/** Nodes with a frame around them; the frame follows its nodes. */
export const graphGroupSchema = z.strictObject({
  id: idSchema,
  title: z.string().max(200).default(''),
  nodes: z.array(idSchema).max(mostNodes),
});

export const graphNoteSchema = z.strictObject({
  id: idSchema,
  text: z.string().max(10_000),
  position: z.strictObject({ x: coordinate, y: coordinate }),
  /** As it was last sized; the editor's own size otherwise. */
  size: z.strictObject({ width: coordinate.min(1), height: coordinate.min(1) }).optional(),
});

export const graphDocumentSchema = z.strictObject({
  format: z.literal(documentFormat),
  version: z.literal(documentVersion),
  title: z.string().max(200),
  description: z.string().max(10_000).default(''),
  nodes: z.array(graphNodeSchema).max(mostNodes),
  edges: z.array(graphEdgeSchema).max(2000),
  groups: z.array(graphGroupSchema).max(500).default([]),
  notes: z.array(graphNoteSchema).max(500).default([]),
});

export type ParameterValue = z.infer<typeof parameterValueSchema>;
export type GraphNode = z.infer<typeof graphNodeSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type GraphEdge = z.infer<typeof graphEdgeSchema>;
export type GraphGroup = z.infer<typeof graphGroupSchema>;
export type GraphNote = z.infer<typeof graphNoteSchema>;
export type GraphDocument = z.infer<typeof graphDocumentSchema>;

function withQuestionTemperature(nodes: unknown): unknown {
  if (!Array.isArray(nodes)) return nodes;
  return nodes.map((node: unknown) => {
    if (!isJsonObject(node) || node['kind'] !== 'rmm-generator' || !isJsonObject(node['parameters'])) return node;
    const { temperature } = node['parameters'];
    return temperature === undefined
      ? node
      : { ...node, parameters: { ...node['parameters'], questionTemperature: temperature } };
  });
}

/**
 * Replaces the option “real with noise” of the missing-modality node, which put noise on raw features in the missing scenarios,
 * by the noise scenarios of the Trainer.
 */
function withNoiseScenarios(nodes: unknown): unknown {
  if (!Array.isArray(nodes)) return nodes;
  let noisy = false;
  const without = nodes.map((node: unknown) => {
    if (!isJsonObject(node) || node['kind'] !== 'missing-modality' || !isJsonObject(node['parameters'])) return node;
    const { testTime, ...parameters } = node['parameters'];
    noisy ||= testTime === 'real with noise';
    return { ...node, parameters };
  });
  if (!noisy) return without;
  return without.map((node: unknown) => {
    if (!isJsonObject(node) || node['kind'] !== 'trainer') return node;
    const parameters = isJsonObject(node['parameters']) ? node['parameters'] : {};
    return { ...node, parameters: { ...parameters, noiseScenarios: true } };
  });
}

/**
 * Checks a parsed JSON value and brings it to the current version.
 * @throws {DocumentError} naming the first place that is wrong
 */
export function readDocument(value: unknown): GraphDocument {
  return readVersioned(
    {
      document: 'graph',
      format: documentFormat,
      version: documentVersion,
      schema: graphDocumentSchema,
      migrations: {
        // Version 2 adds to nodes `collapsed` and `comment`, and to edges `via`; what version 1 has stays as it is.
        1: (document) => ({ ...document, version: 2 }),
        // Version 3 adds to notes `size`, and gives the RMM generator's question a temperature of its own: it was the same one.
        2: (document) => ({ ...document, version: 3, nodes: withQuestionTemperature(document['nodes']) }),
        // Version 4 adds to nodes `frozen` and `stages`, and noise scenarios in place of the missing modality's `testTime`.
        3: (document) => ({ ...document, version: 4, nodes: withNoiseScenarios(document['nodes']) }),
      },
    },
    value,
  );
}

/**
 * Reads the text of a graph document.
 * @throws {DocumentError} when it is no JSON (a truncated file, say) or no graph document
 */
export function parseDocument(text: string): GraphDocument {
  return readDocument(parseJson(text));
}

/** A document as it is written: keys in the schema's order, parameters by name. */
export function orderedDocument(document: GraphDocument): GraphDocument {
  const ordered = graphDocumentSchema.parse(document);
  const nodes = ordered.nodes.map(({ stages, ...node }) => ({
    ...node,
    parameters: sortedKeys(node.parameters),
    ...(stages && { stages: stages.map((stage) => ({ ...stage, parameters: sortedKeys(stage.parameters) })) }),
  }));
  return { ...ordered, nodes };
}

/** The text of a document, so that it diffs well. */
export function formatDocument(document: GraphDocument): string {
  return `${JSON.stringify(orderedDocument(document), null, 2)}\n`;
}
