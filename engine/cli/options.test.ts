import { describe, expect, it } from 'vitest';
import { backendOption, numberOption, oneOf } from './options';

describe('an option of the command line', () => {
  it('is a number within its bounds, or refused with what was expected and found', () => {
    const bounds = { min: 1, max: 256, whole: true };
    expect(numberOption('workers', '12', bounds)).toBe(12);
    expect(numberOption('noise', '0.5', { min: 0, max: 1 })).toBe(0.5);
    for (const text of ['0', '257', '1.5', 'two', ' ', 'NaN']) {
      expect(() => numberOption('workers', text, bounds)).toThrow(
        `“--workers ${text}” should be a whole number from 1 to 256.`,
      );
    }
  });

  it('is one of its names, or refused with all of them', () => {
    expect(oneOf('split', 'test', ['train', 'test'])).toBe('test');
    expect(() => oneOf('split', 'text', ['train', 'test'])).toThrow(
      '“--split text” is unknown; it can be train or test.',
    );
    expect(backendOption('auto')).toBe('auto');
    expect(() => backendOption('gpu')).toThrow(/^“--backend gpu” is unknown; it can be auto, onnx, .* or cpu\.$/);
  });
});
