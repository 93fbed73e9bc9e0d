import { getLocation, parse, type ParseError } from 'jsonc-parser';
import type { z } from 'zod';
import { documentWords, type DocumentKind, type DocumentMessage } from './document-words';
import { formatMessage } from './messages';
import { firstFault, pathText, valueWords } from './value-faults';

/** The text or value is not a document of a version that this program reads. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';

  constructor(readonly reason: DocumentMessage) {
    super(formatMessage({ ...valueWords, ...documentWords }, reason));
  }
}

export type JsonObject = Record<string, unknown>;

/** What makes documents of one format and how older versions become the present one. */
export interface VersionedFormat<Schema extends z.ZodType> {
  readonly document: DocumentKind;
  readonly format: string;
  readonly version: number;
  /** Of the present version. */
  readonly schema: Schema;
  readonly migrations: Migrations;
  /** Brings documents within the document to their own present version, before the schema sees them. */
  readonly readInner?: (document: JsonObject) => JsonObject;
}

/** Steps from each older version of a JSON object to the next, by the version they start from. */
export type Migrations = Readonly<Record<number, (value: JsonObject) => JsonObject>>;

/** Brings a JSON object from an older version to the present one; undefined if a step is missing. */
export function migrate(
  value: JsonObject,
  from: number,
  { version, migrations }: { readonly version: number; readonly migrations: Migrations },
): JsonObject | undefined {
  let migrated = value;
  for (let at = from; at < version; at += 1) {
    const step = migrations[at];
    if (step === undefined) return undefined;
    migrated = step(migrated);
  }
  return migrated;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The place of an issue, `nodes[2] “rmm”, position.x`, with the item's id or name where it has one; null for the root. */
function placeOf(path: readonly PropertyKey[], value: unknown): string | null {
  const [list, index, ...rest] = path;
  const items = isJsonObject(value) && typeof list === 'string' ? value[list] : undefined;
  const item: unknown = Array.isArray(items) && typeof index === 'number' ? items[index] : undefined;
  const name = isJsonObject(item) ? (item['id'] ?? item['name']) : undefined;
  if (typeof name === 'string') {
    return [`${String(list)}[${String(index)}] “${name}”`, pathText(rest)].filter(Boolean).join(', ');
  }
  return pathText(path) || null;
}

/**
 * Checks a parsed JSON value and brings it to the present version of its format.
 * @throws {DocumentError} naming the first place that is wrong
 */
export function readVersioned<Schema extends z.ZodType>(
  kind: VersionedFormat<Schema>,
  value: unknown,
): z.infer<Schema> {
  const { document: name, format, version: present } = kind;
  if (!isJsonObject(value) || value['format'] !== format) {
    const found = jsonText(isJsonObject(value) ? value['format'] : undefined);
    throw new DocumentError({ code: 'wrongDocumentFormat', document: name, format, found });
  }
  const version = value['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new DocumentError({ code: 'wrongDocumentVersion', document: name, found: jsonText(version) });
  }
  if (version > present) {
    throw new DocumentError({ code: 'newerDocument', document: name, version, newest: present });
  }
  const migrated = migrate(value, version, kind);
  if (migrated === undefined) throw new DocumentError({ code: 'olderDocument', document: name, version });
  const document = kind.readInner?.(migrated) ?? migrated;
  const result = kind.schema.safeParse(document);
  if (!result.success) {
    const { path, fault } = firstFault(result.error, document);
    const place = placeOf(path, document);
    throw new DocumentError({ code: 'wrongDocumentField', document: name, place, fault });
  }
  return result.data;
}

const jsonText = (value: unknown): string | null => JSON.stringify(value) ?? null;

/** The first place where JSON text cannot be parsed. */
function firstSyntaxError(text: string): DocumentMessage {
  const errors: ParseError[] = [];
  parse(text, errors);
  const offset = errors[0]?.offset ?? 0;
  const line = text.slice(0, offset).split('\n').length;
  const place = getLocation(text, offset).path.join('.');
  const found = /^\S{0,20}/.exec(text.slice(offset))?.[0] || null;
  return { code: 'notWholeJson', line, place, found };
}

/**
 * The value that JSON text stands for. A byte order mark before it, which some editors write, is skipped.
 * @throws {DocumentError} when it is no whole JSON (a truncated file, say)
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    throw new DocumentError(firstSyntaxError(text));
  }
}

/** An object with its keys in the order of the alphabet, so that it diffs well. */
export function sortedKeys<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
