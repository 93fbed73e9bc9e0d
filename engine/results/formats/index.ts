import type { Table, TableFormat } from '../../contract/tables';
import { csvTable } from './csv';
import { latexTable } from './latex';
import { markdownTable } from './markdown';
import { drawPng } from './png';
import { svgTable } from './svg';

/** A table as a file of a format: text, or bytes of a picture. */
export async function formatTable(table: Table, format: TableFormat): Promise<string | Uint8Array> {
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
