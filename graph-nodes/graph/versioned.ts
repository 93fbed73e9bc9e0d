import { getLocation, parse, type ParseError } from 'jsonc-parser';
import type { z } from 'zod';

/** The text or value is no document of a version that this program reads. One sentence, for people. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

export type JsonObject = Record<string, unknown>;

/** What makes documents of one format and how older versions become the present one. */
export interface VersionedFormat<Schema extends z.ZodType> {
  /** As people call it: “graph document”. */
  readonly noun: string;
  readonly format: string;
  readonly version: number;
  /** Of the present version. */
  readonly schema: Schema;
  /** Steps from an older version to the next, by the version they start from. */
  readonly migrations: Readonly<Record<number, (document: JsonObject) => JsonObject>>;
  /** Brings documents within the document to their own present version, before the schema sees them. */
  readonly readInner?: (document: JsonObject) => JsonObject;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `nodes[2] “rmm”, position.x`: where in the document an issue lies, with the item's id or name where it has one. */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  const [list, index, ...rest] = path;
  const items = isJsonObject(value) && typeof list === 'string' ? value[list] : undefined;
  const item: unknown = Array.isArray(items) && typeof index === 'number' ? items[index] : undefined;
  const name = isJsonObject(item) ? (item['id'] ?? item['name']) : undefined;
  if (typeof name === 'string') {
    return [`${String(list)}[${String(index)}] “${name}”`, rest.map(String).join('.')].filter(Boolean).join(', ');
  }
  return path.map(String).join('.') || 'the document';
}

/**
 * Checks a parsed JSON value and brings it to the present version of its format.
 * @throws {DocumentError} naming the first place that is wrong
 */
export function readVersioned<Schema extends z.ZodType>(
  kind: VersionedFormat<Schema>,
  value: unknown,
): z.infer<Schema> {
  const { noun, format, version: present } = kind;
  if (!isJsonObject(value) || value['format'] !== format) {
    throw new DocumentError(
      `This is not a ${noun}: its “format” should be “${format}” but is ${JSON.stringify(isJsonObject(value) ? value['format'] : undefined) ?? 'absent'}.`,
    );
  }
  const version = value['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new DocumentError(
      `The ${noun}'s “version” should be a whole number from 1 but is ${JSON.stringify(version) ?? 'absent'}.`,
    );
  }
  if (version > present) {
    throw new DocumentError(
      `The ${noun} is of version ${version}, made by a newer studio; this one reads versions up to ${present}.`,
    );
  }
  let document = value;
  for (let from = version; from < present; from += 1) {
    const migrate = kind.migrations[from];
    if (migrate === undefined)
      throw new DocumentError(`The ${noun} is of version ${from}, which can no longer be read.`);
    document = migrate(document);
  }
  document = kind.readInner?.(document) ?? document;
  const result = kind.schema.safeParse(document);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new DocumentError(`In the ${noun}, ${placeOf(issue?.path ?? [], document)}: ${issue?.message ?? 'invalid'}.`);
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
 * The value that JSON text stands for.
 * @throws {DocumentError} when it is no whole JSON (a truncated file, say)
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DocumentError(`This is not a whole JSON document: ${firstSyntaxError(text)}.`);
  }
}

/** An object with its keys in the order of the alphabet, so that it diffs well. */
export function sortedKeys<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
