import { JSON_SCHEMA, load, YAMLException, type EventType, type State } from 'js-yaml';
import { shortened } from '../graph/messages';
import type { LessonMessage } from './words';

/** A value with the line on which it starts, from 0 on, and those of its fields or items. */
interface Placed {
  readonly line: number;
  readonly value: unknown;
  readonly inner: readonly Placed[];
}

/** A value read from YAML, and the line of each place in it. */
export interface YamlValue {
  readonly value: unknown;
  /** Line of a path, from 0 on: that of its deepest existing part. */
  lineOf(path: readonly PropertyKey[]): number;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Error: the text is not in the YAML subset of lessons. */
export class YamlError extends Error {
  override readonly name = 'YamlError';

  constructor(
    /** Line of the error, from 0 on. */
    readonly line: number,
    readonly fault: LessonMessage,
  ) {
    super(fault.code);
  }
}

/**
 * Reads YAML of plain values. Anchors are refused, because a few of them can expand to a value of any size.
 * @throws {YamlError}
 */
export function readYaml(text: string): YamlValue {
  const open: { line: number; inner: Placed[] }[] = [];
  const seen = new WeakSet<object>();
  let root: Placed | undefined;
  const listener = (event: EventType, state: State): void => {
    if (event === 'open') {
      open.push({ line: state.line, inner: [] });
      return;
    }
    const value: unknown = state.result;
    const { line, inner } = open.pop() ?? { line: 0, inner: [] };
    const [only] = inner;
    // The library first reads `{ … }` as a possible key, within the value itself.
    const placed = only && only.value === value && isObject(value) ? only : { line, value, inner };
    if (isObject(value) && placed !== only) {
      if (seen.has(value)) throw new YamlError(line, { code: 'lessonAlias' });
      seen.add(value);
    }
    const parent = open.at(-1);
    if (parent) parent.inner.push(placed);
    else root = placed;
  };
  try {
    const value: unknown = load(text, { schema: JSON_SCHEMA, listener });
    return { value, lineOf: (path) => lineIn(root, path) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const lines = text.split('\n');
    const line = Math.min(error.mark?.line ?? 0, lines.length - 1);
    if (error.reason.startsWith('nesting exceeded')) throw new YamlError(line, { code: 'lessonTooDeep' });
    if (error.reason.startsWith('duplicated mapping key')) throw new YamlError(line, { code: 'lessonRepeatedKey' });
    throw new YamlError(line, { code: 'lessonYaml', found: shortened((lines[line] ?? '').trim()) });
  }
}

/** Line of a path, or of its longest existing part. */
function lineIn(placed: Placed | undefined, [key, ...rest]: readonly PropertyKey[]): number {
  if (!placed || key === undefined) return placed?.line ?? 0;
  const { value, inner, line } = placed;
  if (Array.isArray(value)) return inner[Number(key)] ? lineIn(inner[Number(key)], rest) : line;
  // The children of an object are its keys, each before its value.
  const at = inner.findIndex((part) => part.value === key && part.inner.length === 0);
  const [name, content] = [inner[at], inner[at + 1]];
  if (!name) return line;
  return rest.length > 0 && content ? lineIn(content, rest) : name.line;
}
