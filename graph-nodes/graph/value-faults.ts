import type { z } from 'zod';
import { alternatives, quoted, shortened, type CodedMessage, type MessageOf } from './messages';

/** Types of values that an error can name. */
export const valueTypes = ['int', 'number', 'boolean', 'string', 'list', 'object', 'null'] as const;
export type ValueType = (typeof valueTypes)[number];

/** English names of the types. */
export const typeNames: Readonly<Record<ValueType, string>> = {
  int: 'a whole number',
  number: 'a number',
  boolean: 'a boolean',
  string: 'a string',
  list: 'a list',
  object: 'an object',
  null: 'null',
};

/** The value found, as JSON; null if there is none. */
export interface Found {
  readonly found: string | null;
}

/** Maximum number of unknown fields in a message. */
const mostFields = 20;

const found = (text: string | null): string => `found ${text ?? 'nothing'}`;

/** English words of wrong values in documents, files, requests and parameters: parts of sentences, without a full stop. */
export const valueWords = {
  noParameter: ({ kind, known }: { kind: string; known: readonly string[] }) =>
    `a ${kind} has ${quoted(known)} and no such parameter`,
  tooSmall: ({ limit, found: value }: Found & { limit: string }) => `expected at least ${limit}, ${found(value)}`,
  tooBig: ({ limit, found: value }: Found & { limit: string }) => `expected at most ${limit}, ${found(value)}`,
  notAbove: ({ limit, found: value }: Found & { limit: string }) => `expected more than ${limit}, ${found(value)}`,
  notBelow: ({ limit, found: value }: Found & { limit: string }) => `expected less than ${limit}, ${found(value)}`,
  emptyText: () => 'expected text, found an empty string',
  tooShort: ({ limit, length }: { limit: number; length: number }) =>
    `expected at least ${limit} characters, found ${length}`,
  tooLong: ({ limit, length }: { limit: number; length: number }) =>
    `expected at most ${limit} characters, found ${length}`,
  tooFew: ({ limit, count }: { limit: number; count: number }) =>
    `expected at least ${limit} ${limit === 1 ? 'item' : 'items'}, found ${count}`,
  tooMany: ({ limit, count }: { limit: number; count: number }) =>
    `expected at most ${limit} ${limit === 1 ? 'item' : 'items'}, found ${count}`,
  notOneOf: ({ options, found: value }: Found & { options: readonly string[] }) =>
    `expected ${options.length === 1 ? '' : 'one of '}${options.join(', ')}, ${found(value)}`,
  wrongType: ({ expected, found: value }: Found & { expected: ValueType }) =>
    `expected ${typeNames[expected]}, ${found(value)}`,
  noneOfTypes: ({ expected, found: value }: Found & { expected: readonly ValueType[] }) =>
    `expected ${alternatives(expected.map((type) => typeNames[type]))}, ${found(value)}`,
  unknownFields: ({ fields }: { fields: readonly string[] }) =>
    fields.length === 1
      ? `unknown field ${quoted(fields)}; remove it`
      : `unknown fields ${quoted(fields)}; remove them`,
  unexpectedValue: ({ found: value }: Found) => `expected another value, ${found(value)}`,
  // Checks of this project.
  wrongId: ({ found: value }: Found) => `expected an id (a letter, then letters, digits, “_” or “-”), ${found(value)}`,
  wrongSetting: ({ found: value }: Found) => `expected a setting such as “node.parameter”, ${found(value)}`,
  wrongBackendName: ({ found: value }: Found) => `expected “auto” or the name of a backend, ${found(value)}`,
  wrongFormatName: ({ found: value }: Found) => `expected a name such as “onnx-wasm”, ${found(value)}`,
  repeatedItem: ({ found: value }: Found) => `expected a list without repeated items, ${found(value)}`,
  notPlainName: ({ found: value }: Found) => `expected a name without folders, ${found(value)}`,
  wrongDigest: ({ found: value }: Found) => `expected a SHA-256 digest in hexadecimal, ${found(value)}`,
  unknownMessage: ({ found: value }: Found) => `expected a message of this version, ${found(value)}`,
};

/** Fault of a value. */
export type ValueFault = MessageOf<typeof valueWords>;

/** Parameters of a custom check of a schema: a failure gives this fault, with the value found. */
export const faultParams = <Fault extends CodedMessage>(fault: Fault) => ({ params: { fault } });

/** A fault and its place in the checked value. */
export interface PlacedFault<Own extends CodedMessage = never> {
  readonly path: readonly PropertyKey[];
  readonly fault: ValueFault | Own;
}

const textOf = (value: unknown): string | null =>
  typeof value === 'number' ? String(value) : shortened(JSON.stringify(value) ?? '') || null;

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    value,
  );

