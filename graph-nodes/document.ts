import { getLocation, parse, type ParseError } from 'jsonc-parser';
import { z } from 'zod';

/** What every graph document says of itself. */
export const documentFormat = 'missing-modality-studio/graph';
export const documentVersion = 3;

const id = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'an id starts with a letter and holds letters, digits, “_” and “-”')
  .max(64);
const coordinate = z.number().finite();
const parameterValue = z.union([z.number(), z.string(), z.boolean()]);

export const graphNodeSchema = z.strictObject({
  id,
  kind: z.string().min(1),
  /** A name of the user's own; the kind's title otherwise. */
  title: z.string().max(200).optional(),
  /** Parameters that differ from the kind's defaults, or all of them; what is absent takes the default. */
  parameters: z.record(z.string(), parameterValue).default({}),
  position: z.strictObject({ x: coordinate, y: coordinate }),
  /** A bypassed node passes each input on to the output of the same type. */
  bypassed: z.boolean().default(false),
  /** Drawn as its header alone. */
  collapsed: z.boolean().optional(),
  /** What the user says of it; shown above the node. */
  comment: z.string().max(2000).optional(),
});

const endpointSchema = z.strictObject({ node: id, socket: z.string().min(1) });

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
  id,
  title: z.string().max(200).default(''),
  nodes: z.array(id),
});

export const graphNoteSchema = z.strictObject({
  id,
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
  nodes: z.array(graphNodeSchema).max(500),
  edges: z.array(graphEdgeSchema).max(2000),
  groups: z.array(graphGroupSchema).default([]),
  notes: z.array(graphNoteSchema).default([]),
});

export type ParameterValue = z.infer<typeof parameterValue>;
export type GraphNode = z.infer<typeof graphNodeSchema>;
export type GraphEdge = z.infer<typeof graphEdgeSchema>;
export type GraphGroup = z.infer<typeof graphGroupSchema>;
export type GraphNote = z.infer<typeof graphNoteSchema>;
export type GraphDocument = z.infer<typeof graphDocumentSchema>;

/** The text or value is no graph document of a version that this program reads. One sentence, for people. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** Steps from an older version to the next, by the version they start from. */
const migrations: Readonly<Record<number, (document: Record<string, unknown>) => Record<string, unknown>>> = {
  // Version 2 adds to nodes `collapsed` and `comment`, and to edges `via`; what version 1 has stays as it is.
  1: (document) => ({ ...document, version: 2 }),
  // Version 3 adds to notes `size`, and gives the RMM generator's question a temperature of its own: it was the same one.
  2: (document) => ({ ...document, version: 3, nodes: withQuestionTemperature(document['nodes']) }),
};

function withQuestionTemperature(nodes: unknown): unknown {
  if (!Array.isArray(nodes)) return nodes;
  return nodes.map((node: unknown) => {
    if (!plainObject(node) || node['kind'] !== 'rmm-generator' || !plainObject(node['parameters'])) return node;
    const { temperature } = node['parameters'];
    return temperature === undefined
      ? node
      : { ...node, parameters: { ...node['parameters'], questionTemperature: temperature } };
  });
}

function plainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `nodes[2] “rmm”, position.x`: where in the document an issue lies, with the node's id where it has one. */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  const [list, index, ...rest] = path;
  const items = plainObject(value) && typeof list === 'string' ? value[list] : undefined;
  const item: unknown = Array.isArray(items) && typeof index === 'number' ? items[index] : undefined;
  if (plainObject(item) && typeof item['id'] === 'string') {
    return [`${String(list)}[${String(index)}] “${item['id']}”`, rest.map(String).join('.')].filter(Boolean).join(', ');
  }
  return path.map(String).join('.') || 'the document';
}

/**
 * Checks a parsed JSON value and brings it to the current version.
 * @throws {DocumentError} naming the first place that is wrong
 */
export function readDocument(value: unknown): GraphDocument {
  if (!plainObject(value) || value['format'] !== documentFormat) {
    throw new DocumentError(
      `This is not a graph document: its “format” should be “${documentFormat}” but is ${JSON.stringify(plainObject(value) ? value['format'] : undefined) ?? 'absent'}.`,
    );
  }
  const version = value['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new DocumentError(
      `The graph document's “version” should be a whole number from 1 but is ${JSON.stringify(version) ?? 'absent'}.`,
    );
  }
  if (version > documentVersion) {
    throw new DocumentError(
      `The graph document is of version ${version}, made by a newer studio; this one reads versions up to ${documentVersion}.`,
    );
  }
  let document = value;
  for (let from = version; from < documentVersion; from += 1) {
    const migrate = migrations[from];
    if (migrate === undefined) throw new DocumentError(`Graph documents of version ${from} can no longer be read.`);
    document = migrate(document);
  }
  const result = graphDocumentSchema.safeParse(document);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new DocumentError(
      `In the graph document, ${placeOf(issue?.path ?? [], document)}: ${issue?.message ?? 'invalid'}.`,
    );
  }
  return result.data;
}

/** Where JSON text breaks: line, place in the document and what stands there. */
function firstSyntaxError(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors);
  const offset = errors[0]?.offset ?? 0;
  const line = text.slice(0, offset).split('\n').length;
  const path = getLocation(text, offset).path.join('.');
  const rest = /^\S{0,20}/.exec(text.slice(offset))?.[0] ?? '';
  return `line ${line}${path && `, at ${path},`} ${rest === '' ? 'the text ends too early' : `cannot be read at “${rest}”`}`;
}

/**
 * Reads the text of a graph document.
 * @throws {DocumentError} when it is no JSON (a truncated file, say) or no graph document
 */
export function parseDocument(text: string): GraphDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DocumentError(`This is not a whole JSON document: ${firstSyntaxError(text)}.`);
  }
  return readDocument(value);
}

/** The text of a document: keys in the schema's order, parameters by name, so that it diffs well. */
export function formatDocument(document: GraphDocument): string {
  const ordered = graphDocumentSchema.parse(document);
  const nodes = ordered.nodes.map((node) => ({
    ...node,
    parameters: Object.fromEntries(Object.entries(node.parameters).sort(([a], [b]) => (a < b ? -1 : 1))),
  }));
  return `${JSON.stringify({ ...ordered, nodes }, null, 2)}\n`;
}
