import { scenarios, type Scenario } from '../../../graph-nodes/datasets/dataset';
import { graphPicture } from '../../../graph-nodes/picture/picture';
import { escapeXml } from '../../../graph-nodes/picture/xml';
import { RequestError } from '../../contract/errors';
import type { TableCell } from '../../contract/tables';
import { readGraph } from '../../runs/stored-run';
import { meanCurve, readCurve, type CurvePoint } from '../curves';
import { lineChart, type Series } from '../html/chart';
import { htmlDocument } from '../html/document';
import { reportStyle } from '../html/style';
import type { PrintedRow, PrintedTable } from '../printed-table';
import { headingSpans, printed, scenarioText } from '../table';
import type { TableFormat } from '../table-format';

function cellOf(cell: TableCell | null, digits: number): string {
  if (!cell) return '<td class="number">–</td>';
  const { mean, spread } = printed(cell, digits);
  const text = escapeXml(`${mean}${cell.trivial ? '*' : ''}${spread === null ? '' : ` ${spread}`}`);
  return `<td class="number">${cell.best ? `<strong>${text}</strong>` : text}</td>`;
}

function tableOf(table: PrintedTable): string {
  const { caption, columns, blocks, digits } = table;
  const heads = headingSpans(table).map(
    (spans) =>
      `<tr><td></td>${spans.map(({ text, span }) => `<th scope="col" colspan="${span}" class="number">${escapeXml(text)}</th>`).join('')}</tr>`,
  );
  const rows = blocks.flatMap(({ title, rows: own }) => [
    ...(title === null
      ? []
      : [`<tr><th scope="rowgroup" colspan="${columns.length + 1}">${escapeXml(title)}</th></tr>`]),
    ...own.map(
      ({ name, cells }) =>
        `<tr><th scope="row">${escapeXml(name)}</th>${columns.map((_, column) => cellOf(cells[column] ?? null, digits)).join('')}</tr>`,
    ),
  ]);
  return `<table><caption>${escapeXml(caption)}</caption>${heads.join('')}${rows.join('')}</table>`;
}

/** Distinct rows of a table over all of its blocks. */
const distinctRows = ({ blocks }: PrintedTable): PrintedRow[] => [
  ...new Map(blocks.flatMap(({ rows }) => rows).map((row) => [row.name, row])).values(),
];

/** Reads a value of a run; undefined if the run is unreadable. */
async function readable<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}

/** Name, seeds, description and graph of a row. */
async function planOf({ name, seeds, runs: [first] }: PrintedRow): Promise<string> {
  const document = first === undefined ? undefined : await readable(() => readGraph(first));
  const about = document
    ? `<p>${escapeXml(document.description)}</p><figure>${graphPicture(document, { carriesDocument: false })}</figure>`
    : '';
  return `<h3>${escapeXml(name)}</h3><p>Seeds ${seeds.join(', ')}</p>${about}`;
}

/** Validation accuracy by step in a scenario, one line per row: means over its seeds. */
async function curvesIn(scenario: Scenario, rows: readonly PrintedRow[]): Promise<string> {
  const series: Series[] = [];
  for (const { name, runs } of rows) {
    const curves: (readonly CurvePoint[])[] = [];
    for (const run of runs) {
      const curve = await readable(() => readCurve(run, scenario));
      if (curve) curves.push(curve.points);
    }
    series.push({ name, points: meanCurve(curves).map(({ step, mean }) => [step, mean] as const) });
  }
  const title = `${scenarioText(scenario)}: accuracy on the validation questions in percent`;
  return `<figure>${lineChart(title, 'step', series)}<figcaption>${escapeXml(title)}, mean over seeds, by step</figcaption></figure>`;
}

/** A table as one self-contained page: the table, its curves, and the plan of its rows. */
export async function htmlTable(table: PrintedTable): Promise<string> {
  const rows = distinctRows(table);
  const curves: string[] = [];
  for (const scenario of scenarios) curves.push(await curvesIn(scenario, rows));
  const plans: string[] = [];
  for (const row of rows) plans.push(await planOf(row));
  const notes = [...(table.footnote === undefined ? [] : [table.footnote]), ...table.notes];
  const body = [
    `<h1>${escapeXml(table.caption)}</h1>`,
    tableOf(table),
    ...notes.map((note) => `<p>${escapeXml(note)}</p>`),
    '<h2>Curves</h2>',
    ...curves,
    '<h2>Plan</h2>',
    ...plans,
  ];
  return htmlDocument({ title: table.caption, styles: [reportStyle], body: body.join('\n') });
}

export const format: TableFormat = {
  name: 'html',
  rank: 45,
  label: { en: 'Page (HTML)', ko: '페이지 (HTML)' },
  ending: 'html',
  inWindow: true,
  copied: false,
  write: htmlTable,
};
