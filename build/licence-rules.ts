/** Licences that a package inside the studio may have, by SPDX identifier: permissive ones, and MPL-2.0 for unmodified files. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'Bitstream-Vera',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages whose entry is not an SPDX expression, with the licence of their text. */
const known: Readonly<Record<string, string>> = {
  'dejavu-fonts-ttf': 'Bitstream-Vera',
};

/** The SPDX expression of a package's licence; empty if it states none. */
export const licenceOf = (name: string, stated: unknown): string =>
  known[name] ?? (typeof stated === 'string' ? stated.replace(/^\((.*)\)$/, '$1') : '');

/** Identifiers of an SPDX expression. */
export const identifiersOf = (expression: string): string[] =>
  expression.match(/[^\s()]+/g)?.filter((word) => word !== 'AND' && word !== 'OR') ?? [];

/**
 * True if an SPDX expression can be fulfilled with allowed licences. `AND` binds more tightly than `OR`. Exceptions
 * (`WITH`), later versions (`+`) and invalid expressions are refused.
 */
export function isAllowed(expression: string): boolean {
  const words = expression.match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const either = (): boolean | undefined => {
    let value = both();
    while (words[at] === 'OR' && value !== undefined) {
      at += 1;
      const next = both();
      value = next === undefined ? undefined : value || next;
    }
    return value;
  };
  const both = (): boolean | undefined => {
    let value = one();
    while (words[at] === 'AND' && value !== undefined) {
      at += 1;
      const next = one();
      value = next === undefined ? undefined : value && next;
    }
    return value;
  };
  const one = (): boolean | undefined => {
    const word = words[at];
    at += 1;
    if (word !== '(') return word === undefined || /^(\)|AND|OR)$/.test(word) ? undefined : allowed.has(word);
    const value = either();
    if (words[at] !== ')') return undefined;
    at += 1;
    return value;
  };
  const value = either();
  return at === words.length && value === true;
}
