import { z } from 'zod';
import { faultParams } from './value-faults';
import { parseJson, isJsonObject, readVersioned, sortedKeys } from './versioned';

export { DocumentError } from './versioned';

/** Format and version that every graph document contains. */
export const documentFormat = 'missing-modality-studio/graph';
export const documentVersion = 4;

/** Name of a node, group or note within its graph. */
export const idSchema = z
  .string()
  .refine((id) => /^[A-Za-z][A-Za-z0-9_-]*$/.test(id), faultParams({ code: 'wrongId' }))
  .max(64);

/** Limit of the absolute value of a position, in pixels at a zoom of 1. */
export const farthest = 1_000_000;
const coordinate = z.number().min(-farthest).max(farthest);

/** Maximum number of nodes of a graph, and of each of its groups. */
const mostNodes = 500;

/** Maximum number of stages of a Trainer, and of characters in the name of a stage. */
export const mostStages = 20;
export const longestStageName = 60;
const name = z.string().min(1).max(100);

/** Maximum length of a text value, set by paths. */
export const parameterValueSchema = z.union([z.number(), z.string().max(10_000), z.boolean()]);

/** An object of values by name, with a maximum number of entries. */
export const valuesSchema = <Key extends z.ZodType<string, string>>(key: Key, most: number) =>
  z.record(key, parameterValueSchema).superRefine((values, context) => {
    const count = Object.keys(values).length;
    if (count > most) context.addIssue({ code: 'custom', ...faultParams({ code: 'tooMany', limit: most, count }) });
  });
const parametersSchema = valuesSchema(name, 200).default({});

/**
 * One part of a training. It starts from the weights at the end of the previous part and uses the Trainer's settings, except
 * those named here.
 */
export const stageSchema = z.strictObject({
  name: z.string().min(1).max(longestStageName),
  /** Parameters of the Trainer that differ in this stage. */
  parameters: parametersSchema,
  /** Ids of the nodes that are frozen in this stage, in addition to those frozen in the document. */
  frozen: z.array(idSchema).max(mostNodes).default([]),
  /**
   * Ids of the nodes that are bypassed in this stage, in addition to those bypassed in the document. A later stage that does
   * not bypass them starts with new variables for them.
   */
  bypassed: z.array(idSchema).max(mostNodes).optional(),
});

export const graphNodeSchema = z.strictObject({
  id: idSchema,
  kind: name,
  /** Name that the user gave; the title of the kind if absent. */
  title: z.string().max(200).optional(),
  /** Parameters of the node. Absent parameters have the default of the kind. */
  parameters: parametersSchema,
  position: z.strictObject({ x: coordinate, y: coordinate }),
  /** A bypassed node passes each input on to the output of the same type. */
  bypassed: z.boolean().default(false),
  /** Variables and states of a frozen node never change in training. */
  frozen: z.boolean().optional(),
  /** Stages of a Trainer in their order. If absent: one stage with the settings of the Trainer. */
  stages: z.array(stageSchema).min(1).max(mostStages).optional(),
  /** The node is drawn as its header only. */
  collapsed: z.boolean().optional(),
  /** Comment of the user; shown above the node. */
  comment: z.string().max(2000).optional(),
});

const endpointSchema = z.strictObject({ node: idSchema, socket: name });

export const graphEdgeSchema = z.strictObject({
  from: endpointSchema,
  to: endpointSchema,
  /** Reroute points of the wire, in order from its start. */
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
  /** Size that the user set; the editor chooses it if absent. */
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
 * Replaces the option “real with noise” of the missing-modality node by the noise scenarios of the Trainer. The option added
 * noise to raw features in the missing scenarios.
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
        // Version 2 adds `collapsed` and `comment` to nodes, and `via` to edges. Contents of version 1 stay unchanged.
        1: (document) => ({ ...document, version: 2 }),
        // Version 3 adds `size` to notes, and a separate temperature for the question of the RMM generator, with the earlier
        // common value.
        2: (document) => ({ ...document, version: 3, nodes: withQuestionTemperature(document['nodes']) }),
        // Version 4 adds `frozen` and `stages` to nodes, and replaces `testTime` of the missing modality by noise scenarios.
        3: (document) => ({ ...document, version: 4, nodes: withNoiseScenarios(document['nodes']) }),
      },
    },
    value,
  );
}

/**
 * Reads the text of a graph document.
 * @throws {DocumentError} if it is not JSON (for example truncated) or not a graph document
 */
export function parseDocument(text: string): GraphDocument {
  return readDocument(parseJson(text));
}

/** The document in its written form: keys in the order of the schema, parameters sorted by name. */
export function orderedDocument(document: GraphDocument): GraphDocument {
  const ordered = graphDocumentSchema.parse(document);
  const nodes = ordered.nodes.map(({ stages, ...node }) => ({
    ...node,
    parameters: sortedKeys(node.parameters),
    ...(stages && { stages: stages.map((stage) => ({ ...stage, parameters: sortedKeys(stage.parameters) })) }),
  }));
  return { ...ordered, nodes };
}

/** Text of a document, in a form that gives small diffs. */
export function formatDocument(document: GraphDocument): string {
  return `${JSON.stringify(orderedDocument(document), null, 2)}\n`;
}
