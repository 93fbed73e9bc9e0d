import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { testScenarios } from '../../graph-nodes/datasets/dataset';
import { accuracies, measured } from '../../test/fixtures/measured';
import { inEnglish, verbatim } from '../contract/messages';
import type { TableOptions } from '../contract/tables';
import { escapeLatex } from './formats/latex';
import { formatTable } from './formats';
import type { Measured, Method } from './results';
import { printedTable } from './printed-table';
import { headingSpans, makeTable } from './table';

const method = (name: string, ...overall: (readonly [number, number, number])[]): Method => ({
  name: verbatim(name),
  runs: overall.map((numbers, index) => measured(`${name}-${index + 1}`, index + 1, numbers)),
});
const two: Measured = {
  methods: [method('Zero fill', [60, 58, 57], [62, 59, 57]), method('RMM', [61, 61, 58], [61, 60, 56])],
  notes: [],
};
const overall: TableOptions = {
  columns: 'overall',
  scenarios: [...testScenarios],
  place: 'across',
  derived: [],
  digits: 1,
};

describe('a table', () => {
  it('has mean and deviation over seeds, and the best of each column as printed', () => {
    const three = { ...two, methods: [...two.methods, method('Question', [50, 50, 50], [50, 50, 50])] };
    const { blocks, columns } = makeTable(three, overall);
    expect(columns.map(({ name }) => name)).toEqual([
      'complete.overall',
      'audioMissing.overall',
      'visualMissing.overall',
    ]);
    const cells = blocks[0]?.rows.map((row) => row.cells.map((cell) => [cell?.mean, cell?.deviation, cell?.best]));
    expect(cells).toEqual([
      [
        [61, Math.SQRT2, true],
        [58.5, Math.SQRT1_2, false],
        [57, 0, true],
      ],
      [
        [61, 0, true],
        [60.5, Math.SQRT1_2, true],
        [57, Math.SQRT2, true],
      ],
      [
        [50, 0, false],
        [50, 0, false],
        [50, 0, false],
      ],
    ]);
    const rmm = blocks[0]?.rows[1];
    expect(rmm?.runs).toEqual(['runs/RMM-1', 'runs/RMM-2']);
    expect(rmm?.cells.map((cell) => cell?.values)).toEqual([
      [61, 61],
      [61, 60],
      [58, 56],
    ]);
  });

  it('marks none as the best while rows have different seeds, as in a study that still runs', () => {
    const methods = [two.methods[0] as Method, method('RMM', [90, 90, 90])];
    const { blocks, caption } = makeTable({ methods, notes: [] }, overall);
    expect(blocks[0]?.rows.flatMap(({ cells }) => cells.map((cell) => cell?.best))).not.toContain(true);
    expect(inEnglish(caption)).toMatch(/the rows have different seeds, so no best value is bold\.$/);
  });

  it('marks none as the best of a column in which all are equal as printed, or that has one value', () => {
    const best = (methods: Measured['methods'], options: TableOptions) =>
      makeTable({ methods, notes: [] }, options).blocks[0]?.rows.map(({ cells }) => cells.map((cell) => cell?.best));
    expect(best(two.methods, overall)).toEqual([
      [false, false, false],
      [false, true, false],
    ]);
    const own = accuracies(50, { audio: null, visual: null, audioVisual: null });
    const accuracy = { complete: own, audioMissing: own, visualMissing: own };
    const other = {
      name: verbatim('other'),
      runs: [1, 2].map((seed) => measured('other', seed, [50, 50, 50], { result: { accuracy } })),
    };
    const complete: TableOptions = { ...overall, columns: 'groups', scenarios: ['complete'] };
    expect(best([...two.methods.slice(0, 1), other], complete)).toEqual([
      [false, false, false, true],
      [undefined, undefined, undefined, false],
    ]);
  });

  it('marks accuracies over all questions that are not above the most frequent answer of each type', () => {
    // The baseline of these results is 30 %.
    const at = { name: verbatim('at'), runs: [measured('at', 1, [30, 29, 31])] };
    const over = { name: verbatim('over'), runs: [measured('a', 1, [29, 28, 40]), measured('b', 2, [32, 31, 10])] };
    const marks = (options: TableOptions) => {
      const { blocks, footnote } = makeTable({ methods: [at, over], notes: [] }, options);
      return [blocks[0]?.rows.map(({ cells }) => cells.map((cell) => cell?.trivial === true)), footnote?.code];
    };
    expect(marks(overall)).toEqual([
      [
        [true, true, false],
        [false, true, true],
      ],
      'trivialFootnote',
    ]);
    expect(marks({ ...overall, columns: 'groups', scenarios: ['complete'] })).toEqual([
      [
        [false, false, false, true],
        [false, false, false, false],
      ],
      'trivialFootnote',
    ]);
    expect(makeTable(two, overall)).not.toHaveProperty('footnote');
  });

  it('marks accuracies of question groups by the most frequent answer of each type on them, if it was measured', () => {
    const perQuestions = accuracies(30, { audio: 50, visual: 10, audioVisual: null });
    const baseline = { mostFrequent: 20, mostFrequentPerType: 30, perQuestions };
    const known = { name: verbatim('known'), runs: [measured('known', 1, [40, 40, 40], { result: { baseline } })] };
    const unknown = { name: verbatim('unknown'), runs: [measured('unknown', 2, [40, 40, 40])] };
    const { blocks } = makeTable(
      { methods: [known, unknown], notes: [] },
      { ...overall, columns: 'groups', scenarios: ['complete'] },
    );
    expect(blocks[0]?.rows.map(({ cells }) => cells.map((cell) => cell?.trivial === true))).toEqual([
      [true, false, false, false],
      [false, false, false, false],
    ]);
  });

  it('has the paper’s columns: the types of each group, the group, and all', () => {
    const made = makeTable(two, { ...overall, columns: 'types', scenarios: ['audioMissing'] });
    const { columns } = made;
    const headings = headingSpans(printedTable(made));
    expect(headings.map((spans) => spans.map(({ text, span }) => `${text} ${span}`))).toEqual([
      ['Audio missing 13'],
      ['Audio 3', 'Visual 3', 'Audio-Visual 6', 'All 1'],
      [
        ...['Counting 1', 'Comparative 1', 'All 1', 'Counting 1', 'Location 1', 'All 1', 'Existential 1'],
        ...['Counting 1', 'Location 1', 'Comparative 1', 'Temporal 1', 'All 1', 'Overall 1'],
      ],
    ]);
    expect(columns.map(({ name }) => name).slice(0, 3)).toEqual([
      'audioMissing.audioCounting',
      'audioMissing.audioComparative',
      'audioMissing.audio',
    ]);
  });

  it('has the measured noise scenarios', () => {
    const [zero, rmm] = two.methods as [Method, Method];
    const [first, ...others] = rmm.runs as [Method['runs'][0]];
    const result = { ...first.result, accuracy: { ...first.result.accuracy, bothNoisy: accuracies(44) } };
    const methods = [zero, { ...rmm, runs: [{ ...first, result }, ...others] }];
    const { columns, blocks } = makeTable({ methods, notes: [] }, overall);
    expect(columns.map(({ name, headings }) => `${name} ${headings.map(inEnglish).join()}`)).toEqual([
      'complete.overall Complete',
      'audioMissing.overall Audio missing',
      'visualMissing.overall Visual missing',
      'bothNoisy.overall Both noisy',
    ]);
    expect(blocks[0]?.rows.map(({ cells }) => cells[3]?.mean)).toEqual([undefined, 44]);
    expect(makeTable({ methods, notes: [] }, { ...overall, scenarios: ['complete'] }).columns).toHaveLength(1);
  });

  it('has its scenarios one below the other on request', () => {
    const { columns, blocks } = printedTable(makeTable(two, { ...overall, columns: 'groups', place: 'down' }));
    expect(columns.map(({ headings }) => headings.join())).toEqual(['Audio', 'Visual', 'Audio-Visual', 'Overall']);
    expect(blocks.map(({ title }) => title)).toEqual(['Complete', 'Audio missing', 'Visual missing']);
    expect(blocks[1]?.rows.map(({ cells }) => cells[3]?.mean)).toEqual([58.5, 60.5]);
  });

  it('leaves out columns without questions, and marks no best value of a single row', () => {
    const none = measured('one', 1, [50, 50, 50], {
      result: {
        accuracy: {
          complete: accuracies(50, { audioVisualTemporal: null }),
          audioMissing: accuracies(50, { audioVisualTemporal: null }),
          visualMissing: accuracies(50, { audioVisualTemporal: null }),
        },
      },
    });
    const table = makeTable(
      { methods: [{ name: verbatim('one'), runs: [none] }], notes: [] },
      { ...overall, columns: 'types' },
    );
    expect(table.columns).toHaveLength(3 * 12);
    expect(table.blocks[0]?.rows[0]?.cells.some((cell) => cell?.best)).toBe(false);
    expect(inEnglish(table.caption)).toBe('Accuracy on held-out questions in percent, seed 1.');
  });
});

