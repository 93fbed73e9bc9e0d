import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import {
  DocumentError,
  documentFormat,
  documentVersion,
  formatDocument,
  parseDocument,
  type GraphDocument,
} from './document';

const id = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/);
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
  fc.string(),
  fc.boolean(),
);
const coordinate = fc.integer({ min: -1_000_000, max: 1_000_000 });
const position = fc.record({ x: coordinate, y: coordinate });
const node = fc.record({
  id,
  kind: fc.string({ minLength: 1 }),
  parameters: fc.dictionary(id, value),
  position,
  bypassed: fc.boolean(),
  collapsed: fc.boolean(),
  comment: fc.string(),
});
const endpoint = fc.record({ node: id, socket: fc.string({ minLength: 1 }) });
const documents: fc.Arbitrary<GraphDocument> = fc.record({
  format: fc.constant(documentFormat as typeof documentFormat),
  version: fc.constant(documentVersion as typeof documentVersion),
  title: fc.string(),
  description: fc.string(),
  nodes: fc.array(node, { maxLength: 6 }),
  edges: fc.array(fc.record({ from: endpoint, to: endpoint, via: fc.array(position, { maxLength: 3 }) }), {
    maxLength: 6,
  }),
  groups: fc.array(fc.record({ id, title: fc.string(), nodes: fc.array(id) }), { maxLength: 2 }),
  notes: fc.array(fc.record({ id, text: fc.string(), position }), { maxLength: 2 }),
});

/** Texts that replace `%` by each of 2,000 numbers. */
const many = (text: string): string => Array.from({ length: 2_000 }, (_, at) => text.replace('%', String(at))).join('');

