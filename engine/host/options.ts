import { RequestError } from '../errors';

const choices = new Intl.ListFormat('en', { type: 'disjunction' });

/** One of the values that an option knows. @throws {RequestError} */
export function oneOf<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new RequestError('refused', `“--${option} ${text}” is unknown; it can be ${choices.format(names)}.`);
}

/** A whole number between two. @throws {RequestError} */
export function wholeNumber(option: string, text: string, from: number, to: number): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= from && number <= to) return number;
  throw new RequestError('refused', `“--${option} ${text}” should be a whole number from ${from} to ${to}.`);
}
