import { describe, expect, it } from 'vitest';
import { englishWords, sentences, verbatim, type EngineMessage } from '../../../engine/contract/messages';
import { formatMessage, type CodedMessage } from '../../../graph-nodes/graph/messages';
import { namesIn, type NamedNode } from '../../../graph-nodes/graph/node-names';
import { catalogue } from '../../../graph-nodes/nodes/catalogue';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { koMessages } from './index';

/** Codes whose text consists only of their values. */
const bare = new Set([
  'text',
  'sentences',
  'backendDetail',
  'packageFailed',
  'methodApart',
  'methodNumber',
  'runName',
  'rowName',
  'sweepPoint',
]);

/** Values of messages whose tables use more than the text of a value. */
const particular: Readonly<Record<string, object>> = {
  wrongWire: {
    from: { node: 'a', socket: 'b' },
    to: { node: 'c', socket: 'd' },
    refusal: { code: 'noNode', node: 'a' },
  },
  unconnected: { node: 'a', socket: 'b', type: 'audio' },
  mismatch: { node: 'a', socket: 'b', expected: { code: 'connection' }, found: { code: 'nothing' } },
  onnxOnDevice: { version: '1.30.0', hardware: { en: 'an NVIDIA GPU', ko: 'NVIDIA GPU' } },
  onnxNotForPlatform: { platform: 'linux x64', hardware: { en: 'an NVIDIA GPU' } },
  onnxLibraryMissing: { hardware: { en: 'an NVIDIA GPU' }, command: 'x1' },
  onnxWithoutDevice: { hardware: { en: 'an NVIDIA GPU' }, reason: verbatim('x1') },
  scenarioName: { scenario: 'audioMissing' },
  reportPart: { part: 'graph' },
  reportRecall: { modality: 'audio', percent: '50.0' },
  derivedColumn: { column: 'lost' },
  differWhenComplete: {
    base: verbatim('x1'),
    rows: [{ row: verbatim('x1'), points: 1, beyond: [{ scenario: 'audioMissing', points: -1, low: -2, high: 1 }] }],
  },
  rowsStillRising: { rows: [{ row: verbatim('x1'), rising: 1, runs: 2 }] },
  madePart: { part: 'build' },
  leftOutMadeOtherwise: { run: 'a', parts: ['build', 'files'] },
  questionGroup: { group: 'audio' },
  questionType: { type: 'audioCounting' },
  nodeKind: { kind: 'avr-diffusion', title: 'AVR diffusion' },
  bypassedNode: { kind: 'avr-diffusion', title: 'AVR diffusion' },
  frozenNode: { kind: 'avr-diffusion', title: 'AVR diffusion' },
  stageSettings: { name: 'repair', settings: ['epochs 5'], frozen: ['audio'], bypassed: ['rmm'] },
  trainedOn: { scenarios: ['complete'] },
  wrongType: { expected: 'int', found: '0.5' },
  noneOfTypes: { expected: ['int', 'string'], found: 'null' },
  parameter: { node: 'a', parameter: 'b', fault: { code: 'tooSmall', limit: '1', found: '0' } },
  stageParameter: { node: 'a', stage: 'b', parameter: 'c', fault: { code: 'tooSmall', limit: '1', found: '0' } },
  inStage: { stage: 'a', fault: { code: 'noScenario', node: 'b' } },
  neverMissing: { node: 'a', modality: 'audio', behind: 'b' },
};

/** Names that represent a value of a fixed set. */
const named: Readonly<Record<string, string>> = { document: 'graph', found: 'list' };

/** A value that can be read as a text, a list, a node and a socket of a node. */
const valueOf = (name: string): unknown => {
  const text = named[name] ?? 'x1';
  return Object.assign([text, text], { toString: () => text, title: text, node: text, socket: text });
};

