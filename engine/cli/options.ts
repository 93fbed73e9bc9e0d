import { backendNames, type BackendName } from '../contract/backends';
import { CommandError } from './command-error';

const choices = new Intl.ListFormat('en', { type: 'disjunction' });

/** One of the names that an option of the command line may have. */
export function oneOf<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new CommandError(`“--${option} ${text}” is unknown; it can be ${choices.format(names)}.`);
}

/** What `--backend` asks for. */
export const backendOption = (text: string): BackendName | 'auto' =>
  oneOf('backend', text, ['auto', ...backendNames] as const);

/** The number that an option of the command line has. */
export function numberOption(
  option: string,
  text: string,
  { min, max, whole = false }: { readonly min: number; readonly max: number; readonly whole?: boolean },
): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new CommandError(`“--${option} ${text}” should be ${kind} from ${min} to ${max}.`);
}
