import { describe, expect, it } from 'vitest';
import { accuracyKeys } from '../../engine/contract/metrics';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { verbatim } from '../../engine/contract/messages';
import { questionTypes, scenarios } from '../../graph-nodes/datasets/dataset';
import { readStudy, studyFormat } from '../../graph-nodes/study/document';
import { planRuns } from '../../graph-nodes/study/plan';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { speakKorean } from '../../test/fixtures/korean';
import { describeParameters } from './parameter-schema';
import { messageText } from './engine';
import { problemText, refusalText } from './faults';
import { messages, setLanguage } from './index';
import { findKind, kindTexts, optionText } from './kinds';
import { questionsText, typeText } from './questions';

const hangul = /\p{Script=Hangul}/u;
speakKorean();

describe('the kinds of nodes in Korean', () => {
  /** Kinds with Korean texts; kinds without them are shown in English. */
  const translated = catalogue.kinds.filter(({ kind }) => Object.keys(kindTexts.ko?.[kind] ?? {}).length > 0);

  it('are those of every kind that comes with the studio', () => {
    expect(translated.length).toBeGreaterThanOrEqual(15);
  });

  it.each(translated.map((kind) => [kind.kind, kind] as const))('has all of %s', (name, kind) => {
    const texts = kindTexts.ko?.[name];
    expect(texts?.title).toBeDefined();
    expect(texts?.help).toMatch(hangul);
    for (const { name: preview } of kind.previews ?? []) expect(texts?.previews?.[preview]).toMatch(hangul);
    for (const { title } of kind.parameterGroups ?? []) expect(texts?.groups?.[title]).toMatch(hangul);
    for (const parameter of Object.keys(kind.parameters.shape)) {
      expect(texts?.parameters?.[parameter]?.title, parameter).toBeDefined();
      expect(texts?.parameters?.[parameter]?.description, parameter).toMatch(hangul);
    }
  });

  it.each(translated.map((kind) => [kind.kind, kind] as const))('has the options of %s', (name, kind) => {
    const options = describeParameters(kind).flatMap((field) => field.options);
    for (const option of options) {
      const text = kindTexts.ko?.[name]?.options?.[option];
      expect(optionText(option)).toBe(text);
      // Names of methods and numbers are not translated.
      if (text !== option) expect(text).toMatch(/\p{Script=Hangul}|^\d+$/u);
    }
    setLanguage('en');
    expect(options.map(optionText)).toEqual(options);
  });

  it('have one text per option, for all kinds', () => {
    for (const { options = {} } of Object.values(kindTexts.ko ?? {}))
      for (const [option, text] of Object.entries(options)) expect(optionText(option)).toBe(text);
  });

  it('are what the editor reads, and in English again with English', () => {
    const read = () => {
      const kind = findKind('rmm-generator');
      return [kind?.title, kind && describeParameters(kind)[0]?.title, kind?.previews?.[0]?.title];
    };
    expect(read()).toEqual(['RMM 생성기', '슬롯 L', '몇몇 질문의 소리를 복원하는 슬롯, 한 행에 질문 하나']);
    setLanguage('en');
    expect(read()).toEqual(['RMM generator', 'Slots L', 'Slots that recall the sound of some questions, one per row']);
  });
});

describe('a fault of a graph in Korean', () => {
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
  ])('is shown: %s', (_, document) => {
    const { problems } = analyse(document as typeof pipeline, catalogue);
    expect(problems).not.toEqual([]);
    for (const problem of problems) {
      const text = problemText(problem);
      expect(text).toMatch(hangul);
      // Names of nodes, sockets and values are in quotation marks; no other word is English.
      expect(text.replace(/[“"][^”"]*[”"]/g, '').replace(/[A-Z] = \d+|\bid\b|C\b/g, '')).not.toMatch(/[a-z]{2}/i);
      setLanguage('en');
      expect(problemText(problem)).toBe(problem.message);
      setLanguage('ko');
    }
  });

  it('has a reason for sockets that do not fit', () => {
    const end = { node: 'rmm', socket: 'audio', type: 'audio' } as const;
    expect(refusalText({ code: 'types', from: end, to: { ...end, type: 'visual' } })).toBe(
      '“rmm”의 소리 특징(“audio”)은(는) “rmm”의 영상 특징(“audio”)에 맞지 않습니다.',
    );
  });
});

describe('questions and scenarios in Korean', () => {
  it.each(accuracyKeys)('has %s', (key) => {
    const text = questionsText(key, messages());
    expect(text).toMatch(hangul);
    expect(text).not.toMatch(/[a-z]/i);
  });

  it('names the types with the English labels of the engine', () => {
    for (const { label } of Object.values(questionTypes)) expect(typeText(label, messages())).not.toMatch(/[a-z]/i);
    expect(typeText('Audio · Counting', messages())).toBe('소리 · 개수');
    setLanguage('en');
    for (const { label } of Object.values(questionTypes)) expect(typeText(label, messages())).toBe(label);
  });

  it.each(scenarios)('has the scenario %s', (scenario) => {
    expect(messages().scenarios[scenario]).toMatch(hangul);
  });
});

describe('the messages of the engine, in Korean', () => {
  it('names the rows and runs of a study', () => {
    const study = readStudy({
      format: studyFormat,
      version: 1,
      title: 'Parts',
      graph: tinyPipeline(),
      rows: [{ name: 'RMM' }],
      ablation: { nodes: ['rmm'] },
      scenarios: [['complete', 'audioMissing']],
      missingRates: [0.5],
    });
    const runs = planRuns(study);
    expect(runs.map(({ label }) => messageText(label))).toEqual([
      'RMM, 모두 있음 + 소리 없음에서 학습, 결측률 0.5',
      'RMM 생성기 없이, 모두 있음 + 소리 없음에서 학습, 결측률 0.5',
    ]);
    setLanguage('en');
    expect(runs.map(({ label }) => messageText(label))).toEqual(runs.map(({ name }) => name));
  });

  it('nests a message in a message, both in Korean', () => {
    const reason = { code: 'runProcessKilled', signal: 'SIGKILL' } as const;
    const message = { code: 'studyRunFailed', row: verbatim('RMM'), seed: 2, reason, others: 3 } as const;
    expect(messageText(message)).toBe(
      '“RMM”(시드 2)이(가) 실패했습니다: 실행이 끝나기 전에 프로세스가 끝났습니다(SIGKILL). (외 3개 실패)',
    );
    setLanguage('en');
    expect(messageText(message)).toBe(
      '“RMM”, seed 2, failed: The process of the run ended (SIGKILL) before the run was done. 3 more runs failed.',
    );
  });
});
