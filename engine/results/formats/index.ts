import type { Table } from '../../contract/tables';
import type { TableFormat } from '../table-format';
import { printedTable } from '../printed-table';
import { alternatives } from '../../../graph-nodes/graph/messages';
import { inOrder } from '../../contract/descriptors';
import { RequestError } from '../../contract/errors';

/** All table formats, found by file. A new format is a new file in this folder. */
export const tableFormats = inOrder(
  import.meta.glob<TableFormat>(['./*.ts', '!./index.ts'], { eager: true, import: 'format' }),
);

/** @throws {RequestError} if no format has the name */
export function tableFormatOf(name: string): TableFormat {
  const format = tableFormats.find((candidate) => candidate.name === name);
  if (format) return format;
  const names = alternatives(tableFormats.map((candidate) => candidate.name));
  throw new RequestError('refused', { code: 'tableFormatUnknown', format: name, known: names });
}

/**
 * Writes a table in a format, with English sentences: text, or the bytes of a picture.
 * @throws {RequestError} if no format has the name
 */
export async function formatTable(table: Table, format: string): Promise<string | Uint8Array> {
  return tableFormatOf(format).write(printedTable(table));
}
