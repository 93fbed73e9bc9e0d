// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { measured } from '../../../test/fixtures/measured';
import { verbatim } from '../../contract/messages';
import type { RunStatus } from '../../contract/runs';
import type { Table } from '../../contract/tables';
import { modelCard } from './card';
import type { ReportSource } from './facts';
import { reportPage } from './page';
import { csvField, csvTable } from '../../results/formats/csv';
import { htmlTable } from '../../results/formats/html';
import { latexTable } from '../../results/formats/latex';
import { escapeMarkdown, markdownCode, markdownTable, shellWord } from '../../results/formats/markdown';
import { svgTable } from '../../results/formats/svg';
import { printedTable } from '../../results/printed-table';

/** Texts that end an element, an attribute, a cell, a command or a line, among others. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '<',
          '>',
          '"',
          "'",
          '&',
          '&amp;',
          ']]>',
          '<!--',
          '-->',
          '<script>',
          '</td>',
          '\n',
          '\r',
          '\r\n',
          ',',
          ';',
          '\t',
        ],
        ...[
          '|',
          '`',
          '``',
          '*',
          '_',
          '[',
          ']',
          '(',
          ')',
          '!',
          '#',
          '-',
          '+',
          '=',
          '@',
          '1.',
          '\\',
          '\\\\',
          '%',
          '$',
          '{',
          '}',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

const tableOf = (name: string, caption: string) => {
  const table: Table = {
    caption: verbatim(caption),
    columns: [{ name, headings: [verbatim(name), verbatim(caption)] }],
    blocks: [
      {
        title: verbatim(caption),
        rows: [
          {
            name: verbatim(name),
            seeds: [1, 2],
            runs: [],
            cells: [{ mean: -1.5, deviation: 0.5, count: 2, best: true }],
          },
        ],
      },
    ],
    digits: 1,
    notes: [verbatim(caption)],
  } as unknown as Table;
  return printedTable(table);
};

const reported = (title: string, run: string): ReportSource => {
  const plain = tinyPipeline();
  const document = {
    ...plain,
    title,
    description: title,
    nodes: plain.nodes.map((node) => ({ ...node, title, comment: title })),
  };
  const first = measured(run, 1, [60, 55, 50], { document });
  const steps = { epoch: 1, epochs: 1, step: 3, steps: 3, secondsPerStep: null, secondsLeft: 0 };
  const status: RunStatus = { run, title, state: 'finished', message: { code: 'runFinished' }, ...steps };
  return {
    run: { folder: 'runs/a', document, vocabulary: ['<pad>'], answers: ['yes'], status },
    result: first.result,
    seeds: [first],
  };
};

/** Elements of a parsed page or picture with the names of their attributes. */
function elementsOf(content: string, type: 'text/html' | 'image/svg+xml'): string {
  const parsed = new DOMParser().parseFromString(content, type);
  // The comment of a node is split into lines, with one text each.
  return [...parsed.querySelectorAll(':not([data-node] > text[font-style])')]
    .map((element) => [element.localName, ...element.getAttributeNames()].join(' '))
    .join('\n');
}

