import { expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { catalogue } from '../nodes/catalogue';
import { analyse, refuseConnection } from './analyse';
import type { GraphDocument } from './document';
import { idOf, jsonById, namesIn, nodeText, nodeTextIn } from './node-names';

/** The pipeline with a second generator beside the first, and titles by id. */
function twoGenerators(titles: Readonly<Record<string, string>> = {}): GraphDocument {
  const { nodes, ...rest } = tinyPipeline();
  const second = nodes.flatMap((node) => (node.id === 'rmm' ? [{ ...node, id: 'rmm-2' }] : []));
  const titled = [...nodes, ...second].map((node) => ({ ...node, ...(titles[node.id] && { title: titles[node.id] }) }));
  return { ...rest, nodes: titled };
}

const textsOf = (document: GraphDocument) => {
  const named = namesIn(document, catalogue);
  return (...ids: readonly string[]) => ids.map((id) => nodeText(named(id)));
};

it('names a node by its own title or that of its kind, with the id only if another node has the same title', () => {
  expect(textsOf(tinyPipeline())('rmm', 'head', 'none')).toEqual(['RMM generator', 'AVST QA head', 'none']);
  expect(textsOf(twoGenerators())('rmm', 'rmm-2', 'avr')).toEqual([
    'RMM generator (rmm)',
    'RMM generator (rmm-2)',
    'AVR diffusion',
  ]);
  const titles = { 'rmm-2': 'Recall', avr: 'Recall' };
  expect(textsOf(twoGenerators(titles))('rmm', 'rmm-2', 'avr')).toEqual([
    'RMM generator',
    'Recall (rmm-2)',
    'Recall (avr)',
  ]);
  const unknown = { ...tinyPipeline(), nodes: [{ id: 'x', kind: 'transformer-2000', title: '' }] };
  expect(nodeText(namesIn(unknown, catalogue)('x'))).toBe('x');
});

it('translates the titles of kinds and no others', () => {
  const named = namesIn(twoGenerators({ rmm: 'Mine' }), catalogue);
  const text = (id: string) => nodeTextIn(named(id), (kind) => (kind === 'rmm-generator' ? 'RMM 생성기' : undefined));
  expect(['rmm', 'rmm-2', 'avr'].map(text)).toEqual(['Mine', 'RMM 생성기', 'AVR diffusion']);
});

it('is the same in comparisons of messages, whatever the title of the node is', () => {
  const [plain, titled] = [{}, { 'rmm-2': 'Recall' }].map((titles) => namesIn(twoGenerators(titles), catalogue)('rmm'));
  expect(plain).not.toEqual(titled);
  expect(idOf(plain ?? '')).toBe('rmm');
  expect(jsonById({ code: 'notDataset', node: plain })).toBe(jsonById({ code: 'notDataset', node: titled }));
  expect(jsonById({ code: 'notDataset', node: titled })).toBe('{"code":"notDataset","node":"rmm"}');
});

it('is in the problems of a graph and in the reason of a refused wire', () => {
  const document = twoGenerators({ avr: 'Cleaner' });
  const messages = analyse(document, catalogue).problems.map(({ message }) => message);
  expect(messages).toContain(
    'Node “RMM generator (rmm-2)”: input “audio” is not connected; connect audio features to it.',
  );
  const back = { from: { node: 'avr', socket: 'audio' }, to: { node: 'rmm', socket: 'audio' } };
  expect(refuseConnection(document, back, catalogue)).toMatchObject({
    from: { id: 'avr', title: 'Cleaner' },
    to: { id: 'rmm', title: 'RMM generator', shared: true },
  });
});
