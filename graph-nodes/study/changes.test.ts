import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { questionAlone, tinyPipeline } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import { analyse } from '../graph/analyse';
import { parseDocument, type GraphDocument } from '../graph/document';
import { hasRole } from '../graph/roles';
import { catalogue, findKind } from '../nodes/catalogue';
import { alternativesOf, canBeRemoved, sharedParameters } from './alternatives';
import { canonicalGraph } from './canonical';
import { applyChanges } from './changes';
import { formatStudy, parseStudy, readStudy, studyFormat, studyVersion, type RowChange } from './document';
import { planRuns, rowProblems } from './plan';

const place = { row: 'mine', rowLabel: { code: 'rowName', row: 'mine' } } as const;
const changed = (graph: GraphDocument, ...changes: RowChange[]) => applyChanges(graph, changes, place);
const wires = ({ edges }: GraphDocument) =>
  edges.map(({ from, to }) => `${from.node}/${from.socket} > ${to.node}/${to.socket}`);
const errors = (graph: GraphDocument) =>
  analyse(graph, catalogue).problems.filter(({ severity }) => severity === 'error');
const preset = (name: string) =>
  parseDocument(readFileSync(new URL(`../../presets/${name}.json`, import.meta.url), 'utf8'));

/** The pipeline without the diffusion, with all parameters of the generator at their defaults. */
const pipeline = () => changed(tinyPipeline({ rmm: {} }), { change: 'remove', node: 'avr' });
const plain = (graph: GraphDocument) => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === 'rmm' ? { ...node, parameters: {} } : node)),
});

describe('a row that replaces a node', () => {
  const generators = catalogue.kinds.filter((kind) => hasRole(kind, 'generator')).map(({ kind }) => kind);
  const heads = ['avst-head', 'transformer-head', 'mean-pool-head', 'gated-head'];

  it.each([
    ['rmm', generators],
    ['head', heads],
  ] as const)('replaced back, is the same graph but for ids: %s', (node, kinds) => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.constantFrom(...kinds), (first, second) => {
        const start = changed(plain(tinyPipeline({ head: {} })), { change: 'replace', node, id: 'start', kind: first });
        expect(errors(start)).toEqual([]);
        const back = changed(
          start,
          { change: 'replace', node: 'start', id: 'other', kind: second },
          { change: 'replace', node: 'other', id: 'start', kind: first },
        );
        expect(back).toEqual({ ...start, nodes: back.nodes });
        const withoutSettings = (graph: GraphDocument) =>
          graph.nodes.map((n) => (n.id === 'start' ? { ...n, parameters: {} } : n));
        expect(back.nodes).toEqual(withoutSettings(start));
      }),
    );
  });

  it('keeps the wires that fit, drops an input that the kind lacks, and connects one that it needs', () => {
    const retrieval = changed(pipeline(), { change: 'replace', node: 'rmm', id: 'found', kind: 'retrieval' });
    expect(wires(retrieval).filter((wire) => wire.includes('found'))).toEqual([
      'audio/audio > found/audio',
      'visual/visual > found/visual',
      'found/audio > head/audio',
      'found/visual > head/visual',
    ]);
    const rmm = changed(retrieval, { change: 'replace', node: 'found', id: 'rmm', kind: 'rmm-generator' });
    expect(wires(rmm)).toEqual(wires(pipeline()));
  });

  it('renames the node in stages and frames', () => {
    const staged = withStages(tinyPipeline(), [
      { name: 'A', parameters: {}, frozen: ['rmm'], bypassed: ['rmm', 'avr'] },
    ]);
    const framed = { ...staged, groups: [{ id: 'g', title: '', nodes: ['rmm', 'avr'] }] };
    const swapped = changed(framed, { change: 'replace', node: 'rmm', id: 'found', kind: 'retrieval' });
    expect(swapped.nodes.find(({ id }) => id === 'trainer')?.stages?.[0]).toMatchObject({
      frozen: ['found'],
      bypassed: ['found', 'avr'],
    });
    expect(swapped.groups).toEqual([{ id: 'g', title: '', nodes: ['found', 'avr'] }]);
    const removed = changed(framed, { change: 'remove', node: 'rmm' });
    expect(removed.nodes.find(({ id }) => id === 'trainer')?.stages?.[0]).toMatchObject({
      frozen: [],
      bypassed: ['avr'],
    });
    expect(removed.groups).toEqual([{ id: 'g', title: '', nodes: ['avr'] }]);
  });
});

describe('a row that removes or inserts a node', () => {
  it('joins the wires of the removed node, and leads them through the inserted one', () => {
    const without = changed(pipeline(), { change: 'remove', node: 'rmm' });
    expect(wires(without)).toContain('audio/audio > head/audio');
    expect(wires(without)).toContain('visual/visual > head/visual');
    expect(errors(without)).toEqual([]);
    const again = changed(without, { change: 'insert', id: 'rmm', kind: 'rmm-generator', from: 'audio', to: 'head' });
    expect(canonicalGraph(again)).toBe(canonicalGraph(plain(pipeline())));
  });

  it('leaves wires open that no input can replace', () => {
    const graph = changed(tinyPipeline(), { change: 'remove', node: 'question' });
    expect(errors(graph).map(({ node, socket }) => `${node}/${socket}`)).toEqual(['rmm/question', 'head/question']);
  });
});

