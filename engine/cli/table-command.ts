import { quoted } from '../../graph-nodes/graph/messages';
import { inEnglish } from '../contract/messages';
import { derivedColumns, type DerivedColumn, type TableOptions } from '../contract/tables';
import { compare, usualBootstrap } from '../results/compare';
import { formatTable } from '../results/formats';
import { markdownComparison, printedComparison } from '../results/comparison-text';
import { readPair } from '../results/pairing';
import { readMethods } from '../results/results';
import { readTable } from '../results/table';
import { writeWhole } from '../files/atomic';
import { CommandError } from './command-error';

export interface TableCommandOptions {
  readonly format: string;
  readonly columns: TableOptions['columns'];
  readonly scenarios: TableOptions['scenarios'];
  readonly place: TableOptions['place'];
  readonly digits: number;
  /** True: all derived columns. */
  readonly derived?: true | readonly DerivedColumn[];
  readonly against?: string;
  readonly caption?: string;
  readonly out?: string;
}

/**
 * `studio table`: writes a results table of studies and runs to standard output or a file.
 * @throws {RequestError | CommandError}
 */
export async function tableCommand(folders: readonly string[], options: TableCommandOptions): Promise<void> {
  const measured = await readMethods(folders);
  if (measured.methods.length === 0) {
    const reason = measured.notes.map((note) => ` ${inEnglish(note)}`).join('');
    throw new CommandError(`There is no finished run in ${quoted(folders)}.${reason}`);
  }
  const { derived = options.against === undefined ? [] : true, against } = options;
  const table = await readTable(measured, {
    columns: options.columns,
    scenarios: options.scenarios,
    place: options.place,
    digits: options.digits,
    derived: derived === true ? [...derivedColumns] : [...derived],
    ...(against !== undefined && { against }),
    ...(options.caption !== undefined && { caption: options.caption }),
  });
  const content = await formatTable(table, options.format);
  if (options.out !== undefined) {
    await writeWhole(options.out, content);
    process.stderr.write(`“${options.out}”\n`);
  } else if (typeof content === 'string') process.stdout.write(content);
  else if (process.stdout.isTTY) {
    throw new CommandError('A picture cannot be printed in a terminal; name a file with --out.');
  } else process.stdout.write(content);
}

export interface CompareCommandOptions {
  readonly singlePair: boolean;
  readonly resamples: number;
  readonly seed: number;
  readonly out?: string;
  readonly json: boolean;
}

/**
 * `studio compare`: compares two settings over all seeds that both have, or two single runs, question by question.
 * @throws {RequestError | CommandError}
 */
export async function compareCommand(a: string, b: string, options: CompareCommandOptions): Promise<void> {
  const { singlePair } = options;
  const comparison = compare(await readPair(a, b, { singlePair }), {
    ...usualBootstrap,
    resamples: options.resamples,
    seed: options.seed,
  });
  const text = options.json
    ? `${JSON.stringify(printedComparison(comparison), null, 2)}\n`
    : markdownComparison(comparison);
  if (options.out === undefined) process.stdout.write(text);
  else await writeWhole(options.out, text);
}