/** Rows of a CSV text after RFC 4180. */
function parsedCsv(content: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of content.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

/** A line of Markdown without its escaped characters; the rest has a meaning in Markdown. */
const obeyed = (line: string): string => line.replace(/\\[!-/:-@[-`{-~]/g, 'x');

describe('any text within a file of results', () => {
  const check = (property: (text: string, other: string) => void, numRuns = 60) =>
    fc.assert(
      fc.property(text, text, (first, second) => {
        property(first, second);
      }),
      { numRuns },
    );

  it('does not change a picture’s elements', () => {
    const words = elementsOf(svgTable(tableOf('word', 'word')), 'image/svg+xml');
    check((name, other) => {
      // A caption of several words is split into lines.
      const caption = `x${other.replace(/\s/g, '')}`.slice(0, 20);
      expect(elementsOf(svgTable(tableOf(name, caption)), 'image/svg+xml')).toBe(words);
    });
  });

  it('does not change a page’s elements', () => {
    const page = (title: string, run: string) =>
      elementsOf(reportPage(reported(title, run), { steps: [], epochs: [] }), 'text/html');
    const words = page('word', 'word');
    check((title, run) => expect(page(title, run)).toBe(words), 15);
  });

  it('does not change the elements of a table’s page', async () => {
    const page = async (name: string, caption: string) =>
      elementsOf(await htmlTable(tableOf(name, caption)), 'text/html');
    const words = await page('word', 'word');
    await fc.assert(
      fc.asyncProperty(text, text, async (name, caption) => {
        expect(await page(name, caption)).toBe(words);
      }),
      { numRuns: 15 },
    );
  });

  it('is read back from CSV as the same cell, with an apostrophe in front if it would be a formula', () => {
    check((name, caption) => {
      const shown = (cell: string) => (/^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(cell) ? `'${cell}` : cell);
      expect(parsedCsv(csvTable(tableOf(name, caption)))).toEqual([
        ['scenario', 'method', 'seeds', name, `${name}.deviation`, 'notes'].map(shown),
        [shown(caption), shown(name), '1 2', '-1.5', '0.5', shown(caption)],
      ]);
    });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =1', '＝1'])('is no formula in CSV: %j', (cell) => {
    expect(parsedCsv(`${csvField(cell)}\r\n`)).toEqual([[`'${cell}`]]);
  });

  it('does not change the lines and cells of a Markdown table', () => {
    const shape = (content: string) =>
      content.split('\n').map((line) => [...obeyed(line).matchAll(/[|*`<[#]|^[-+=]|^\d+[.)]|:\/\//g)].join());
    const words = shape(markdownTable(tableOf('word', 'word')));
    check((name, caption) => {
      if (name.trim() === '') return;
      expect(shape(markdownTable(tableOf(`w${name}`, `w${caption}`)))).toEqual(words);
      expect(obeyed(escapeMarkdown(name))).not.toMatch(/[|*`<[#\r\n]|^[-+=]|^\d+[.)]|:\/\//);
    });
  });

  it('is one piece of code in Markdown, and one word of a command', () => {
    check((content) => {
      const code = markdownCode(content);
      const [fence = ''] = /^`+/.exec(code) ?? [];
      const inner = code.slice(fence.length, -fence.length);
      expect(inner.match(/`+/g) ?? []).not.toContain(fence);
      expect(code).not.toMatch(/[\r\n]/);
      expect(shellWord(content).replaceAll("'\\''", '')).toMatch(/^(?:[\w./][\w./-]*|'[^'\r\n]*')$/);
    });
  });

  it('does not change the sections of a model card', () => {
    const sections = (title: string, run: string) =>
      modelCard(reported(title, run))
        .split('\n')
        .filter((line) => /^(?:#|```|- |\|)/.test(line))
        .map((line) => line.slice(0, 2));
    const words = sections('word', 'word');
    check((title, run) => expect(sections(`w${title}`, run)).toEqual(words), 15);
  });

  it('does not change the commands of a LaTeX table', () => {
    const printed = ['textbackslash', 'textasciitilde', 'textasciicircum', 'textless', 'textgreater', 'textbar', 'pm'];
    const commands = (content: string) =>
      content
        .split('\n')
        .map((line) =>
          [...line.replace(/^%.*|\$-\$|\\[&%$#_{}]/g, '').matchAll(/\\[a-z]+|\\\\|[&%]|(?<=^ *)[[*]/gi)]
            .map(([command]) => command)
            .filter((command) => !printed.includes(command.slice(1))),
        );
    const words = commands(latexTable(tableOf('word', 'word')));
    check((name, caption) => expect(commands(latexTable(tableOf(name, `w${caption}`)))).toEqual(words));
    expect(latexTable(tableOf('[2cm] x', '*'))).toContain('    {[}2cm{]} x & ');
  });
});
