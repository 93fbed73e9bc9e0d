import { backendNames } from '../backends/table';
import { InvalidArgumentError, Option } from 'commander';

export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

/** Range of seeds and counts: whole numbers of 31 bits. */
export const natural: Bounds = { min: 0, max: 2 ** 31 - 1, whole: true };

/** Parses a number within bounds. */
export const numberWithin =
  ({ min, max, whole = false }: Bounds) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`Use ${whole ? 'a whole number' : 'a number'} from ${min} to ${max}.`);
  };

/** Parses numbers separated by commas. */
export const numbersWithin =
  (bounds: Bounds) =>
  (text: string): number[] =>
    text.split(',').map(numberWithin(bounds));

/** Parses names separated by commas. */
export const namesFrom =
  <Name extends string>(names: readonly Name[]) =>
  (text: string): Name[] =>
    text.split(',').map((word) => {
      const found = names.find((name) => name === word.trim());
      if (found !== undefined) return found;
      throw new InvalidArgumentError(`“${word.trim()}” is unknown; use ${names.join(', ')}.`);
    });

export const numberOption = (flags: string, description: string, bounds: Bounds): Option =>
  new Option(flags, description).argParser(numberWithin(bounds));

export const choiceOption = (flags: string, description: string, names: readonly string[]): Option =>
  new Option(flags, description).choices(names);

export const namesOption = (flags: string, description: string, names: readonly string[]): Option =>
  new Option(flags, `${description}: ${names.join(', ')}`).argParser(namesFrom(names));

export const backendOption = (description: string): Option =>
  choiceOption('--backend <name>', description, ['auto', ...backendNames]);

/** Part of a command's help that describes the rows of a table. */
export function helpOn(title: string, rows: readonly { readonly name: string; readonly text: string }[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return ['', `${title}:`, ...rows.map(({ name, text }) => `  ${name.padEnd(width)}  ${text}`)].join('\n');
}
