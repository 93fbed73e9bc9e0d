import { inEnglish } from '../../contract/messages';
import type { Table, TableFormat } from '../../contract/tables';
import { csvTable } from './csv';
import { latexTable } from './latex';
import { markdownTable } from './markdown';
import { drawPng } from './png';
import type { PrintedTable } from './printed';
import { svgTable } from './svg';

/** A table as a file of a format, with English sentences: text, or bytes of a picture. */
export async function formatTable(
  { caption, notes, ...figures }: Table,
  format: TableFormat,
): Promise<string | Uint8Array> {
  const table: PrintedTable = { ...figures, caption: inEnglish(caption), notes: notes.map(inEnglish) };
  switch (format) {
    case 'markdown':
      return markdownTable(table);
    case 'csv':
      return csvTable(table);
    case 'latex':
      return latexTable(table);
    case 'svg':
      return svgTable(table);
    case 'png':
      return drawPng(svgTable(table));
    case 'json':
      return `${JSON.stringify(table, null, 2)}\n`;
  }
}
