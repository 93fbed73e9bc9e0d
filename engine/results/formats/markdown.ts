import type { TableCell } from '../../contract/tables';
import { printed } from '../table';
import type { PrintedTable } from '../printed-table';
import type { TableFormat } from '../table-format';

/** Text that Markdown prints as it is, within a table's cell. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~&]/g, (character) => `\\${character}`)
    .trim();
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table of GitHub’s Markdown, headings of several levels in one; each block of rows is a table of its own. */
export function markdownTable({ caption, columns, blocks, digits, notes }: PrintedTable): string {
  const cell = (content: TableCell | null): string => {
    if (!content) return '–';
    const { mean, spread } = printed(content, digits);
    const shown = content.best ? `**${mean}**` : mean;
    return spread === null ? shown : `${shown} ${spread}`;
  };
  const head = columns.map(({ headings }) => escapeMarkdown(headings.join(' · ')));
  const tables = blocks.map(({ title, rows }) =>
    [
      row([escapeMarkdown(title ?? 'Method'), ...head]),
      row(['---', ...columns.map(() => '---:')]),
      ...rows.map(({ name, cells }) => row([escapeMarkdown(name), ...cells.map(cell)])),
    ].join('\n'),
  );
  return `${[escapeMarkdown(caption), ...tables, ...notes.map(escapeMarkdown)].join('\n\n')}\n`;
}

export const format: TableFormat = {
  name: 'markdown',
  rank: 10,
  label: { en: 'Markdown' },
  ending: 'md',
  inWindow: true,
  write: markdownTable,
};