it.each<[RowChange, RegExp]>([
  [{ change: 'remove', node: 'none' }, /Row “mine”: the graph has no node “none”; it has “dataset”/],
  [
    { change: 'replace', node: 'rmm', id: 'x', kind: 'none' },
    /Row “mine”: no kind of node is named “none”; the kinds are/,
  ],
  [{ change: 'replace', node: 'rmm', id: 'avr', kind: 'retrieval' }, /Row “mine”: the graph already has a node “avr”/],
  [
    { change: 'replace', node: 'rmm', id: 'x', kind: 'avst-head' },
    /Row “mine”: a AVST QA head in place of “RMM generator” has no output for the wire from “audio” of “RMM generator” to “audio” of “AVR diffusion”/,
  ],
  [
    { change: 'insert', id: 'x', kind: 'retrieval', from: 'audio', to: 'head' },
    /Row “mine”: no wire leads from “Audio encoder” to “AVST QA head”/,
  ],
  [
    { change: 'insert', id: 'x', kind: 'trainer', from: 'avr', to: 'head' },
    /has no input and output for a wire from “AVR diffusion” to “AVST QA head”/,
  ],
])('refuses %j', (change, sentence) => {
  expect(() => changed(tinyPipeline(), change)).toThrow(sentence);
});

describe('the alternatives of a node', () => {
  const kind = (name: string) => findKind(name) ?? expect.fail(name);
  const names = (name: string) => alternativesOf(kind(name)).map((other) => other.kind);

  it('are the kinds of its role', () => {
    expect(names('rmm-generator')).toEqual(
      catalogue.kinds
        .filter((other) => hasRole(other, 'generator'))
        .map((other) => other.kind)
        .filter((other) => other !== 'rmm-generator'),
    );
    expect(names('avst-head')).toEqual(['transformer-head', 'mean-pool-head', 'gated-head']);
    expect(names('orchestra')).toEqual(['music-avqa']);
    expect(names('audio-encoder')).toEqual([]);
    expect(names('trainer')).toEqual([]);
  });

  it('include the graph without the node if its wires can be joined', () => {
    expect(canBeRemoved(kind('rmm-generator'))).toBe(true);
    expect(canBeRemoved(kind('avst-head'))).toBe(false);
    expect(canBeRemoved(kind('orchestra'))).toBe(false);
  });

  it('keep the parameters that both kinds define in common', () => {
    const parameters = { slots: 3, temperature: 0.1, visualAddress: 'mean of the grid' };
    expect(sharedParameters(kind('rmm-generator'), kind('retrieval'), parameters)).toEqual({
      visualAddress: 'mean of the grid',
    });
  });
});

describe('a study whose rows change nodes', () => {
  const study = (rows: readonly object[], graph = preset('orchestra-rmm')) =>
    readStudy({ format: studyFormat, version: studyVersion, title: 'Table', graph, rows, seeds: [1, 2, 3] });

  it('plans the rows of the table: their graphs are those of the presets', () => {
    const rows = [
      { name: 'RMM' },
      { name: 'zero fill', changes: [{ change: 'remove', node: 'rmm' }] },
      {
        name: 'imputer',
        changes: [{ change: 'replace', node: 'rmm', id: 'imputer', kind: 'feed-forward-imputer' }],
        set: { 'imputer.encoderGradient': false, 'imputer.width': 128 },
      },
      {
        name: 'retrieval',
        changes: [{ change: 'replace', node: 'rmm', id: 'retrieval', kind: 'retrieval' }],
        set: { 'retrieval.bank': 1024 },
      },
    ];
    const runs = planRuns(study(rows));
    expect(runs.map(({ name, seed }) => `${name} ${seed}`)).toEqual(
      rows.flatMap(({ name }) => [1, 2, 3].map((seed) => `${name} ${seed}`)),
    );
    const first = (name: string) =>
      canonicalGraph(runs.find((run) => run.name === name && run.seed === 1)?.graph ?? expect.fail(name));
    for (const [row, file] of Object.entries({
      RMM: 'rmm',
      'zero fill': 'zero-fill',
      imputer: 'feed-forward',
      retrieval: 'retrieval',
    })) {
      expect(first(row)).toBe(canonicalGraph(preset(`orchestra-${file}`)));
    }
    const text = formatStudy(study(rows));
    expect(parseStudy(text)).toEqual(study(rows));
    expect(formatStudy(parseStudy(text))).toBe(text);
  });

  it('lists the problems of each row with its name', () => {
    const problems = rowProblems(
      study(
        [
          { name: 'fine' },
          { name: 'no questions', changes: [{ change: 'remove', node: 'question' }] },
          { name: 'unknown', changes: [{ change: 'remove', node: 'none' }] },
        ],
        questionAlone({}),
      ),
    );
    expect([...problems.keys()]).toEqual([1, 2]);
    expect(problems.get(1)).toMatchObject([
      {
        code: 'invalidRow',
        row: { row: 'no questions' },
        reason: { code: 'unconnected', node: { id: 'head' }, socket: 'question' },
      },
    ]);
    expect(problems.get(2)).toMatchObject([{ code: 'rowWithoutNode', row: { row: 'unknown' }, node: 'none' }]);
  });

  it('sweeps a parameter in the rows that have its node', () => {
    const swept = {
      ...study([
        { name: 'RMM' },
        { name: 'retrieval', changes: [{ change: 'replace', node: 'rmm', id: 'found', kind: 'retrieval' }] },
      ]),
      sweep: { method: 'grid' as const, parameters: [{ parameter: 'rmm.slots', values: [3, 4] }] },
      seeds: [1],
    };
    expect(planRuns(swept).map(({ name }) => name)).toEqual([
      'RMM, RMM generator slots 3',
      'RMM, RMM generator slots 4',
      'retrieval',
    ]);
  });
});
