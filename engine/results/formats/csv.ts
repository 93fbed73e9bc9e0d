import type { PrintedTable } from '../printed-table';
import type { TableFormat } from '../table-format';

/** The beginning of a text that a spreadsheet takes for a formula, with the wide forms of the same characters. */
const formula = /^(?:[\t\r\n]|\s*[=+\-@\uff0b\uff0d\uff1d\uff20])/;

/**
 * A cell as RFC 4180 has it: in quotes where it holds a comma, a quote or a line break. A text that begins like a formula
 * gets an apostrophe in front, so that a spreadsheet shows it and does not compute it. A number stays as it is.
 */
export function csvField(value: string | number): string {
  const text = typeof value === 'string' && formula.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Comma-separated values for programs: full precision, a column of means and one of deviations for each of the table's, and
 * the scenario as a column where the table has it as blocks. Where a cell is marked as trivial, a last column lists the columns of
 * such cells.
 */
export function csvTable({ columns, blocks, footnote }: PrintedTable): string {
  const inBlocks = blocks.some(({ title }) => title !== null);
  const head = [
    ...(inBlocks ? ['scenario'] : []),
    'method',
    'seeds',
    ...columns.flatMap(({ name, derived }) =>
      derived === 'against' ? [name, `${name}.low`, `${name}.high`] : [name, `${name}.deviation`],
    ),
    ...(footnote === undefined ? [] : ['trivial']),
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
  write: csvTable,
};
