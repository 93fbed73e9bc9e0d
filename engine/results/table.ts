import {
  questionGroups,
  questionTypes,
  type QuestionType,
  type TestScenario,
} from '../../graph-nodes/datasets/dataset';
import { verbatim, type EngineMessage } from '../contract/messages';
import { scenariosIn, type AccuracyKey } from '../contract/metrics';
import type { Summary, Table, TableOptions, TableRow } from '../contract/tables';
import type { Measured } from './results';
import { summarise } from './statistics';

export const scenarioLabels: Readonly<Record<TestScenario, string>> = {
  complete: 'Complete',
  audioMissing: 'Audio missing',
  visualMissing: 'Visual missing',
  audioNoisy: 'Audio noisy',
  visualNoisy: 'Visual noisy',
  bothNoisy: 'Both noisy',
};

const groupLabels = { audio: 'Audio', visual: 'Visual', audioVisual: 'Audio-Visual' } as const;

/** How a group or type is called in a heading of two levels, as in the tables of the field: `Audio` over `Counting`. */
export function headingOf(key: AccuracyKey): readonly [group: string, type: string] {
  if (key === 'overall') return ['All', 'Overall'];
  if (key in groupLabels) return [groupLabels[key as keyof typeof groupLabels], 'All'];
  const { published } = questionTypes[key as QuestionType];
  return published;
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

/** Headings that say no more than is needed: with groups alone, their names. */
function headingsOf(key: AccuracyKey, columns: TableOptions['columns']): readonly string[] {
  const [group, type] = headingOf(key);
  if (columns === 'types') return [group, type];
  return [key === 'overall' ? type : group];
}

/**
 * Rows are methods, columns question types and scenarios, cells mean and standard deviation over seeds. Columns that no run
 * was asked about, and noise scenarios that no run was measured in, are left out.
 */
export function makeTable({ methods, notes }: Measured, options: TableOptions): Table {
  const { columns, digits, place } = options;
  const asked = (key: AccuracyKey) =>
    methods.some(({ runs }) => runs.some(({ result }) => result.accuracy.complete[key] !== null));
  const keys = keysOf(columns).filter(asked);
  const measured = scenariosIn(methods.flatMap(({ runs }) => runs.map(({ result }) => result.accuracy)));
  const shown = options.scenarios.filter((scenario) => measured.includes(scenario));
  const block = (wanted: readonly (readonly [TestScenario, AccuracyKey])[]): TableRow[] => {
    const summaries = methods.map(({ runs }) =>
      wanted.map(([scenario, key]) => summarise(runs.flatMap(({ result }) => result.accuracy[scenario]?.[key] ?? []))),
    );
    const printed = (mean: number) => Number(mean.toFixed(digits));
    const extremes = wanted.map((_, column) => {
      const means = summaries.flatMap((row) => (row[column] ? [printed(row[column].mean)] : []));
      return { lowest: Math.min(...means), highest: Math.max(...means) };
    });
    // Where all are alike, bold would tell nothing.
    const isBest = (mean: number, { lowest, highest } = { lowest: 0, highest: 0 }) =>
      lowest < highest && printed(mean) === highest;
    return methods.map(({ name, runs }, row) => ({
      name,
      seeds: runs.map(({ result }) => result.seed),
      runs: runs.map(({ folder }) => folder),
      cells: (summaries[row] ?? []).map((summary, column) =>
        summary === null ? null : { ...summary, best: isBest(summary.mean, extremes[column]) },
      ),
    }));
  };
  const common = {
    caption: options.caption === undefined ? captionOf(methods) : verbatim(options.caption),
    digits,
    notes: [...notes],
  };
  if (place === 'down') {
    return {
      ...common,
      columns: keys.map((key) => ({ name: key, headings: [...headingsOf(key, columns)] })),
      blocks: shown.map((scenario) => ({
        title: scenarioLabels[scenario],
        rows: block(keys.map((key) => [scenario, key])),
      })),
    };
  }
  const wanted = shown.flatMap((scenario) => keys.map((key) => [scenario, key] as const));
  return {
    ...common,
    columns: wanted.map(([scenario, key]) => ({
      name: `${scenario}.${key}`,
      headings: [scenarioLabels[scenario], ...(columns === 'overall' ? [] : headingsOf(key, columns))],
    })),
    blocks: [{ title: null, rows: block(wanted) }],
  };
}

function captionOf(methods: Measured['methods']): EngineMessage {
  const [first = [], ...others] = methods.map(({ runs }) => runs.map(({ result }) => result.seed));
  const same = others.every((own) => own.join() === first.join());
  const [seed] = first;
  const seeds: EngineMessage = !same
    ? { code: 'meanOverOwnSeeds' }
    : seed !== undefined && first.length === 1
      ? { code: 'oneSeed', seed }
      : { code: 'meanOverSeeds', seeds: first };
  return { code: 'accuracyCaption', seeds, rows: methods.length };
}

/** A number of a cell as it is printed: `61.9`, and `0.5` of several seeds. */
export function printed({ mean, deviation }: Summary, digits: number): { mean: string; deviation: string | null } {
  return { mean: mean.toFixed(digits), deviation: deviation === null ? null : deviation.toFixed(digits) };
}

/** A heading and over how many columns it stands. */
export interface HeadingSpan {
  readonly text: string;
  readonly span: number;
}

/** The headings of a table, level by level: neighbours with the same heading and the same ones above it are one. */
export function headingSpans({ columns }: Pick<Table, 'columns'>): HeadingSpan[][] {
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
