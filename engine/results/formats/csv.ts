import type { PrintedTable } from '../printed-table';
import type { TableFormat } from '../table-format';

/** A field as RFC 4180 has it: in quotes where it holds a comma, a quote or a line break. */
const field = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/**
 * Comma-separated values for programs: full precision, a column of means and one of deviations for each of the table's, and
 * the scenario as a column where the table has it as blocks.
 */
export function csvTable({ columns, blocks }: PrintedTable): string {
  const inBlocks = blocks.some(({ title }) => title !== null);
  const head = [
    ...(inBlocks ? ['scenario'] : []),
    'method',
    'seeds',
    ...columns.flatMap(({ name, derived }) =>
      derived === 'against' ? [name, `${name}.low`, `${name}.high`] : [name, `${name}.deviation`],
    ),
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
        return [cell?.mean, ...spread].map((value) => String(value ?? ''));
      }),
    ]),
  );
  return [head, ...lines].map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

export const format: TableFormat = {
  name: 'csv',
  rank: 20,
  label: { en: 'CSV' },
  ending: 'csv',
  inWindow: true,
  write: csvTable,
};
