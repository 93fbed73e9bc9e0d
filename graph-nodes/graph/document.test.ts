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
const position = fc.record({ x: fc.integer(), y: fc.integer() });
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

describe('a graph document', () => {
  it('reads back as it was written', () => {
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

  it('has one text, whatever the order of keys it was made with', () => {
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

  it('is refused with a sentence when cut off anywhere, never read in part', () => {
    const text = formatDocument(tinyPipeline()).trimEnd();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(() => parseDocument(text.slice(0, length))).toThrow(DocumentError);
      }),
    );
  });

  it('answers arbitrary text with a document error and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parseDocument(text)).toThrow(DocumentError);
      }),
    );
  });

  const broken = (change: (text: string) => string) => () => parseDocument(change(formatDocument(tinyPipeline())));

  it('names line and place where the text breaks', () => {
    expect(broken((text) => text.replace('"scenes": 40', '"scenes": NaN'))).toThrow(
      /line \d+, at nodes\.0\.parameters\.scenes, cannot be read at “NaN/,
    );
    expect(broken((text) => text.slice(0, 300))).toThrow(/line \d+.*too early/);
  });

  it('names the node and field that do not fit the schema', () => {
    expect(broken((text) => text.replace('"id": "rmm"', '"id": "r m m"'))).toThrow(
      /nodes\[5\] “r m m”, id: expected an id, a letter and then.*found "r m m"/,
    );
    expect(broken((text) => text.replace('"x": 250', '"x": "left"'))).toThrow(/nodes\[1\] “missing”, position\.x/);
    expect(broken((text) => text.replace('"nodes"', '"knots"'))).toThrow(DocumentError);
  });

  it('brings documents of older versions to the present one, with nothing lost', () => {
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

  it('refuses a newer version and another format, saying which it reads', () => {
    expect(broken((text) => text.replace('"version": 4', '"version": 5'))).toThrow(
      /version 5, made by a newer studio; this one reads versions up to 4/,
    );
    expect(broken((text) => text.replace(documentFormat, 'other'))).toThrow(/“format” should be .* but is "other"/);
  });
});
