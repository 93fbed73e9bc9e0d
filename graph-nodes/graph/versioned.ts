import { getLocation, parse, type ParseError } from 'jsonc-parser';
import type { z } from 'zod';
import { documentWords, type DocumentKind, type DocumentMessage } from './document-words';
import { formatMessage, oneLine, shortened } from './messages';
import { firstFault, pathText, valueWords } from './value-faults';

/** Error: the text or value is not a document of a version that this program reads. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';

  constructor(readonly reason: DocumentMessage) {
    super(oneLine(formatMessage({ ...valueWords, ...documentWords }, reason)));
  }
}

export type JsonObject = Record<string, unknown>;

/** A document format: its schema, and the migrations from older versions. */
export interface VersionedFormat<Schema extends z.ZodType> {
  readonly document: DocumentKind;
  readonly format: string;
  readonly version: number;
  /** Schema of the current version. */
  readonly schema: Schema;
  readonly migrations: Migrations;
  /** Migrates nested documents to their current version, before the schema checks them. */
  readonly readInner?: (document: JsonObject) => JsonObject;
}

/** Migrations from each older version of a JSON object to the next, by the version they start from. */
export type Migrations = Readonly<Record<number, (value: JsonObject) => JsonObject>>;

/** Migrates a JSON object from an older version to the current one; undefined if a migration is missing. */
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

/**
 * Place of an issue, such as `nodes[2] “rmm”, position.x`, with the id or name of the item if it has one; null for the root.
 */
function placeOf(path: readonly PropertyKey[], value: unknown): string | null {
  const [list, index, ...rest] = path;
  const items = isJsonObject(value) && typeof list === 'string' ? value[list] : undefined;
  const item: unknown = Array.isArray(items) && typeof index === 'number' ? items[index] : undefined;
  const name = isJsonObject(item) ? (item['id'] ?? item['name']) : undefined;
  if (typeof name === 'string') {
    return [`${String(list)}[${String(index)}] “${shortened(name)}”`, shortened(pathText(rest))]
      .filter(Boolean)
      .join(', ');
  }
  return shortened(pathText(path)) || null;
}

/**
 * Checks a parsed JSON value and migrates it to the current version of its format.
 * @throws {DocumentError} naming the first wrong place
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

const jsonText = (value: unknown): string | null => shortened(JSON.stringify(value) ?? '') || null;

/** Maximum length of a text of a document, in characters. A graph at all its limits is shorter. */
export const mostCharacters = 2 ** 25;

/**
 * Maximum nesting of a document. A study with a graph in a row has about ten levels. Parsers and checks are recursive, so the
 * depth is limited.
 */
const mostLevels = 64;

/** Offset at which the nesting of a text exceeds the maximum of a document. */
function tooDeepAt(text: string): number | undefined {
  let level = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') level += 1;
    else if (character === ']' || character === '}') level -= 1;
    if (level > mostLevels) return at;
  }
  return undefined;
}

/** Line number of an offset. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** First place at which JSON text cannot be parsed. */
function firstSyntaxError(text: string): DocumentMessage {
  const errors: ParseError[] = [];
  try {
    parse(text, errors);
  } catch (error) {
    // After the first error, the tolerant parser may report deeper nesting than the text has and exceed the call stack.
    if (!(error instanceof RangeError)) throw error;
  }
  const offset = errors[0]?.offset ?? 0;
  const line = lineAt(text, offset);
  const place = shortened(getLocation(text, offset).path.join('.'));
  const found = /^\S{0,20}/.exec(text.slice(offset))?.[0] || null;
  return { code: 'notWholeJson', line, place, found };
}

/**
 * Value of a JSON text. A byte order mark at its beginning is skipped.
 * @throws {DocumentError} if it is not JSON (for example truncated), or longer or deeper than the maximum of a document
 */
export function parseJson(content: string): unknown {
  const text = content.startsWith('\ufeff') ? content.slice(1) : content;
  if (text.length > mostCharacters) {
    throw new DocumentError({ code: 'documentTooLong', characters: text.length, most: mostCharacters });
  }
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    throw new DocumentError({ code: 'documentTooDeep', line: lineAt(text, deep), most: mostLevels });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new DocumentError(firstSyntaxError(text));
  }
}

/** An object with alphabetically sorted keys, which gives small diffs. */
export function sortedKeys<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
