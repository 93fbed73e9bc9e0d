import type { PrintedTable } from '../printed-table';
import type { TableFormat } from '../table-format';

/** Start of a text that a spreadsheet treats as a formula, including the full-width forms of these characters. */
const formula = /^(?:[\t\r\n]|\s*[=+\-@\uff0b\uff0d\uff1d\uff20])/;

/**
 * Formats a cell after RFC 4180: quoted if it contains a comma, a quote or a line break. A text that starts like a
 * formula gets an apostrophe in front, so that a spreadsheet displays it instead of computing it. A number stays
 * unchanged.
 */
export function csvField(value: string | number): string {
  const text = typeof value === 'string' && formula.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Comma-separated values for programs, with full precision. Each column of the table becomes two: mean and deviation.
 * Scenarios that the table has as blocks become a column. If there are trivial cells, a column lists their columns; if
 * there are notes, the last column has them in each row.
 */
export function csvTable({ columns, blocks, footnote, notes }: PrintedTable): string {
  const inBlocks = blocks.some(({ title }) => title !== null);
  const head = [
    ...(inBlocks ? ['scenario'] : []),
    'method',
    'seeds',
    ...columns.flatMap(({ name, derived }) =>
      derived === 'against' ? [name, `${name}.low`, `${name}.high`] : [name, `${name}.deviation`],
    ),
    ...(footnote === undefined ? [] : ['trivial']),
    ...(notes.length === 0 ? [] : ['notes']),
  ];
  const lines = blocks.flatMap(({ title, rows }) =>
    rows.map(({ name, seeds, cells }) => [
      ...(inBlocks ? [title ?? ''] : []),
      name,
      seeds.join(' '),
      ...cells.flatMap((cell, column) => {
        const spread =
          columns[column]?.derived === 'against'
            ? [cell?.interval?.low, cell?.interval?.high]
            : [cell?.deviation ?? undefined];
        return [cell?.mean, ...spread].map((value) => value ?? '');
      }),
      ...(footnote === undefined
        ? []
        : [columns.flatMap(({ name: of }, column) => (cells[column]?.trivial ? [of] : [])).join(' ')]),
      ...(notes.length === 0 ? [] : [notes.join(' ')]),
    ]),
  );
  return [head, ...lines].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

export const format: TableFormat = {
  name: 'csv',
  rank: 20,
  label: { en: 'CSV' },
  ending: 'csv',
  inWindow: true,
  copied: true,
  // Without a byte order mark Excel reads the file in the code page of the system, and loses Korean names.
  write: (table) => `\ufeff${csvTable(table)}`,
};
