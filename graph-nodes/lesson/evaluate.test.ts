import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bypass, freeze, tinyPipeline, withParameters } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import type { GraphDocument } from '../graph/document';
import { checkSchema, type Check } from './check';
import { differencesOf } from './differences';
import { evaluate, isRight, type Accuracies, type LessonContext, type LessonRun } from './evaluate';

const start = tinyPipeline();
const context = (more: Partial<LessonContext> = {}): LessonContext => ({
  start,
  graph: start,
  runs: [],
  opened: new Set(),
  stageActs: new Set(),
  ...more,
});
const accuracy = (complete: number, audioMissing: number, visualMissing: number): Accuracies => ({
  complete,
  audioMissing,
  visualMissing,
});
const run = (graph: GraphDocument, own: Accuracies, seed = 1, stages: Accuracies[] = []): LessonRun => ({
  run: `run-${seed}`,
  graph: withParameters(graph, { trainer: { seed } }),
  seed,
  accuracy: own,
  stages,
});
const check = (value: unknown): Check => checkSchema.parse(value);
const holds = (value: unknown, more: Partial<LessonContext> = {}): boolean => evaluate(check(value), context(more));

const without = (graph: GraphDocument, id: string): GraphDocument => ({
  ...graph,
  nodes: graph.nodes.filter((node) => node.id !== id),
  edges: graph.edges.filter(({ from, to }) => from.node !== id && to.node !== id),
});

describe('a check of a graph', () => {
  it.each<[string, object, GraphDocument, boolean]>([
    ['finds a node by role', { is: 'node', role: 'generator' }, start, true],
    ['misses a node that was removed', { is: 'node', role: 'generator' }, without(start, 'rmm'), false],
    ['finds a node by kind and id', { is: 'node', id: 'rmm', kind: 'rmm-generator' }, start, true],
    ['misses a node of another kind', { is: 'node', id: 'rmm', kind: 'retrieval' }, start, false],
    ['sees that a node is bypassed', { is: 'node', id: 'rmm', bypassed: true }, bypass(start, 'rmm'), true],
    ['sees that a node is not bypassed', { is: 'node', id: 'rmm', bypassed: true }, start, false],
    ['sees that a node is frozen', { is: 'node', id: 'head', frozen: true }, freeze(start, 'head'), true],
    [
      'finds a wire',
      { is: 'wire', from: { role: 'encoder' }, to: { role: 'generator' }, socket: 'audio' },
      start,
      true,
    ],
    ['misses a wire', { is: 'wire', from: { role: 'encoder' }, to: { role: 'head' }, socket: 'audio' }, start, false],
    ['reads a parameter', { is: 'parameter', node: 'rmm', name: 'slots', among: [5, 6] }, start, true],
    ['reads a default', { is: 'parameter', node: 'missing', name: 'fill', among: ['zeros'] }, start, true],
    ['knows only existing parameters', { is: 'parameter', node: 'rmm', name: 'depth', among: [1] }, start, false],
    ['counts no differences', { is: 'changed' }, start, false],
    ['counts differences', { is: 'changed', most: 1 }, bypass(start, 'rmm'), true],
    ['counts too many differences', { is: 'changed', most: 1 }, bypass(start, 'rmm', 'avr'), false],
  ])('%s', (_name, value, graph, expected) => {
    expect(holds(value, { graph })).toBe(expected);
  });

  it('reads the frozen nodes of a stage, together with those of the document', () => {
    const graph = withStages(freeze(start, 'audio'), [
      { name: 'one', parameters: {}, frozen: [] },
      { name: 'two', parameters: {}, frozen: ['head'] },
    ]);
    expect(holds({ is: 'stage', stage: 2, freezes: ['audio', 'head'], trains: ['rmm'] }, { graph })).toBe(true);
    expect(holds({ is: 'stage', stage: 1, freezes: ['head'] }, { graph })).toBe(false);
    expect(holds({ is: 'stage', stage: 1, trains: ['audio'] }, { graph })).toBe(false);
    expect(holds({ is: 'stage', stage: 3 }, { graph })).toBe(false);
  });
});

