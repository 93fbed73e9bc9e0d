import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync('SECURITY.md', 'utf8');
/** Each list item with its continuation lines. */
const items = text.split('\n\n').flatMap((block) => (block.startsWith('- ') ? block.split('\n- ') : []));
const testsIn = (item: string): string[] =>
  [...item.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`/g)].map(([, file]) => file ?? '');

it('SECURITY.md names a test in every line, each of which exists', () => {
  expect(items.length).toBeGreaterThan(15);
  expect(items.filter((item) => testsIn(item).length === 0)).toEqual([]);
  expect(testsIn(text).filter((file) => !existsSync(file))).toEqual([]);
});
