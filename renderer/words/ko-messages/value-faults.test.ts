import fc from 'fast-check';
import type { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { faultIn } from '../../../engine/contract/errors';
import { englishWords, engineMessageSchema, inEnglish, type EngineMessage } from '../../../engine/contract/messages';
import { methods } from '../../../engine/contract/methods';
import { messageSchema, requestSchema } from '../../../engine/contract/protocol';
import { DocumentError, graphDocumentSchema, readDocument } from '../../../graph-nodes/graph/document';
import { formatMessage } from '../../../graph-nodes/graph/messages';
import { valueWords } from '../../../graph-nodes/graph/value-faults';
import { catalogue } from '../../../graph-nodes/nodes/catalogue';
import { readStudy, studyFormat, studySchema, studyVersion } from '../../../graph-nodes/study/document';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { koMessages } from './index';

const graph = {
  ...tinyPipeline(),
  groups: [{ id: 'group', title: 'Memory', nodes: ['rmm', 'avr'] }],
  notes: [{ id: 'note', text: 'Read this', position: { x: 0, y: 0 }, size: { width: 10, height: 10 } }],
};
const studyOf = (sweep: object) => ({
  format: studyFormat,
  version: studyVersion,
  title: 'Parts',
  graph,
  rows: [{ name: 'small', set: { 'rmm.slots': 4 }, bypass: ['avr'] }],
  ablation: { nodes: ['rmm'], combinations: [['rmm', 'avr']] },
  sweep,
  scenarios: [['complete'], ['audioMissing', 'visualMissing']],
  missingRates: [0, 0.5],
  seeds: [1, 2],
  backend: 'auto',
  threads: 1,
});
const grid = studyOf({ method: 'grid', parameters: [{ parameter: 'rmm.slots', values: [4, 8] }] });
const random = studyOf({
  method: 'random',
  draws: 2,
  seed: 1,
  parameters: [
    { parameter: 'rmm.slots', draw: 'uniform', from: 1, to: 9 },
    { parameter: 'trainer.learningRate', draw: 'log-uniform', from: 0.001, to: 1 },
    { parameter: 'rmm.question', draw: 'choice', values: [true, false] },
  ],
});

/** Schemas, each with a valid value. */
const checked: readonly (readonly [name: string, schema: z.ZodType, value: unknown])[] = [
  ['graph', graphDocumentSchema, graph],
  ['study with a grid', studySchema, grid],
  ['study with draws', studySchema, random],
  ...catalogue.kinds.map((kind) => [kind.kind, kind.parameters, kind.parameters.parse({})] as const),
  ['request', requestSchema, { type: 'request', id: 1, method: 'train', parameters: {} }],
  ['reply', messageSchema, { type: 'error', id: 1, error: { code: 'refused', reason: { code: 'diskFull' } } }],
  ['train', methods.train.parameters, { graph, backend: 'auto' }],
  ['table', methods.table.parameters, { sources: ['a'], columns: 'types', digits: 1, format: 'csv' }],
  ['curves', methods.curves.parameters, { runs: ['a'], quantity: 'total', points: 10 }],
  ['export', methods.export.parameters, { run: 'a', format: 'onnx', batch: 1 }],
  ['message', engineMessageSchema, { code: 'noRun', run: 'a' }],
];

type Path = readonly (string | number)[];

/** Paths of all values within a value, including the root. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [at, ...inner.flatMap(([key, item]) => pathsOf(item, [...at, Array.isArray(value) ? Number(key) : key]))];
}

/** The value with a replacement at a path; undefined removes the value there. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest, by) : (item as unknown)));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: replaced(object[key], rest, by) };
}

const wrongValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(undefined, NaN, Infinity, -1, 1.5, 1e300, '', 'x'.repeat(20_000), [1, 1], [[], []], {
    extra: 1,
  }),
);

/** Texts of the schema library. */
const ofLibrary =
  /Invalid|Too (small|big)|Unrecognized|must match|must be|received|discriminator|>=|<=|undefined|NaN items|\[object/;

/** A text without its quoted values. */
const withoutQuotes = (text: string): string => text.replace(/"(\\.|[^"\\])*"?|“[^”]*”|\{.*|\[.*/g, '');

function expectOwnWords(message: EngineMessage): void {
  const [english, korean] = [inEnglish(message), formatMessage(koMessages, message)];
  for (const text of [english, korean]) expect(withoutQuotes(text)).not.toMatch(ofLibrary);
  expect(korean).toMatch(/\p{Script=Hangul}/u);
}

describe('a wrong value', () => {
  it.each(checked)('in a %s is a message with words of this project', (name, schema, value) => {
    expect(schema.safeParse(value).error, name).toBeUndefined();
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(value)), wrongValue, (path, wrong) => {
        const input = replaced(value, path, wrong);
        const { error } = schema.safeParse(input);
        if (!error) return;
        const { fault } = faultIn(error, input);
        expect(Object.keys(valueWords)).toContain(fault.code);
        expect(fault.code, JSON.stringify(error.issues)).not.toBe('unexpectedValue');
        expectOwnWords(fault);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it.each([
    ['graph', readDocument, graph],
    ['study', readStudy, grid],
  ] as const)('in the file of a %s is a sentence that names the place', (_, read, value) => {
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(value)), wrongValue, (path, wrong) => {
        try {
          read(replaced(value, path, wrong));
        } catch (error) {
          if (!(error instanceof DocumentError)) throw error;
          expectOwnWords(error.reason);
        }
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  const faults: readonly (readonly [change: object, english: string, korean: string])[] = [
    [{ threads: 0 }, 'threads: expected at least 1, found 0', 'threads: 1 이상이어야 하는데 0입니다'],
    [{ threads: 1.5 }, 'threads: expected a whole number, found 1.5', 'threads: 정수여야 하는데 1.5입니다'],
    [{ title: '' }, 'title: expected text, found an empty string', 'title: 글이 있어야 하는데 비어 있습니다'],
    [{ title: undefined }, 'title: expected a string, found nothing', 'title: 문자열이어야 하는데 없습니다'],
    [
      { seeds: [1, 1] },
      'seeds: expected a list without repeated items, found [1,1]',
      'seeds: 목록에 같은 항목이 두 번 있으면 안 되는데 [1,1]입니다',
    ],
    [{ seeds: [] }, 'seeds: expected at least 1 item, found 0', 'seeds: 항목이 1개 이상이어야 하는데 0개입니다'],
    [
      { colour: 'red' },
      'the document: unknown field “colour”; remove it',
      '문서 전체: 알 수 없는 필드 “colour”이(가) 있습니다. 지우세요',
    ],
    [
      { backend: 'No such' },
      'backend: expected “auto” or the name of a backend, found "No such"',
      'backend: “auto”나 백엔드의 이름이어야 하는데 "No such"입니다',
    ],
    [
      { rows: [{ name: 'a', set: { slots: 1 } }] },
      'rows[0] “a”, set.slots: expected a setting such as “node.parameter”, found "slots"',
      'rows[0] “a”, set.slots: “node.parameter”와 같은 설정이어야 하는데 "slots"입니다',
    ],
    [
      { rows: [{ name: 'a', set: { 'rmm.slots': null } }] },
      'rows[0] “a”, set.rmm.slots: expected a number, a string, or a boolean, found null',
      'rows[0] “a”, set.rmm.slots: 다음 중 하나여야 하는데 null입니다: 수, 문자열, 참거짓 값',
    ],
    [
      { sweep: { method: 'all' } },
      'sweep.method: expected one of "grid", "random", found "all"',
      'sweep.method: "grid", "random" 중 하나여야 하는데 "all"입니다',
    ],
    [
      { ablation: { nodes: ['1st'] } },
      'ablation.nodes.0: expected an id (a letter, then letters, digits, “_” or “-”), found "1st"',
      'ablation.nodes.0: 글자로 시작하고 글자, 숫자, “_”, “-”로 된 id여야 하는데 "1st"입니다',
    ],
  ];
  it.each(faults)('%o of a study is named in both languages', (change, english, korean) => {
    try {
      readStudy({ ...grid, ...change });
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      expect(inEnglish(error.reason)).toBe(`In the study document, ${english}.`);
      expect(formatMessage(koMessages, error.reason)).toBe(`연구 문서, ${korean}.`);
    }
  });

  it('has one meaning per code', () => {
    const tables = Object.keys(valueWords);
    expect(
      tables.filter(
        (code) => englishWords[code as keyof typeof englishWords] !== valueWords[code as keyof typeof valueWords],
      ),
    ).toEqual([]);
  });
});
