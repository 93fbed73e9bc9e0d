import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { textsOf, type Texts } from '../fixtures/texts';

const root = path.resolve(import.meta.dirname, '../..');

/** Texts that are stored, generated or copied, texts in other languages than English, and this list of idioms. */
const unread = /^(test\/fixtures\/stored|engine\/protos|presets\/measured)\/|\/ko[./-]|\.ko\.md$|\/words\.test\.ts$/;

/** Folders whose texts are read; “.” has the files of the top level. */
const roots = ['.', 'bin', 'build', 'docs', 'electron', 'engine', 'graph-nodes', 'presets', 'renderer', 'test'];
const isRead = (name: string): boolean => {
  const folder = name.includes('/') ? (name.split('/')[0] ?? '') : '.';
  return roots.includes(folder) && !unread.test(name);
};

/** Idioms and personifications, with words to use instead. They are searched in comments, strings and documentation. */
const idioms: readonly (readonly [RegExp, string])[] = [
  [/\b(told|tells?|telling)\b/gi, 'show, report, distinguish'],
  [/\b(says|said)\b/gi, 'show, contain, report'],
  [/\b(go|goes|going|gone|went) on\b/gi, 'continue, resume'],
  [/\bat hand\b/gi, 'current, available'],
  [/\banew\b/gi, 'again'],
  [/\bmend(s|ed|ing)?\b/gi, 'repair, correct, patch'],
  [/\b(lie|lies|lying|lain)\b/gi, 'be, be stored'],
  [/\b(bear|bears|bearing|borne)\b/gi, 'support, have, show'],
  [/\b(come|comes|coming|came) to\b/gi, 'give, result in, reach'],
  [/\banswers to(?! (\w+ ){0,3}questions?\b)/gi, 'match'],
  [/\b(hold|holds|held) against\b/gi, 'compare with'],
  [/\bso many\b/gi, 'the number of'],
  [/\bin peace\b/gi, 'without interruption'],
  [/\bfor nothing\b/gi, 'without effect'],
  // Not before a noun, as in “of its own settings”.
  [
    /\bof (its|their|one's|his|her|your|our) own(?=\s*[^\w\s]|\s*$| (and|or|but|for|in|on|at|with|by|to|so|is|are|that|which|if|where)\b)/gi,
    'its own, separate',
  ],
  [/\bby (itself|themselves)\b/gi, 'alone, automatically'],
  [/\b(that|which|what) counts\b/gi, 'applies, is used'],
  [/\bas (many|much) as the machine\b/gi, 'chosen automatically'],
];

/** First words of a doc comment without a subject. */
const headless = /(What|Whether|Where|How|Of|By|As|So many)\b/y;

/** Texts of all files, and a name for a place in a file. */
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((name) => /\.(tsx?|m?js|md|css)$|^presets\/.*\.json$/.test(name) && isRead(name))
  .map((name) => {
    const source = readFileSync(path.join(root, name), 'utf8');
    const placeOf = (offset: number) => `${name}:${source.slice(0, offset).split('\n').length}`;
    return { placeOf, ...textsOf(name, source) };
  });

/** Finds the offsets of doc comments without a subject. */
const headlessIn = ({ text, docComments }: Texts): number[] =>
  docComments
    .map((start) => start + text.slice(start).search(/\S|$/))
    .filter((start) => {
      headless.lastIndex = start;
      return headless.test(text);
    });

/** Finds the idioms of a text with their offsets. A space in an idiom matches a line break. */
const idiomsIn = (text: string) =>
  idioms.flatMap(([idiom, instead]) =>
    [...text.matchAll(new RegExp(idiom.source.replaceAll(' ', '\\s+'), idiom.flags))].map(({ 0: found, index }) => ({
      index,
      words: `“${found.replace(/\s+/g, ' ')}” (${instead})`,
    })),
  );

describe('the words of the repository', () => {
  it('name the subject at the start of each doc comment', () => {
    const starts = files.flatMap((file) => headlessIn(file).map((start) => file.placeOf(start)));
    expect(files.flatMap(({ docComments }) => docComments).length).toBeGreaterThan(1000);
    expect(starts).toEqual([]);
  });

  it('contain no idiom and no personification', () => {
    const found = files.flatMap(({ text, placeOf }) =>
      idiomsIn(text).map(({ index, words }) => `${placeOf(index)}: ${words}`),
    );
    expect(found).toEqual([]);
  });
});

describe('the texts of a file', () => {
  const code = [
    "import a from 'tells';",
    'const told = /says/ > 1 ? `goes ${anew} on` : "it lies"; // So',
    '// many',
    '/** What “says” `tells`, at',
    ' * hand. */',
    "const told = 'https://example.org/anew'; // 'lies",
  ].join('\n');

  it('are its comments and strings, without names, code and quotations', () => {
    const { text, docComments } = textsOf('a.ts', code);
    const found = idiomsIn(text).map(
      ({ index, words }) => `${code.slice(0, index).split('\n').length} ${words.split(' (')[0]}`,
    );
    expect(found.sort()).toEqual(['2 “So many”', '2 “lies”', '4 “at hand”', '6 “anew”', '6 “lies”']);
    expect(docComments.map((start) => code.slice(start, start + 5))).toEqual([' What']);
    expect(headlessIn({ text, docComments })).toHaveLength(1);
  });

  it('of JSX are in its elements and attributes', () => {
    const jsx = '<p title="told">It says {tells(<b>anew</b>)} {/* lies */}</p>;';
    expect(idiomsIn(textsOf('a.tsx', jsx).text)).toHaveLength(4);
  });

  it('of Markdown are outside of code and addresses', () => {
    const markdown = 'It tells `told` [says](anew.md).\n\n```sh\nlies\n```\n';
    expect(idiomsIn(textsOf('a.md', markdown).text)).toHaveLength(2);
  });
});