describe('a graph document', () => {
  it('reads back unchanged after it was written', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(parseDocument(formatDocument(document))).toEqual(document);
      }),
    );
  });

  it('is read after a byte order mark', () => {
    const document = tinyPipeline();
    expect(parseDocument(`\uFEFF${formatDocument(document)}`)).toEqual(parseDocument(formatDocument(document)));
    expect(() => parseDocument('{"\uFEFF')).toThrow(DocumentError);
  });

  it('has one text, whatever the order of its keys', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const reversed = (item: unknown): unknown =>
          Array.isArray(item)
            ? item.map(reversed)
            : typeof item === 'object' && item !== null
              ? Object.fromEntries(
                  Object.entries(item)
                    .reverse()
                    .map(([key, inner]) => [key, reversed(inner)]),
                )
              : item;
        expect(formatDocument(reversed(document) as GraphDocument)).toBe(formatDocument(document));
      }),
    );
  });

  it('is refused with a sentence if it is truncated at any point, never read in part', () => {
    const text = formatDocument(tinyPipeline()).trimEnd();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(() => parseDocument(text.slice(0, length))).toThrow(DocumentError);
      }),
    );
  });

  it('gives a document error for arbitrary text and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parseDocument(text)).toThrow(DocumentError);
      }),
    );
  });

  const broken = (change: (text: string) => string) => () => parseDocument(change(formatDocument(tinyPipeline())));

  it('names line and place of the first wrong character', () => {
    expect(broken((text) => text.replace('"scenes": 40', '"scenes": NaN'))).toThrow(
      /line \d+, at nodes\.0\.parameters\.scenes, cannot be read at “NaN/,
    );
    expect(broken((text) => text.slice(0, 300))).toThrow(/line \d+.*too early/);
  });

  it('names the node and field that do not fit the schema', () => {
    expect(broken((text) => text.replace('"id": "rmm"', '"id": "r m m"'))).toThrow(
      /nodes\[5\] “r m m”, id: expected an id \(a letter, then.*found "r m m"/,
    );
    expect(broken((text) => text.replace('"x": 250', '"x": "left"'))).toThrow(/nodes\[1\] “missing”, position\.x/);
    expect(broken((text) => text.replace('"nodes"', '"knots"'))).toThrow(DocumentError);
  });

  it('migrates documents of older versions to the current one without loss', () => {
    const text = formatDocument({ ...tinyPipeline(), notes: [{ id: 'note', text: 'Look', position: { x: 1, y: 2 } }] });
    for (const version of [1, 2]) {
      expect(parseDocument(text.replace('"version": 3', `"version": ${version}`))).toEqual(parseDocument(text));
    }
    const early = text.replace('"version": 3', '"version": 1').replace('"bypassed"', '"colapsed": true, "bypassed"');
    expect(() => parseDocument(early)).toThrow(DocumentError);
  });

  it('replaces noise on missing features, an option of version 3, by the noise scenarios', () => {
    const { nodes, ...rest } = tinyPipeline();
    const stored = (testTime: string) => ({
      ...rest,
      version: 3,
      nodes: nodes.map((node) =>
        node.id === 'missing' ? { ...node, parameters: { ...node.parameters, testTime } } : node,
      ),
    });
    const parametersOf = (document: GraphDocument, id: string) =>
      document.nodes.find((node) => node.id === id)?.parameters;
    const noisy = parseDocument(JSON.stringify(stored('real with noise')));
    expect(parametersOf(noisy, 'missing')).not.toHaveProperty('testTime');
    expect(parametersOf(noisy, 'trainer')).toMatchObject({ noiseScenarios: true });
    const absent = parseDocument(JSON.stringify(stored('taken away')));
    expect(parametersOf(absent, 'missing')).not.toHaveProperty('testTime');
    expect(parametersOf(absent, 'trainer')).not.toHaveProperty('noiseScenarios');
  });

  it('is read with a byte order mark at its beginning', () => {
    expect(parseDocument(`\ufeff${formatDocument(tinyPipeline())}`)).toEqual(tinyPipeline());
  });

  it.each([
    ['200,000 lists within each other', '['.repeat(200_000), /^Line 1 of the document has more than 64 nested lists/],
    [
      'a field with 100,000 objects within each other',
      `{"format": "${documentFormat}",\n"nodes": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
      /^Line 2 of the document has more than 64 nested lists/,
    ],
    ['50 MB of blanks', ' '.repeat(50_000_000), /^The document has 50000000 characters, but at most 33554432 are read/],
    ['a million empty lines', '\n'.repeat(1_000_000), /^This is not a whole JSON document: line 1000001 the text ends/],
    ['a long unknown format', `{"format": "${'x'.repeat(1e6)}"}`, /^.{0,200}$/],
    ['many unknown fields', formatDocument(tinyPipeline()).replace('{', `{${many('"a%": 1,')}`), /^.{0,1000}$/],
  ])('is refused with one sentence: %s', (_, text, sentence) => {
    expect(() => parseDocument(text)).toThrow(sentence);
    expect(() => parseDocument(text)).toThrow(DocumentError);
  });

  it('may have brackets in its texts', () => {
    const document = { ...tinyPipeline(), title: '['.repeat(100), description: `"${'{'.repeat(100)}\\` };
    expect(parseDocument(formatDocument(document))).toEqual(document);
  });

  const plain = tinyPipeline();
  const withNode = (changes: object) => ({ nodes: plain.nodes.map((node) => ({ ...node, ...changes })) });
  const items = <Item>(count: number, item: (index: number) => Item) =>
    Array.from({ length: count }, (_, at) => item(at));

  it.each([
    [
      'a position of 1e308',
      withNode({ position: { x: 1e308, y: 0 } }),
      /position\.x: expected at most 1000000, found 1e\+308/,
    ],
    [
      'a position of -1e7',
      withNode({ position: { x: 0, y: -1e7 } }),
      /position\.y: expected at least -1000000, found -10000000/,
    ],
    ['501 nodes', { nodes: items(501, () => plain.nodes[0]) }, /nodes: expected at most 500 items, found 501/],
    ['2,001 wires', { edges: items(2001, () => plain.edges[0]) }, /edges: expected at most 2000 items, found 2001/],
    [
      '501 groups',
      { groups: items(501, (at) => ({ id: `g${at}`, title: '', nodes: [] })) },
      /groups: expected at most 500 items, found 501/,
    ],
    [
      'a group of 501 nodes',
      { groups: [{ id: 'g', title: '', nodes: items(501, (at) => `n${at}`) }] },
      /groups\[0\] “g”, nodes: expected at most 500 items, found 501/,
    ],
    [
      '501 notes',
      { notes: items(501, (at) => ({ id: `n${at}`, text: '', position: { x: 0, y: 0 } })) },
      /notes: expected at most 500 items, found 501/,
    ],
    [
      'a kind of 101 characters',
      withNode({ kind: 'k'.repeat(101) }),
      /kind: expected at most 100 characters, found 101/,
    ],
    [
      'a value of 10,001 characters',
      withNode({ parameters: { path: 'p'.repeat(10_001) } }),
      /parameters\.path: expected at most 10000 characters, found 10001/,
    ],
    [
      'a name of 101 characters',
      withNode({ parameters: { ['p'.repeat(101)]: 1 } }),
      /parameters\.p+…: expected at most 100 characters, found 101/,
    ],
    [
      '201 parameters',
      withNode({ parameters: Object.fromEntries(items(201, (at) => [`p${at}`, 1])) }),
      /parameters: expected at most 200 items, found 201/,
    ],
  ])('is refused with the place and the limit: %s', (_, changes, sentence) => {
    const text = JSON.stringify({ ...plain, ...changes });
    expect(() => parseDocument(text)).toThrow(sentence);
    expect(() => parseDocument(text)).toThrow(DocumentError);
  });

  it('refuses a newer version and another format, and names those it reads', () => {
    expect(broken((text) => text.replace('"version": 4', '"version": 5'))).toThrow(
      /version 5, but this studio reads versions up to 4/,
    );
    expect(broken((text) => text.replace(documentFormat, 'other'))).toThrow(/“format” should be .* but is "other"/);
  });
});
