import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFormat, type FileFormat } from './file-format';

/** Version 1 has `name`, version 2 `title`, version 3 a list of `titles`. Files of version 1 state no version. */
const format: FileFormat<{ version: number; titles: string[] }> = {
  name: 'titles.json',
  version: 3,
  unstated: 1,
  schema: z.strictObject({ version: z.number(), titles: z.array(z.string()) }),
  migrations: {
    1: ({ name, ...rest }) => ({ ...rest, version: 2, title: name }),
    2: ({ title, ...rest }) => ({ ...rest, version: 3, titles: [title] }),
  },
};
const read = (value: unknown) => readFormat(format, JSON.stringify(value), 'folder');

describe('a versioned file', () => {
  it.each([
    ['without a version', { name: 'a' }],
    ['of version 1', { version: 1, name: 'a' }],
    ['of version 2', { version: 2, title: 'a' }],
    ['of version 3', { version: 3, titles: ['a'] }],
  ])('%s is migrated to the current version', (_, value) => {
    expect(read(value)).toEqual({ version: 3, titles: ['a'] });
  });

  it.each([
    ['of a newer version', { version: 4, titles: [] }, 'newerFile'],
    ['with a wrong field', { version: 3, titles: 'a' }, 'wrongContent'],
    ['of a version that has no steps', { version: 0, name: 'a' }, 'wrongContent'],
    ['that is not an object', ['a'], 'wrongContent'],
  ])('%s is refused', (_, value, code) => {
    expect(() => read(value)).toThrow(expect.objectContaining({ reason: expect.objectContaining({ code }) }));
  });

  it('that is truncated is refused, with the line of a file with one record per line', () => {
    expect(() => readFormat(format, '{"version":', 'folder', 7)).toThrow(/titles\.json”, line 7,/);
  });
});
