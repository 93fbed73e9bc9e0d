import { inEnglish } from '../contract/messages';
import type { Table, TableRow } from '../contract/tables';

export interface PrintedRow extends Omit<TableRow, 'name'> {
  readonly name: string;
}

/** A table with text in place of messages. */
export interface PrintedTable extends Pick<Table, 'digits'> {
  readonly caption: string;
  readonly columns: readonly (Omit<Table['columns'][number], 'headings'> & { readonly headings: readonly string[] })[];
  readonly blocks: readonly { readonly title: string | null; readonly rows: readonly PrintedRow[] }[];
  readonly footnote?: string;
  readonly notes: readonly string[];
}

/** Formats a table in English, for files. */
export const printedTable = ({ footnote, ...table }: Table): PrintedTable => ({
  ...table,
  caption: inEnglish(table.caption),
  columns: table.columns.map((column) => ({ ...column, headings: column.headings.map(inEnglish) })),
  blocks: table.blocks.map(({ title, rows }) => ({
    title: title && inEnglish(title),
    rows: rows.map((row) => ({ ...row, name: inEnglish(row.name) })),
  })),
  ...(footnote && { footnote: inEnglish(footnote) }),
  notes: table.notes.map(inEnglish),
});
