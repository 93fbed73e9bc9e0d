import { escapeXml } from '../../../graph-nodes/picture/xml';
import type { TableCell } from '../../contract/tables';
import { headingSpans, printed } from '../table';
import type { PrintedTable } from '../printed-table';
import type { TableFormat } from '../table-format';

/** Sizes in pixels. */
const size = 13;
const lineHeight = 24;
const gap = 18;
const margin = 20;
const mostNoteCharacters = 100;

/** Approximate width of a text in DejaVu Sans, in pixels; an overestimate. */
function widthOf(text: string, bold = false): number {
  const ems = [...text].reduce((sum, character) => {
    if (/[il.,:;|!' ()[\]]/.test(character)) return sum + 0.39;
    if (/[mwMW@%±–]/.test(character)) return sum + 0.98;
    if (/[A-Z]/.test(character)) return sum + 0.74;
    return sum + (character.charCodeAt(0) > 0x2e80 ? 1 : 0.64);
  }, 0);
  return size * ems * (bold ? 1.1 : 1);
}

/** Breaks a text between words into lines with a maximum number of characters. */
function wrapped(text: string, most: number): string[] {
  return text.split(/\s+/).reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) return [...lines.slice(0, -1), `${last} ${word}`];
    return [...lines, word];
  }, []);
}

/** A table as a picture: rules and bold type as in print, black on white. */
export function svgTable(table: PrintedTable): string {
  const { caption, columns, blocks, digits, footnote, notes } = table;
  const textOf = (cell: TableCell | null): string => {
    if (!cell) return '–';
    const { mean, spread } = printed(cell, digits);
    const marked = cell.trivial ? `${mean}*` : mean;
    return spread === null ? marked : `${marked} ${spread}`;
  };
  const levels = headingSpans(table);
  const rows = blocks.flatMap((block) => block.rows);
  const nameWidth = Math.max(
    ...['Method', ...rows.map(({ name }) => name), ...blocks.map(({ title }) => title ?? '')].map((text) =>
      widthOf(text),
    ),
  );
  const widths = columns.map(
    ({ headings }, column) =>
      gap +
      Math.max(
        widthOf(headings.at(-1) ?? '', true),
        ...rows.map(({ cells }) => widthOf(textOf(cells[column] ?? null), cells[column]?.best)),
      ),
  );
  // A heading that is wider than its columns widens them.
  for (const spans of levels) {
    let start = 0;
    for (const { text, span } of spans) {
      const own = widths.slice(start, start + span).reduce((sum, width) => sum + width, 0);
      const lacking = (widthOf(text, true) + gap - own) / span;
      if (lacking > 0)
        for (let column = start; column < start + span; column += 1) widths[column] = (widths[column] ?? 0) + lacking;
      start += span;
    }
  }
  const ends = widths.map((_, column) => margin + nameWidth + widths.slice(0, column + 1).reduce((a, b) => a + b, 0));
  const startOf = (column: number) => (column === 0 ? margin + nameWidth : (ends[column - 1] as number));
  const right = ends.at(-1) ?? margin + nameWidth;
  const mostCharacters = Math.max(40, Math.min(mostNoteCharacters * 2, Math.floor((right - margin) / (0.62 * size))));

  const parts: string[] = [];
  let y = margin;
  const text = (x: number, content: string, anchor: 'start' | 'middle' | 'end', style = '') =>
    parts.push(
      `<text x="${x.toFixed(1)}" y="${(y + 0.68 * lineHeight).toFixed(1)}" text-anchor="${anchor}"${style}>${escapeXml(content)}</text>`,
    );
  const rule = (from: number, to: number, width: number) =>
    parts.push(
      `<path d="M${from.toFixed(1)} ${y.toFixed(1)}H${to.toFixed(1)}" stroke="#111" stroke-width="${width}"/>`,
    );
  const bold = ' font-weight="bold"';
  const prose = (content: string) => {
    for (const line of wrapped(content, mostCharacters)) {
      text(margin, line, 'start');
      y += lineHeight;
    }
  };

  prose(caption);
  y += 6;
  rule(margin, right, 1.6);
  levels.forEach((spans, level) => {
    const last = level === levels.length - 1;
    if (last) text(margin, 'Method', 'start', bold);
    let start = 0;
    for (const { text: heading, span } of spans) {
      const [from, to] = [startOf(start), ends[start + span - 1] as number];
      if (last) text(to, heading, 'end', bold);
      else text((from + gap + to) / 2, heading, 'middle', bold);
      start += span;
    }
    y += lineHeight;
    if (last) return;
    start = 0;
    for (const { span } of spans) {
      rule(startOf(start) + gap, ends[start + span - 1] as number, 0.6);
      start += span;
    }
  });
  for (const { title, rows: own } of blocks) {
    rule(margin, right, 0.9);
    if (title !== null) {
      text(margin, title, 'start', ' font-style="italic"');
      y += lineHeight;
    }
    for (const { name, cells } of own) {
      text(margin, name, 'start');
      columns.forEach((_, column) => {
        const cell = cells[column] ?? null;
        text(ends[column] as number, textOf(cell), 'end', cell?.best ? bold : '');
      });
      y += lineHeight;
    }
  }
  rule(margin, right, 1.6);
  y += 6;
  [...(footnote === undefined ? [] : [footnote]), ...notes].forEach(prose);
  const [width, height] = [Math.ceil(Math.max(right, margin + 40 * 0.62 * size) + margin), Math.ceil(y + margin - 6)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="'DejaVu Sans', Verdana, sans-serif" font-size="${size}" fill="#111" role="img" aria-label="${escapeXml(caption)}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

export const format: TableFormat = {
  name: 'svg',
  rank: 50,
  label: { en: 'SVG' },
  ending: 'svg',
  inWindow: false,
  copied: false,
  write: svgTable,
};
