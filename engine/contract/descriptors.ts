/** Common part of the rows of a descriptor table: backends, export formats, table formats. */
export interface Descriptor {
  /** Unique in its table: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Position in lists, lowest first. */
  readonly rank: number;
}

/**
 * Sorts the rows of a table.
 * @param rows by file, as `import.meta.glob` gives them
 * @throws {Error} if two rows have the same name
 */
export function inOrder<Row extends Descriptor>(rows: Readonly<Record<string, Row>>): readonly Row[] {
  const byName = new Map<string, string>();
  for (const [file, { name }] of Object.entries(rows)) {
    const other = byName.get(name);
    if (other !== undefined) throw new Error(`${file} and ${other} both define “${name}”; rename one of them.`);
    byName.set(name, file);
  }
  return Object.values(rows).sort((a, b) => a.rank - b.rank);
}
