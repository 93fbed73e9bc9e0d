import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { analyse } from '../../graph-nodes/analyse';
import { catalogue } from '../../graph-nodes/catalogue';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { describeParameters } from '../inspector/parameter-schema';
import { problemText, refusalText } from './faults';
import { setLanguage } from './index';
import { findKind, kindTexts } from './kinds';

const hangul = /\p{Script=Hangul}/u;

beforeEach(() => {
  vi.stubGlobal('localStorage', { setItem: () => undefined });
  vi.stubGlobal('document', { documentElement: {} });
  setLanguage('ko');
});
afterEach(() => {
  setLanguage('en');
  vi.unstubAllGlobals();
});

describe('the kinds of nodes in Korean', () => {
  it.each(catalogue.map((kind) => [kind.kind, kind] as const))('has all of %s', (name, kind) => {
    const texts = kindTexts.ko?.[name];
    expect(texts?.help).toMatch(hangul);
    for (const { name: preview } of kind.previews ?? []) expect(texts?.previews?.[preview]).toMatch(hangul);
    for (const parameter of Object.keys(kind.parameters.shape)) {
      expect(texts?.parameters[parameter]?.title, parameter).toBeDefined();
      expect(texts?.parameters[parameter]?.description, parameter).toMatch(hangul);
    }
  });

  it('are what the editor reads, and in English again with English', () => {
    const read = () => {
      const kind = findKind('rmm-generator');
      return [kind?.title, kind && describeParameters(kind)[0]?.title, kind?.previews?.[0]?.title];
    };
    expect(read()).toEqual(['RMM 생성기', '슬롯 L', '몇몇 질문의 소리를 복원하는 슬롯, 한 행에 질문 하나']);
    setLanguage('en');
    expect(read()).toEqual(['RMM generator', 'Slots L', 'Slots that recall the sound of some questions, one a row']);
  });
});

describe('what is wrong with a graph, in Korean', () => {
  const pipeline = tinyPipeline();
  const without = (id: string) => ({
    ...pipeline,
    nodes: pipeline.nodes.filter((node) => node.id !== id),
    edges: pipeline.edges.filter(({ from, to }) => from.node !== id && to.node !== id),
  });
  const set = (changes: Parameters<typeof tinyPipeline>[0]) => tinyPipeline(changes);
  const [firstEdge] = pipeline.edges;
  if (!firstEdge) throw new Error('no edge');

  it.each([
    ['no Trainer', without('trainer')],
    ['an input without a wire', without('audio')],
    ['a value out of bounds', set({ rmm: { slots: 0 } })],
    ['a value of another type', set({ rmm: { slots: 'many' } })],
    ['none of the options', set({ rmm: { relation: 'loose' } })],
    ['no such parameter', set({ rmm: { knots: 3 } })],
    ['heads that do not divide the width', set({ head: { heads: 3 } })],
    ['answers that differ', set({ head: { answers: 7 } })],
    ['widths that differ', set({ audio: { width: 16 } })],
    ['no scenario', set({ trainer: { complete: 0, audioMissing: 0, visualMissing: 0 } })],
    ['two wires', { ...pipeline, edges: [...pipeline.edges, firstEdge] }],
    ['a second Trainer', { ...pipeline, nodes: [...pipeline.nodes, { ...pipeline.nodes[8], id: 'other' }] }],
    ['the same id twice', { ...pipeline, nodes: [...pipeline.nodes, pipeline.nodes[0]] }],
    [
      'nothing taken away',
      { ...pipeline, nodes: pipeline.nodes.map((node) => ({ ...node, bypassed: node.id === 'missing' })) },
    ],
    [
      'a node that cannot be bypassed',
      { ...pipeline, nodes: pipeline.nodes.map((node) => ({ ...node, bypassed: node.id === 'head' })) },
    ],
  ])('is told: %s', (_, document) => {
    const { problems } = analyse(document as typeof pipeline);
    expect(problems).not.toEqual([]);
    for (const problem of problems) {
      const text = problemText(problem);
      expect(text).toMatch(hangul);
      // Names of nodes, sockets and values stand between quotation marks; nothing else is left in English.
      expect(text.replace(/[“"][^”"]*[”"]/g, '').replace(/[A-Z] = \d+|\bid\b|C\b/g, '')).not.toMatch(/[a-z]{2}/i);
      setLanguage('en');
      expect(problemText(problem)).toBe(problem.message);
      setLanguage('ko');
    }
  });

  it('says why sockets do not fit', () => {
    const end = { node: 'rmm', socket: 'audio', type: 'audio' } as const;
    expect(refusalText({ code: 'types', from: end, to: { ...end, type: 'visual' } })).toBe(
      '“rmm”의 소리 특징(“audio”)은(는) “rmm”의 영상 특징(“audio”)에 맞지 않습니다.',
    );
  });
});
