import {
  questionGroups,
  questionTypes,
  type QuestionGroup,
  type QuestionType,
  type TestScenario,
} from '../../graph-nodes/datasets/dataset';
import { inEnglish, verbatim, type EngineMessage } from '../contract/messages';
import { signed } from '../contract/words/results';
import { scenariosIn, type AccuracyKey } from '../contract/metrics';
import { trivialAccuracy } from '../contract/runs';
import type { Table, TableCell, TableOptions, TableRow } from '../contract/tables';
import {
  completeGainNote,
  derivedCell,
  isDerivedIn,
  readAgainst,
  unrestoredNote,
  type Against,
  type DerivedSpec,
} from './derived';
import type { PrintedTable } from './printed-table';
import type { Measured, MeasuredRun, Method } from './results';
import { risingNote } from './rising';
import { summarise } from './statistics';

/** English name of a scenario, for files. */
export const scenarioText = (scenario: TestScenario): string => inEnglish({ code: 'scenarioName', scenario });

const isGroup = (key: AccuracyKey): key is QuestionGroup => (questionGroups as readonly string[]).includes(key);

/** Headings of a group or type in two levels, as in publications of the field: `Audio` over `Counting`. */
export function headingOf(key: AccuracyKey): readonly [group: EngineMessage, type: EngineMessage] {
  if (key === 'overall') return [{ code: 'allTypes' }, { code: 'overall' }];
  if (isGroup(key)) return [{ code: 'questionGroup', group: key }, { code: 'allTypes' }];
  return [
    { code: 'questionGroup', group: questionTypes[key].group },
    { code: 'questionType', type: key },
  ];
}

/** Groups and types in the order of a table’s columns. */
export function keysOf(columns: TableOptions['columns']): readonly AccuracyKey[] {
  if (columns === 'overall') return ['overall'];
  if (columns === 'groups') return [...questionGroups, 'overall'];
  const types = Object.keys(questionTypes) as QuestionType[];
  return [
    ...questionGroups.flatMap((group): AccuracyKey[] => [
      ...types.filter((type) => questionTypes[type].group === group),
      group,
    ]),
    'overall',
  ];
}

/** Headings without redundant levels: with groups alone, their names. */
function headingsOf(key: AccuracyKey, columns: TableOptions['columns']): readonly EngineMessage[] {
  const [group, type] = headingOf(key);
  if (columns === 'types') return [group, type];
  return [key === 'overall' ? type : group];
}

/** True if the mean accuracy on a group of questions is not above the baseline of each type. */
export function isTrivial(runs: readonly MeasuredRun[], scenario: TestScenario, key: AccuracyKey): boolean {
  const above = runs.flatMap(({ result: { accuracy, baseline } }) => {
    const [reached, trivial] = [accuracy[scenario]?.[key] ?? null, trivialAccuracy(baseline, key)];
    return reached === null || trivial === undefined ? [] : [reached - trivial];
  });
  return above.length > 0 && above.reduce((sum, points) => sum + points, 0) <= 0;
}

/** A column: the accuracy of a group or type in a scenario, or a derived figure. */
type Wanted = readonly [TestScenario, AccuracyKey] | DerivedSpec;

const isDerived = (wanted: Wanted): wanted is DerivedSpec => 'column' in wanted;

/**
 * Builds a table: rows are methods, columns question types and scenarios, cells mean and standard deviation over seeds.
 * Derived columns follow. Question columns and noise scenarios without any measurement are omitted.
 *
 * @param against comparisons with the row `options.against`
 */