describe('a check of runs', () => {
  const other = withParameters(start, { missing: { fill: 'mean' } });
  const mean = [{ is: 'parameter', node: 'missing', name: 'fill', among: ['mean'] }];
  const runs = [run(start, accuracy(60, 40, 50)), run(other, accuracy(61, 45, 52))];

  it('counts the runs of matching graphs', () => {
    expect(holds({ is: 'run' })).toBe(false);
    expect(holds({ is: 'run', count: 2 }, { runs })).toBe(true);
    expect(holds({ is: 'run', count: 2, graph: mean }, { runs })).toBe(false);
    expect(holds({ is: 'run', graph: mean }, { runs })).toBe(true);
  });

  it('compares accuracies of one run, of two, and of stages', () => {
    const fall = { of: { scenario: 'complete', run: 'first' }, minus: { scenario: 'audioMissing', run: 'first' } };
    expect(holds({ is: 'figure', ...fall, least: 20 }, { runs })).toBe(true);
    expect(holds({ is: 'figure', ...fall, below: 20 }, { runs })).toBe(false);
    const gain = {
      of: { scenario: 'audioMissing', graph: mean },
      minus: { scenario: 'audioMissing', run: 'first' },
    };
    expect(holds({ is: 'figure', ...gain, least: 4.9, below: 5.1 }, { runs })).toBe(true);
    const staged = [run(start, accuracy(1, 2, 3), 1, [accuracy(50, 20, 20), accuracy(50, 45, 20)])];
    const repair = {
      of: { scenario: 'audioMissing', stage: 2 },
      minus: { scenario: 'audioMissing', stage: 1 },
    };
    expect(holds({ is: 'figure', ...repair, least: 25 }, { runs: staged })).toBe(true);
    expect(holds({ is: 'figure', of: { scenario: 'complete', stage: 3 }, least: 0 }, { runs: staged })).toBe(false);
    expect(holds({ is: 'figure', of: { scenario: 'complete' }, below: 100 })).toBe(false);
  });

  it('counts seeds of graphs that are otherwise equal, and measures their spread', () => {
    const seeds = [run(start, accuracy(60, 40, 50)), run(start, accuracy(62, 40, 50), 2)];
    expect(holds({ is: 'seeds', count: 2 }, { runs: seeds })).toBe(true);
    expect(holds({ is: 'seeds', count: 2 }, { runs })).toBe(false);
    expect(holds({ is: 'spread', scenario: 'complete', least: 2, below: 2.1 }, { runs: seeds })).toBe(true);
    expect(holds({ is: 'spread', scenario: 'complete' }, { runs: seeds.slice(0, 1) })).toBe(false);
  });

  it('decides an option by the runs', () => {
    const when = [check({ is: 'figure', of: { scenario: 'audioMissing' }, least: 42 })];
    expect(isRight({ text: 'a', when }, context({ runs }))).toBe(true);
    expect(isRight({ text: 'a', when }, context())).toBe(false);
    expect(isRight({ text: 'a', right: true }, context())).toBe(true);
    expect(isRight({ text: 'a' }, context())).toBe(false);
  });
});

it('a check of the window sees opened parts and acts on the stage', () => {
  const more = { opened: new Set(['comparison'] as const), stageActs: new Set(['camera off'] as const) };
  expect(holds({ is: 'opened', part: 'comparison' }, more)).toBe(true);
  expect(holds({ is: 'opened', part: 'examples' }, more)).toBe(false);
  expect(holds({ is: 'stage act', act: 'camera off' }, more)).toBe(true);
  expect(holds({ is: 'stage act', act: 'microphone off' }, more)).toBe(false);
});

it('any holds where one check does, none where no check does', () => {
  const value = fc.boolean().map((yes) => ({ value: { is: 'node', id: yes ? 'rmm' : 'absent' }, yes }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
      const of = values.map((one) => one.value);
      const some = values.some(({ yes }) => yes);
      expect(holds({ is: 'any', of })).toBe(some);
      expect(holds({ is: 'none', of })).toBe(!some);
    }),
    { numRuns: 50 },
  );
});

describe('differences', () => {
  it('count changes of training', () => {
    expect(differencesOf(start, start)).toHaveLength(0);
    expect(differencesOf(start, withParameters(start, { trainer: { seed: 5 } }))).toHaveLength(0);
    expect(differencesOf(start, withParameters(start, { rmm: { slots: 9 }, missing: { fill: 'mean' } }))).toHaveLength(
      2,
    );
    expect(differencesOf(start, without(start, 'avr'))).toHaveLength(1);
    const { edges } = start;
    expect(differencesOf(start, { ...start, edges: edges.slice(1) })).toHaveLength(1);
    const moved = start.nodes.map((node) => ({ ...node, title: 'x', position: { x: 1, y: 2 } }));
    expect(differencesOf(start, { ...start, nodes: moved, title: 'other' })).toHaveLength(0);
  });
});