const sampleOf = (code: string): CodedMessage =>
  new Proxy(
    { code, ...particular[code] },
    {
      get: (values, name) =>
        typeof name !== 'string' || name in values || particular[code]
          ? (Reflect.get(values, name) as unknown)
          : valueOf(name),
      ownKeys: (values) => [...Reflect.ownKeys(values), 'file', 'type', 'shape', 'line'],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  );

const render = (table: object, code: string): string =>
  String(
    (table as Readonly<Record<string, (values: CodedMessage, format: () => string) => string>>)[code]?.(
      sampleOf(code),
      () => 'x1.',
    ),
  );

const tooFewSlots: EngineMessage = {
  code: 'parameter',
  node: 'rmm',
  parameter: 'slots',
  fault: { code: 'tooSmall', limit: '1', found: '0' },
};
const none: EngineMessage = { code: 'rowName', row: 'none' };
const unset: EngineMessage = { code: 'annotationsUnset' };
const full: EngineMessage = { code: 'diskFull' };
const gpu: EngineMessage = {
  code: 'onnxOnDevice',
  version: '1.30.0',
  hardware: { en: 'an NVIDIA GPU', ko: 'NVIDIA GPU' },
};
const fullFile: EngineMessage = { code: 'cannotWrite', place: 'runs/a/metrics.jsonl', reason: full };
const found: EngineMessage = { code: 'outputNotFinite', output: 'audio', scenario: 'complete' };
const nonFinite = sentences(
  {
    code: 'lossNotFinite',
    loss: 'qa',
    step: 12,
    node: 'rmm',
    found,
  },
  { code: 'lowerRate' },
  { code: 'noCheckpoint' },
);

describe('the messages of the engine in Korean', () => {
  it.each(Object.keys(englishWords).filter((code) => !bare.has(code)))('has its own words for %s', (code) => {
    const [english, korean] = [render(englishWords, code), render(koMessages, code)];
    expect(korean).toMatch(/\p{Script=Hangul}/u);
    expect(korean).not.toMatch(/undefined|\[object/);
    expect(english).not.toMatch(/undefined|\[object|\p{Script=Hangul}/u);
  });

  it('name a node by its title, and in messages that an earlier version stored by its id', () => {
    const text = (node: NamedNode) => formatMessage<EngineMessage>(koMessages, { code: 'notDataset', node });
    const named = namesIn(tinyPipeline(), catalogue);
    expect(text(named('rmm'))).toBe('노드 “RMM 생성기”은(는) 데이터가 아닙니다.');
    expect(text('rmm')).toBe('노드 “rmm”은(는) 데이터가 아닙니다.');
    expect(text({ id: 'rmm', title: 'Mine' })).toBe('노드 “Mine”은(는) 데이터가 아닙니다.');
  });

  it.each<[EngineMessage, string]>([
    [
      { code: 'atNode', node: 'dataset', reason: unset },
      '노드 “dataset”: 파라미터 “annotations”가 비어 있습니다. MUSIC-AVQA 주석 JSON의 경로를 넣으세요.',
    ],
    [
      { code: 'cannotWrite', place: 'runs/a/run.json', reason: full },
      '“runs/a/run.json”에 쓸 수 없습니다: 디스크가 가득 찼습니다.',
    ],
    [
      { code: 'invalidRow', row: none, reason: tooFewSlots },
      '행 “none”: 노드 “rmm”, 파라미터 “slots”: 1 이상이어야 하는데 0입니다.',
    ],
    [{ code: 'runFinished' }, '끝났습니다.'],
    [{ code: 'onnxOnCpu', version: '1.30.0' }, 'ONNX Runtime 1.30.0, CPU 사용; 학습 스텝을 그래프 하나로 기록'],
    [
      { code: 'backendSlow', detail: gpu, rate: '12', cpu: '150' },
      'ONNX Runtime 1.30.0, NVIDIA GPU 사용; 학습 스텝을 그래프 하나로 기록; 행렬 곱이 12 GFLOP/s로 CPU의 150보다 느려서 자동 선택에서 뺍니다',
    ],
    [
      { code: 'runBrokeOff', reason: fullFile },
      '실행이 실패했습니다: “runs/a/metrics.jsonl”에 쓸 수 없습니다: 디스크가 가득 찼습니다.',
    ],
    [
      nonFinite,
      '스텝 12에서 qa 손실이 더는 수가 아닙니다. 노드 “rmm”에서 왔습니다: 시나리오 “complete”에서 출력 “audio”의 값이 유한하지 않습니다. 학습률을 낮추거나 기울기를 자르면 나아질 수 있습니다. 체크포인트가 아직 없습니다.',
    ],
    [{ code: 'backendDetail', label: { en: 'plain JavaScript', ko: '순수 JavaScript' } }, '순수 JavaScript'],
    [{ code: 'backendDetail', label: { en: 'plain JavaScript' } }, 'plain JavaScript'],
    [verbatim('Something else happened. Twice.'), 'Something else happened. Twice.'],
  ])('words a message and the messages within it: %o', (message, text) => {
    expect(formatMessage(koMessages, message)).toBe(text);
  });
});
