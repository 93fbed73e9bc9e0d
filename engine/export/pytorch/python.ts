/** A value of a Python expression; undefined becomes None, a list becomes a tuple. */
export type PythonValue = string | number | boolean | undefined | readonly PythonValue[];

/** Formats a text as a Python string literal. JSON's escapes are valid in Python. */
export const pythonString = (text: string): string => JSON.stringify(text);

/** Formats a value as a Python expression. */
export function pythonValue(value: PythonValue): string {
  if (value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonString(value);
  if (typeof value === 'number') return String(value);
  const items = value.map(pythonValue);
  return `(${items.length === 1 ? `${items[0] ?? ''},` : items.join(', ')})`;
}

/**
 * Formats a call with keyword arguments, on one line if it is short.
 * @param expressions by name, further arguments that are already Python expressions
 */
export function pythonCall(
  name: string,
  values: Readonly<Record<string, PythonValue>>,
  expressions: Readonly<Record<string, string>> = {},
): string {
  const given = [
    ...Object.entries(values).map(([key, value]) => [key, pythonValue(value)] as const),
    ...Object.entries(expressions),
  ].map(([key, expression]) => `${key}=${expression}`);
  const line = `${name}(${given.join(', ')})`;
  return line.length <= 90 ? line : `${name}(\n${given.map((each) => `            ${each},\n`).join('')}        )`;
}

/** Formats the text of a comment: one line without control characters. */
export const pythonComment = (text: string): string => `# ${text.replace(/[\s\p{Cc}]+/gu, ' ').trim()}`;

/** Converts `questionSlots` to `question_slots`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * A distinct identifier for each id; the prefix separates them from Python's keywords and from names of
 * torch.nn.Module.
 */
export function pythonNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of ids) {
    const name = `node_${id.replaceAll(/\W/g, '_')}`;
    let distinct = name;
    for (let number = 2; taken.has(distinct); number += 1) distinct = `${name}_${number}`;
    taken.add(distinct);
    names.set(id, distinct);
  }
  return names;
}
