import type { TableCell } from '../../contract/tables';
import { printed } from '../table';
import type { PrintedTable } from '../printed-table';
import type { TableFormat } from '../table-format';

/** Text on one line, without control characters. */
const onOneLine = (text: string): string =>
  text
    .replace(/\s*[\r\n]\s*/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();

/** Text that Markdown prints as it is, at the start of a line, within one, or in a table's cell. Addresses become no links. */
export function escapeMarkdown(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*_{}[\]<>#|~&]|:(?=\/\/)|(?<=\bwww)\.|^[-+=]|(?<=^\d+)[.)]/gi, (character) => `\\${character}`)
    .trim();
}

/** Text as code within a line of Markdown. The backticks around it are longer than any within. */
export function markdownCode(text: string): string {
  const content = onOneLine(text);
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  // A blank at each side keeps the text apart from the fence; Markdown removes both.
  return longest > 0 || content === '' ? `${fence} ${content} ${fence}` : `${fence}${content}${fence}`;
}

/** Text as one word of a shell's command line. */
export function shellWord(text: string): string {
  const content = onOneLine(text);
  return /^[\w./][\w./-]*$/.test(content) ? content : `'${content.replaceAll("'", "'\\''")}'`;
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table of GitHub’s Markdown, headings of several levels in one; each block of rows is a table of its own. */
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
  write: markdownTable,
};
