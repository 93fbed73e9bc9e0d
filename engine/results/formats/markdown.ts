import type { TableCell } from '../../contract/tables';
import { printed } from '../table';
import type { PrintedTable } from '../printed-table';
import type { TableFormat } from '../table-format';

/** Converts a text to one line, without control characters. */
const onOneLine = (text: string): string =>
  text
    .replace(/\s*[\r\n]\s*/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();

/**
 * Escapes a text for Markdown, for the start of a line, within a line, and for table cells. Addresses do not become
 * links.
 */
export function escapeMarkdown(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*_{}[\]<>#|~&]|:(?=\/\/)|(?<=\bwww)\.|^[-+=]|(?<=^\d+)[.)]/gi, (character) => `\\${character}`)
    .trim();
}

/** Formats a text as inline code in Markdown. The backticks around it are longer than any in the text. */
export function markdownCode(text: string): string {
  const content = onOneLine(text);
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  // A space at each side separates the text from the backticks; Markdown removes both.
  return longest > 0 || content === '' ? `${fence} ${content} ${fence}` : `${fence}${content}${fence}`;
}

/** Quotes a text as one word of a shell command. */
export function shellWord(text: string): string {
  const content = onOneLine(text);
  return /^[\w./][\w./-]*$/.test(content) ? content : `'${content.replaceAll("'", "'\\''")}'`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table in GitHub's Markdown. Headings of several levels are joined; each block of rows is a separate table. */
export function markdownTable({ caption, columns, blocks, digits, footnote, notes }: PrintedTable): string {
  const cell = (content: TableCell | null): string => {
    if (!content) return '–';
    const { mean, spread } = printed(content, digits);
    const shown = `${content.best ? `**${mean}**` : mean}${content.trivial ? '\\*' : ''}`;
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
  const below = [...(footnote === undefined ? [] : [footnote]), ...notes];
  return `${[escapeMarkdown(caption), ...tables, ...below.map(escapeMarkdown)].join('\n\n')}\n`;
}

export const format: TableFormat = {
  name: 'markdown',
  rank: 10,
  label: { en: 'Markdown' },
  ending: 'md',
  inWindow: true,
  copied: true,
  write: markdownTable,
};