const awkward: Measured = {
  methods: [
    method('A|B *bold* <i> `code`', [60, 58, 57], [62, 59, 57]),
    method('50 % & $x_1$ #2 {~^\\}, “ß”', [61, 61, 58], [61, 60, 56]),
    method('comma, "quote"', [10, 10, 10], [10, 10, 10]),
  ],
  notes: [{ code: 'leftOutStopped', run: 'a_b', epochs: 2 }],
};
const written = async (format: Parameters<typeof formatTable>[1], options = overall) =>
  String(await formatTable(makeTable(awkward, options), format));

describe('a table as a file', () => {
  it('is Markdown with escaped names', async () => {
    expect(await written('markdown')).toBe(
      [
        'Accuracy on held-out questions in percent, mean ± standard deviation over seeds 1, 2; the best accuracy of each column is bold.',
        '',
        '| Method | Complete | Audio missing | Visual missing |',
        '| --- | ---: | ---: | ---: |',
        '| A\\|B \\*bold\\* \\<i\\> \\`code\\` | **61.0** ± 1.4 | 58.5 ± 0.7 | **57.0** ± 0.0 |',
        '| 50 % \\& $x\\_1$ \\#2 \\{\\~^\\\\\\}, “ß” | **61.0** ± 0.0 | **60.5** ± 0.7 | **57.0** ± 1.4 |',
        '| comma, "quote" | 10.0\\* ± 0.0 | 10.0\\* ± 0.0 | 10.0\\* ± 0.0 |',
        '',
        '\\* Not above the accuracy of always giving the most frequent answer of each question type.',
        '',
        'Left out: the run “a\\_b” was stopped after 2 epochs.',
        '',
      ].join('\n'),
    );
  });

  it('is CSV with full precision', async () => {
    const note = 'Left out: the run “a_b” was stopped after 2 epochs.';
    const lines = (await written('csv')).split('\r\n');
    expect(lines[0]).toBe(
      '\ufeffmethod,seeds,complete.overall,complete.overall.deviation,audioMissing.overall,audioMissing.overall.deviation,visualMissing.overall,visualMissing.overall.deviation,trivial,notes',
    );
    expect(lines[1]).toBe(`A|B *bold* <i> \`code\`,1 2,61,${Math.SQRT2},58.5,${Math.SQRT1_2},57,0,,${note}`);
    expect(lines[3]).toBe(
      `"comma, ""quote""",1 2,10,0,10,0,10,0,complete.overall audioMissing.overall visualMissing.overall,${note}`,
    );
    const above = makeTable({ ...awkward, methods: awkward.methods.slice(0, 2) }, overall);
    expect(String(await formatTable(above, 'csv'))).not.toContain('trivial');
    expect(await formatTable({ ...above, notes: [] }, 'csv')).not.toContain('notes');
    expect((await written('csv', { ...overall, place: 'down' })).split('\r\n')[4]).toMatch(/^Audio missing,A\|B/);
  });

  it('is CSV that Excel reads as UTF-8, with Korean names', async () => {
    const korean = makeTable({ methods: [method('소리 결측', [10, 10, 10])], notes: [] }, overall);
    const bytes = Buffer.from((await formatTable(korean, 'csv')) as string);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes).split('\r\n')[1]).toMatch(/^소리 결측,1,/);
  });

  it('is LaTeX with booktabs and escaped names', async () => {
    const tex = await written('latex', { ...overall, columns: 'groups' });
    expect(tex).toContain('\\multicolumn{4}{c}{Complete} & \\multicolumn{4}{c}{Audio missing}');
    expect(tex).toContain('\\cmidrule(lr){2-5} \\cmidrule(lr){6-9} \\cmidrule(lr){10-13}');
    expect(tex).toContain('\\textbf{61.0} {\\scriptsize $\\pm$ 1.4}');
    expect(tex).toContain('50 \\% \\& \\$x\\_1\\$ \\#2 \\{\\textasciitilde{}\\textasciicircum{}\\textbackslash{}\\}');
    expect(tex).toContain('& 10.0{*} {\\scriptsize $\\pm$ 0.0} \\\\');
    expect(tex).toContain('{\\footnotesize {*} Not above the accuracy of always giving the most frequent answer');
    expect(escapeLatex('a\nb<c>')).toBe('a b\\textless{}c\\textgreater{}');
  });

  it('is LaTeX that compiles', async ({ skip }) => {
    const execute = promisify(execFile);
    if (!(await execute('pdflatex', ['--version']).catch(() => undefined))) skip('There is no pdflatex.');
    const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-latex-'));
    const layouts = [
      overall,
      { ...overall, columns: 'types' },
      { ...overall, columns: 'types', place: 'down' },
    ] as const;
    const tables = await Promise.all(layouts.map((options) => written('latex', options)));
    const packages = '\\usepackage[T1]{fontenc}\\usepackage{textcomp}\\usepackage{booktabs}\\usepackage{graphicx}';
    const text = `\\documentclass{article}${packages}\\begin{document}\n${tables.join('\n')}\n\\end{document}\n`;
    await writeFile(path.join(folder, 'table.tex'), text);
    const { stdout } = await execute('pdflatex', ['-halt-on-error', '-interaction=nonstopmode', 'table.tex'], {
      cwd: folder,
    });
    expect(stdout).toContain('Output written on table.pdf');
    expect(stdout).not.toContain('Overfull');
    await rm(folder, { recursive: true });
  });

  it('is a picture of the whole table', async () => {
    const svg = await written('svg', { ...overall, columns: 'types' });
    expect(svg).toContain('A|B *bold* &lt;i&gt; `code`');
    expect(svg.match(/font-weight="bold">61\.0 ± 1\.4</g)).toHaveLength(13);
    expect(svg.match(/>10\.0\* ± 0\.0</g)).toHaveLength(3);
    expect(svg).toContain('* Not above the accuracy');
    const png = (await formatTable(makeTable(awkward, overall), 'png')) as Uint8Array;
    expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    const width = Number(/ width="(\d+)"/.exec(await written('svg'))?.[1]);
    expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(2 * width);
  });

  it('is JSON with the runs of every row', async () => {
    const table = makeTable(awkward, overall);
    const { notes } = table;
    expect(JSON.parse(await written('json'))).toEqual(printedTable(table));
    expect(notes.map(inEnglish)).toEqual(['Left out: the run “a_b” was stopped after 2 epochs.']);
  });
});
