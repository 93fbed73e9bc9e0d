import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { graphPart, typescriptOf } from './typescript';

/** The module without the code of the layers, which is the same for all titles and ids. */
function ownText(document: GraphDocument): string {
  const text = typescriptOf(document);
  return text.slice(0, text.indexOf('// graph-nodes/')) + text.slice(text.indexOf(graphPart));
}

const printer = ts.createPrinter({ removeComments: true });

/** Statements of the exported module, without its comments. */
function statementsOf(document: GraphDocument): string {
  const source = ts.createSourceFile('model.ts', ownText(document), ts.ScriptTarget.ESNext);
  const { diagnostics } = ts.transpileModule(source.text, { reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  return printer.printFile(source);
}

/** The kinds of the module's syntax, in their order. */
function structureOf(document: GraphDocument): string {
  const kinds: ts.SyntaxKind[] = [];
  const visit = (node: ts.Node): void => {
    kinds.push(node.kind);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('model.ts', ownText(document), ts.ScriptTarget.ESNext));
  return kinds.join();
}

const plain = tinyPipeline();

const withTexts = (title: string, comment: string): GraphDocument => ({
  ...plain,
  title,
  description: comment,
  nodes: plain.nodes.map((node) => ({ ...node, title, comment, bypassed: node.id === 'avr' })),
  groups: [{ id: 'group', title, nodes: [] }],
  notes: [{ id: 'note', text: comment, position: { x: 0, y: 0 } }],
});

/** Texts that end a comment, a string or a line, among others. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '*/',
        '/*',
        '*',
        '/',
        '//',
        '\n',
        '\r',
        '\u2028',
        '`',
        "'",
        '"',
        '${',
        '}',
        '\\',
        ';',
        '@ts-ignore',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('a graph exported as TypeScript', () => {
  const harmless = statementsOf(withTexts('Title', 'Comment'));

  it.each(['x */ process.exit(1); /*', '**//', '*/', 'a\n*/ b', '/'])('keeps the title %j a comment', (title) => {
    expect(statementsOf(withTexts(title, title))).toBe(harmless);
  });

  it('has the same statements with any titles and comments', () => {
    fc.assert(
      fc.property(text, text, (title, comment) => statementsOf(withTexts(title, comment)) === harmless),
      { numRuns: 40 },
    );
  });

  it('has the same structure with any ids', () => {
    const structure = structureOf(plain);
    const id = fc.oneof(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,20}$/),
      fc.constantFrom(
        'constructor',
        'class',
        'sources',
        'passOf',
        'seed',
        'forward',
        'tf',
        'setup',
        'a-',
        'a--',
        'a-1',
        'a1',
      ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: plain.nodes.length, maxLength: plain.nodes.length }), (ids) => {
        const names = new Map(plain.nodes.map((node, index) => [node.id, ids[index] ?? '']));
        const renamed = <End extends { node: string }>(end: End): End => ({ ...end, node: names.get(end.node) ?? '' });
        return (
          structureOf({
            ...plain,
            nodes: plain.nodes.map((node) => ({ ...node, id: names.get(node.id) ?? '' })),
            edges: plain.edges.map(({ from, to }) => ({ from: renamed(from), to: renamed(to) })),
          }) === structure
        );
      }),
      { numRuns: 30 },
    );
  });

  it('declares no name twice, whatever the ids', () => {
    const ids = ['a-', 'a', 'a-2', 'a2'];
    const [audio, question, head, trainer] = ['audio', 'question', 'head', 'trainer'];
    const names = new Map([audio, question, head, trainer].map((id, index) => [id, ids[index] ?? '']));
    const nameOf = (id: string) => names.get(id) ?? id;
    const document: GraphDocument = {
      ...plain,
      nodes: plain.nodes.map((node) => ({ ...node, id: nameOf(node.id) })),
      edges: plain.edges.map(({ from, to }) => ({
        from: { ...from, node: nameOf(from.node) },
        to: { ...to, node: nameOf(to.node) },
      })),
    };
    const [, own = ''] = typescriptOf(document).split(graphPart);
    const declared = [...own.matchAll(/^ *(?:export )?const (\w+)/gm)].map(([, name]) => name);
    expect(declared.length).toBeGreaterThan(10);
    expect(new Set(declared).size).toBe(declared.length);
  });
});