export function makeTable({ methods, notes }: Measured, options: TableOptions, against?: Against): Table {
  const { columns, digits, place } = options;
  const asked = (key: AccuracyKey) =>
    methods.some(({ runs }) => runs.some(({ result }) => result.accuracy.complete[key] !== null));
  const keys = keysOf(columns).filter(asked);
  const measured = scenariosIn(methods.flatMap(({ runs }) => runs.map(({ result }) => result.accuracy)));
  const shown = options.scenarios.filter((scenario) => measured.includes(scenario));
  const derived = options.derived.filter((column) => against || (column !== 'restored' && column !== 'against'));
  const cellOf = (wanted: Wanted, method: Method): Omit<TableCell, 'best'> | null => {
    if (isDerived(wanted)) return isDerivedIn(wanted) ? derivedCell(wanted, method, against) : null;
    const [scenario, key] = wanted;
    const values = method.runs.map(({ result }) => result.accuracy[scenario]?.[key] ?? null);
    const summary = summarise(values.filter((value) => value !== null));
    return summary && { ...summary, values };
  };
  // Means over different seeds, as in a study that still runs, have no best one.
  const bestIsBold = methods.length > 1 && haveSameSeeds(methods);
  const marked = (wanted: Wanted | undefined, { runs }: Method): boolean =>
    wanted !== undefined && !isDerived(wanted) && isTrivial(runs, wanted[0], wanted[1]);
  const block = (wanted: readonly Wanted[]): TableRow[] => {
    const summaries = methods.map((method) => wanted.map((one) => cellOf(one, method)));
    const printed = (mean: number) => Number(mean.toFixed(digits));
    const extremes = wanted.map((_, column) => {
      const means = summaries.flatMap((row) => (row[column] ? [printed(row[column].mean)] : []));
      return { lowest: Math.min(...means), highest: Math.max(...means) };
    });
    // If all values are equal, none is bold. Derived columns have no bold cells: a smaller loss or a larger recall is no
    // better model.
    const isBest = (mean: number, one: Wanted | undefined, { lowest, highest } = { lowest: 0, highest: 0 }) => {
      if (!bestIsBold || lowest >= highest || (one && isDerived(one))) return false;
      return printed(mean) === highest;
    };
    return methods.map((method, row) => ({
      name: method.name,
      seeds: method.runs.map(({ result }) => result.seed),
      runs: method.runs.map(({ folder }) => folder),
      cells: (summaries[row] ?? []).map((summary, column) => {
        if (summary === null) return null;
        const best = isBest(summary.mean, wanted[column], extremes[column]);
        return { ...summary, best, ...(marked(wanted[column], method) && { trivial: true as const }) };
      }),
    }));
  };
  const common = {
    caption: options.caption === undefined ? captionOf(methods, bestIsBold) : verbatim(options.caption),
    digits,
    notes: [
      ...notes,
      ...(against && derived.some((column) => column === 'restored' || column === 'against')
        ? [{ code: 'comparedWithRow', row: against.row.name } as const, ...completeGainNote(methods, against, shown)]
        : []),
      ...(against && derived.includes('restored') ? unrestoredNote(methods, against) : []),
    ],
  };
  if (place === 'down') {
    const depth = headingsOf('overall', columns).length;
    return withFootnote({
      ...common,
      columns: [
        ...keys.map((key) => ({ name: key, headings: [...headingsOf(key, columns)] })),
        ...derived.map((column) => ({
          name: column,
          headings: padded([{ code: 'derivedColumn', column }], depth),
          derived: column,
        })),
      ],
      blocks: shown.map((scenario) => ({
        title: { code: 'scenarioName', scenario } as const,
        rows: block([
          ...keys.map((key) => [scenario, key] as const),
          ...derived.map((column) => ({ column, scenario })),
        ]),
      })),
    });
  }
  const accuracies = shown.flatMap((scenario) => keys.map((key) => [scenario, key] as const));
  const figures = derived.flatMap((column) =>
    shown.map((scenario) => ({ column, scenario })).filter((spec) => isDerivedIn(spec)),
  );
  const depth = columns === 'types' ? 3 : 2;
  return withFootnote({
    ...common,
    columns: [
      ...accuracies.map(([scenario, key]) => ({
        name: `${scenario}.${key}`,
        headings:
          columns !== 'overall'
            ? [{ code: 'scenarioName', scenario } as const, ...headingsOf(key, columns)]
            : [
                ...(figures.length > 0 ? [{ code: 'accuracyPercent' } as const] : []),
                { code: 'scenarioName', scenario } as const,
              ],
      })),
      ...figures.map(({ column, scenario }) => ({
        name: `${scenario}.${column}`,
        headings: padded(
          [
            { code: 'derivedColumn', column },
            { code: 'scenarioName', scenario },
          ],
          depth,
        ),
        derived: column,
      })),
    ],
    blocks: [{ title: null, rows: block([...accuracies, ...figures]) }],
  });
}

