import type { TableCell } from '../../contract/tables';
import { headingSpans, printed } from '../table';
import type { PrintedTable } from '../printed-table';
import type { TableFormat } from '../table-format';

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '±': '$\\pm$',
  '−': '$-$',
  // At the start of a cell a bracket or a star would be an argument of the command that ends the line above.
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
};

/** Converts a text to one line, without the characters that TeX refuses. */
const onOneLine = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();

/** Escapes a text for LaTeX. */
export function escapeLatex(text: string): string {
  return onOneLine(text).replace(/[\\~^<>|±−[\]*]|[&%$#_{}]/g, (character) => special[character] ?? `\\${character}`);
}

/** A LaTeX table with booktabs rules, scaled down to the text width if it is wider. */
export function latexTable(table: PrintedTable): string {
  const { caption, columns, blocks, digits, footnote, notes } = table;
  const cell = (content: TableCell | null): string => {
    if (!content) return '--';
    const { mean, spread } = printed(content, digits);
    const shown = `${content.best ? `\\textbf{${mean}}` : escapeLatex(mean)}${content.trivial ? '{*}' : ''}`;
    return spread === null ? shown : `${shown} {\\scriptsize ${escapeLatex(spread)}}`;
  };
  const line = (cells: readonly string[]) => `    ${cells.join(' & ')} \\\\`;
  const levels = headingSpans(table);
  const head = levels.flatMap((spans, level) => {
    const last = level === levels.length - 1;
    const texts = spans.map(({ text, span }) => {
      const escaped = escapeLatex(text);
      return span === 1 ? escaped : `\\multicolumn{${span}}{c}{${escaped}}`;
    });
    const row = line([last ? 'Method' : '', ...texts]);
    if (last) return [row];
    // A rule below every heading; the first column is the method's.
    let start = 2;
    const rules = spans.map(({ span }) => {
      const rule = `\\cmidrule(lr){${start}-${start + span - 1}}`;
      start += span;
      return rule;
    });
    return [row, `    ${rules.join(' ')}`];
  });
  const body = blocks.flatMap(({ title, rows }) => [
    '    \\midrule',
    ...(title === null ? [] : [`    \\multicolumn{${columns.length + 1}}{l}{\\textit{${escapeLatex(title)}}} \\\\`]),
    ...rows.map(({ name, cells }) => line([escapeLatex(name), ...cells.map(cell)])),
  ]);
  return [
    '% \\usepackage{booktabs} and \\usepackage{graphicx}',
    ...notes.map((note) => `% ${onOneLine(note)}`),
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(caption)}}`,
    '  \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%',
    `  \\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    '    \\toprule',
    ...head,
    ...body,
    '    \\bottomrule',
    '  \\end{tabular}}',
    ...(footnote === undefined ? [] : [`  \\par\\smallskip{\\footnotesize ${escapeLatex(footnote)}}`]),
    '\\end{table}',
    '',
  ].join('\n');
}

export const format: TableFormat = {
  name: 'latex',
  rank: 30,
  label: { en: 'LaTeX' },
  ending: 'tex',
  inWindow: true,
  copied: true,
  write: latexTable,
};