/** Names of the schema library for types that differ from those of {@link valueTypes}. */
const libraryTypes: Readonly<Record<string, ValueType>> = { array: 'list', tuple: 'list', record: 'object' };

const typeOf = (name: string): ValueType | undefined => libraryTypes[name] ?? valueTypes.find((type) => type === name);

const sizeOf = (value: unknown): number => (Array.isArray(value) || typeof value === 'string' ? value.length : 0);

function sizeFault(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, value: unknown): ValueFault {
  const small = issue.code === 'too_small';
  const bound = small ? issue.minimum : issue.maximum;
  const limit = Number(bound);
  if (issue.origin === 'string') {
    if (small && limit === 1) return { code: 'emptyText' };
    return { code: small ? 'tooShort' : 'tooLong', limit, length: sizeOf(value) };
  }
  if (issue.origin === 'array') return { code: small ? 'tooFew' : 'tooMany', limit, count: sizeOf(value) };
  const numbers = { limit: String(bound), found: textOf(value) };
  if (issue.inclusive === false) return { code: small ? 'notAbove' : 'notBelow', ...numbers };
  return { code: small ? 'tooSmall' : 'tooBig', ...numbers };
}

/** The issues of the union option that is closest to the value: the one with the fewest issues. */
function closest(options: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const ofOtherType = ([issue]: readonly z.core.$ZodIssue[]) =>
    issue?.code === 'invalid_type' && issue.path.length === 0;
  const candidates = options.filter((issues) => issues.length > 0 && !ofOtherType(issues));
  return candidates.reduce((best, issues) => (issues.length < best.length ? issues : best), candidates[0] ?? []);
}

function unionFault(issue: z.core.$ZodIssueInvalidUnion, value: unknown): PlacedFault {
  const { path } = issue;
  const options =
    'options' in issue && Array.isArray(issue.options) ? (issue.options as readonly unknown[]) : undefined;
  const text = textOf(value);
  if (options)
    return { path, fault: { code: 'notOneOf', options: options.map((option) => `${textOf(option)}`), found: text } };
  const [first] = closest(issue.errors);
  if (first) {
    const inner = faultOf(first, value);
    return { path: [...path, ...inner.path], fault: inner.fault };
  }
  const expected = issue.errors.flatMap(([error]) =>
    error?.code === 'invalid_type' ? (typeOf(error.expected) ?? []) : [],
  );
  if (expected.length > 0)
    return { path, fault: { code: 'noneOfTypes', expected: [...new Set(expected)], found: text } };
  return { path, fault: { code: 'unexpectedValue', found: text } };
}

/**
 * The fault of one issue of a schema, with its place. The library's own text is not used.
 * @param root the value that the schema checked
 */
export function faultOf<Own extends CodedMessage = never>(issue: z.core.$ZodIssue, root: unknown): PlacedFault<Own> {
  const { path } = issue;
  const value = valueAt(root, path);
  const text = textOf(value);
  switch (issue.code) {
    case 'invalid_type': {
      const expected = typeOf(issue.expected);
      return {
        path,
        fault: expected ? { code: 'wrongType', expected, found: text } : { code: 'unexpectedValue', found: text },
      };
    }
    case 'invalid_value':
      return {
        path,
        fault: { code: 'notOneOf', options: issue.values.map((option) => `${textOf(option)}`), found: text },
      };
    case 'too_small':
    case 'too_big':
      return { path, fault: sizeFault(issue, value) };
    case 'unrecognized_keys':
      return { path, fault: { code: 'unknownFields', fields: issue.keys.slice(0, mostFields).map(shortened) } };
    case 'invalid_union':
      return unionFault(issue, value);
    case 'invalid_key': {
      const key = path.at(-1);
      const [inner] = issue.issues;
      return inner
        ? { path, fault: faultOf<Own>(inner, key).fault }
        : { path, fault: { code: 'unexpectedValue', found: textOf(key) } };
    }
    case 'custom': {
      const own = issue.params?.['fault'] as Own | undefined;
      return { path, fault: own ? { found: text, ...own } : { code: 'unexpectedValue', found: text } };
    }
    default:
      return { path, fault: { code: 'unexpectedValue', found: text } };
  }
}

/**
 * The first fault that a schema found.
 * @param root the value that the schema checked
 */
export function firstFault<Own extends CodedMessage = never>(
  { issues }: z.core.$ZodError,
  root: unknown,
): PlacedFault<Own> {
  const [issue] = issues;
  return issue ? faultOf<Own>(issue, root) : { path: [], fault: { code: 'unexpectedValue', found: textOf(root) } };
}

/** Path of a value in an error, with shortened keys: `nodes.2.position.x`; empty for the whole value. */
export const pathText = (path: readonly PropertyKey[]): string => path.map((part) => shortened(String(part))).join('.');