/** Adds a footnote to a table with a trivial cell. */
const withFootnote = (table: Table): Table =>
  table.blocks.some(({ rows }) => rows.some(({ cells }) => cells.some((cell) => cell?.trivial)))
    ? { ...table, footnote: { code: 'trivialFootnote' } }
    : table;

/** Pads headings to a depth with empty ones. */
const padded = (headings: readonly EngineMessage[], depth: number): EngineMessage[] =>
  Array.from({ length: depth }, (_, level) => headings[level] ?? verbatim(''));

/**
 * Builds a table with the comparisons that it needs, and the note about runs that more epochs may improve.
 * @throws {RequestError} if no row has the name `options.against`, or a run cannot be read
 */
export async function readTable({ methods, notes }: Measured, options: TableOptions): Promise<Table> {
  const { against } = options;
  const compared = against === undefined ? undefined : await readAgainst(methods, against);
  return makeTable({ methods, notes: [...notes, ...(await risingNote(methods))] }, options, compared);
}

const seedsOf = ({ runs }: Method): readonly number[] => runs.map(({ result }) => result.seed);

const haveSameSeeds = ([first, ...others]: readonly Method[]): boolean =>
  first === undefined || others.every((other) => seedsOf(other).join() === seedsOf(first).join());

function captionOf(methods: readonly Method[], bestIsBold: boolean): EngineMessage {
  const first = methods[0] ? seedsOf(methods[0]) : [];
  const [seed] = first;
  const seeds: EngineMessage = !haveSameSeeds(methods)
    ? { code: 'meanOverOwnSeeds' }
    : seed !== undefined && first.length === 1
      ? { code: 'oneSeed', seed }
      : { code: 'meanOverSeeds', seeds: first };
  return { code: 'accuracyCaption', seeds, bestIsBold };
}

/** Formats the number of a cell, `61.9`, and its spread: `± 0.5` over several seeds, or the ends of an interval. */
export function printed(
  { mean, deviation, interval }: Omit<TableCell, 'best'>,
  digits: number,
): { mean: string; spread: string | null } {
  if (interval) {
    const [low, high] = [signed(interval.low, digits), signed(interval.high, digits)];
    return { mean: signed(mean, digits), spread: `(${low} to ${high})` };
  }
  return { mean: mean.toFixed(digits), spread: deviation === null ? null : `± ${deviation.toFixed(digits)}` };
}

/** A heading and the number of columns below it. */
export interface HeadingSpan {
  readonly text: string;
  readonly span: number;
}

/** Headings of a table, level by level. Adjacent columns with equal headings on this level and above share one. */
export function headingSpans({ columns }: Pick<PrintedTable, 'columns'>): HeadingSpan[][] {
  const levels = Math.max(0, ...columns.map(({ headings }) => headings.length));
  return Array.from({ length: levels }, (_, level) => {
    const spans: { text: string; span: number; path: string }[] = [];
    for (const { headings } of columns) {
      const path = JSON.stringify(headings.slice(0, level + 1));
      const last = spans.at(-1);
      if (last?.path === path) last.span += 1;
      else spans.push({ text: headings[level] ?? '', span: 1, path });
    }
    return spans.map(({ text, span }) => ({ text, span }));
  });
}
