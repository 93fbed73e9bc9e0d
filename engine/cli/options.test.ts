import { Command, CommanderError, type Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { backends } from '../backends/table';
import { backendOption, choiceOption, helpOn, namesOption, numberOption } from './options';

/** Value of an option on a command line. */
function parsed(option: Option, ...words: string[]): unknown {
  const command = new Command('test').exitOverride().configureOutput({ writeErr: () => undefined });
  return command.addOption(option).parse(words, { from: 'user' }).opts()[option.attributeName()];
}

describe('an option of the command line', () => {
  it('is a number within its bounds, or refused with the range and the given text', () => {
    const workers = numberOption('--workers <number>', 'concurrent runs', { min: 1, max: 256, whole: true });
    expect(parsed(workers, '--workers', '12')).toBe(12);
    expect(parsed(numberOption('--noise <deviation>', 'noise', { min: 0, max: 1 }), '--noise', '0.5')).toBe(0.5);
    for (const text of ['0', '257', '1.5', 'two', ' ', 'NaN']) {
      expect(() => parsed(workers, '--workers', text)).toThrow(
        `option '--workers <number>' argument '${text}' is invalid. Use a whole number from 1 to 256.`,
      );
    }
  });

  it('is one of its names, or refused with all of them', () => {
    const split = choiceOption('--split <name>', 'questions', ['train', 'test']);
    expect(parsed(split, '--split', 'test')).toBe('test');
    expect(() => parsed(split, '--split', 'text')).toThrow(
      "option '--split <name>' argument 'text' is invalid. Allowed choices are train, test.",
    );
    expect(() => parsed(split, '--split', 'text')).toThrow(CommanderError);
  });

  it('lists names and refuses unknown ones', () => {
    const sizes = namesOption('--sizes <names>', 'sizes', ['small', 'large']);
    expect(sizes.description).toBe('sizes: small, large');
    expect(parsed(sizes, '--sizes', 'large, small')).toEqual(['large', 'small']);
    expect(() => parsed(sizes, '--sizes', 'small,huge')).toThrow(/“huge” is unknown; use small, large\.$/);
  });

  it('has every backend of the table as a choice', () => {
    const option = backendOption('what computes the run');
    expect(option.argChoices).toEqual(['auto', ...backends.map(({ name }) => name)]);
    expect(parsed(option, '--backend', 'auto')).toBe('auto');
    expect(() => parsed(option, '--backend', 'gpu')).toThrow(/argument 'gpu' is invalid.*auto, onnx, .*cpu\.$/);
  });

  it('has help for the rows of a table, in columns', () => {
    expect(
      helpOn('Formats', [
        { name: 'a', text: 'first' },
        { name: 'bcd', text: 'second' },
      ]),
    ).toBe('\nFormats:\n  a    first\n  bcd  second');
  });
});
