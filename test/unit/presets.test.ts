import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { graphDigest } from '../../engine/studies/identity';
import { planTraining } from '../../engine/model/plan';
import { canonicalGraph } from '../../graph-nodes/study/canonical';
import { formatStudy, parseStudy } from '../../graph-nodes/study/document';
import { planRuns } from '../../graph-nodes/study/plan';
import { formatDocument, parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';

const folder = 'presets';
const presets = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name.replace('.json', ''), readFileSync(path.join(folder, name), 'utf8')] as const);
const preset = (name: string): GraphDocument => parseDocument(new Map(presets).get(name) ?? '');

describe('the presets', () => {
  it('are the output of the script that keeps their rows consistent', () => {
    execFileSync(process.execPath, [path.join(folder, 'make.mjs'), '--check'], { stdio: 'pipe' });
  });

  it.each(presets)('%s is written like by the editor', (_, text) => {
    expect(formatDocument(parseDocument(text))).toBe(text);
  });

  it('of one dataset share data, encoders and trainer, except for the weights of losses', () => {
    const parametersOf = ({ nodes }: GraphDocument) =>
      Object.fromEntries(
        nodes
          .filter(({ id }) => ['dataset', 'audio', 'visual', 'question', 'head', 'trainer'].includes(id))
          .map(({ id, kind, parameters: { rmmr: _, ave: __, diffusion: ___, ...rest } }) => [id, { kind, ...rest }]),
      );
    for (const [set, reference] of [
      ['orchestra', 'orchestra-rmm-avr'],
      ['music-avqa', 'music-avqa-paper'],
    ] as const) {
      const rows = presets.filter(([name]) => name.startsWith(set) && !/question-only|strongest/u.test(name));
      expect(rows.length).toBeGreaterThan(10);
      for (const [name, text] of rows) {
        expect([name, parametersOf(parseDocument(text))]).toEqual([name, parametersOf(preset(reference))]);
      }
    }
  });
});

describe('the measured results of the gallery', () => {
  it('are those of the current presets without data files', () => {
    const text = readFileSync(path.join(folder, 'measured/results.json'), 'utf8');
    const { presets: measured } = JSON.parse(text) as { presets: Record<string, { digest: string }> };
    const digests = presets
      .filter(([name]) => name.startsWith('orchestra-'))
      .map(([name, document]) => [name, graphDigest(parseDocument(document))] as const);
    expect(Object.entries(measured).map(([name, { digest }]) => [name, digest])).toEqual(digests);
  });
});

describe('the example studies', () => {
  const studies = readdirSync(path.join(folder, 'studies')).map(
    (name) => [name.replace('.json', ''), readFileSync(path.join(folder, 'studies', name), 'utf8')] as const,
  );
  const planned = (name: string) => planRuns(parseStudy(new Map(studies).get(name) ?? ''));

  it.each(studies)('%s is written like by the editor, and can be run', (_, text) => {
    expect(formatStudy(parseStudy(text))).toBe(text);
    for (const { graph, bypassed } of planRuns(parseStudy(text))) {
      // A row that bypasses the Missing modality node has equal scenarios on purpose.
      const equal = bypassed.includes('missing') ? [expect.stringMatching(/^No modality is ever missing/)] : [];
      expect(planTraining(graph).warnings).toEqual(equal);
    }
  });

  it('collapse-and-repair repairs the frozen model that was trained on complete pairs', () => {
    const runs = planned('collapse-and-repair').filter(({ seed }) => seed === 5);
    const zeroFill = 'A: zero fill, complete only';
    expect(runs.map(({ row, startsFrom }) => [row[0], startsFrom])).toEqual([
      ...[undefined, undefined].map((base) => ['A', base]),
      ...[zeroFill, zeroFill, 'B: RMM', zeroFill, 'B: RMM with summed reads'].map((base) => ['B', base]),
      ...Array.from({ length: 7 }, () => ['B', zeroFill]),
      ...Array.from({ length: 4 }, () => ['C', undefined]),
      ['D', undefined],
    ]);
    const weightsOf = ({ nodes }: GraphDocument) => {
      const {
        complete,
        audioMissing,
        visualMissing,
        qa = 1,
        match,
      } = nodes.find(({ id }) => id === 'trainer')?.parameters as Record<string, number>;
      return [complete, audioMissing, visualMissing, qa, match];
    };
    const repairs = ['rmm', 'avr', 'imputer', 'autoencoder', 'retrieval', 'r2scp', 'action-mae', 'prompts'];
    for (const { row, graph } of runs) {
      const repaired = row.startsWith('B');
      const trained = graph.nodes.filter(({ frozen, bypassed }) => frozen !== true && !bypassed).map(({ id }) => id);
      const known = trained.filter((id) => ['audio', 'question', 'head', ...repairs].includes(id));
      if (repaired) expect([row, known.length, repairs.includes(known[0] ?? '')]).toEqual([row, 1, true]);
      else expect(known).toEqual(expect.arrayContaining(['audio', 'question', 'head']));
      const weights = { A: [1, 0, 0, 1, 0.1], B: [0, 1, 1, 0, 0], C: [1, 1, 1, 1, 0.1], D: [1, 0, 0, 1, 0.1] };
      // Prompts are trained only by the answers.
      const wanted = row === 'B: missing-aware prompts' ? [0, 1, 1, 1, 0] : weights[row[0] as keyof typeof weights];
      expect([row, weightsOf(graph)]).toEqual([row, wanted]);
    }
  });

  it('train the presets with the names of their rows, for twice the epochs', () => {
    const asTrained = (name: string) => {
      const document = preset(`orchestra-${name}`);
      const nodes = document.nodes.map((node) =>
        node.id === 'trainer'
          ? { ...node, parameters: { ...node.parameters, epochs: 2 * Number(node.parameters['epochs']) } }
          : node,
      );
      return canonicalGraph({ ...document, nodes });
    };
    const claim = planned('orchestra-claim').filter(({ seed }) => seed === 1);
    expect(claim.map(({ graph }) => canonicalGraph(graph))).toEqual(
      [
        'question-only',
        'zero-fill',
        'mean-fill',
        'missing-token',
        'feed-forward',
        'autoencoder',
        'retrieval',
        'rmm',
        'rmm-avr',
      ].map(asTrained),
    );
    const ablation = new Map(planned('orchestra-ablation').map(({ name, graph }) => [name, canonicalGraph(graph)]));
    for (const [row, name] of [
      ['without the question relation', 'without-question'],
      ['without the recall loss', 'without-rmmr'],
      ['without the enhancement loss', 'without-ave'],
    ] as const) {
      expect(ablation.get(row)?.replace('"seed":2', '"seed":1')).toBe(asTrained(name));
    }
  });
});

describe('the plan of a training', () => {
  it.each(presets)('of %s names shapes, parameters and memory of every node', (_, text) => {
    const { nodes, parameters, memoryMiB, warnings } = planTraining(parseDocument(text));
    expect(warnings).toEqual([]);
    expect(parameters).toBe(nodes.reduce((sum, node) => sum + node.parameters, 0));
    expect(memoryMiB).toBeCloseTo(
      nodes.reduce((sum, node) => sum + node.memoryMiB, 0),
      6,
    );
    for (const node of nodes) {
      // A frozen node has only values, without a gradient and two moments.
      expect(node.memoryMiB).toBeGreaterThanOrEqual(((node.frozen ? 4 : 16) * node.parameters) / 2 ** 20);
      if (node.kind !== 'trainer') expect(Object.keys(node.outputShapes).length).toBeGreaterThan(0);
    }
  });

  it('warns of an unused recall', () => {
    const document = preset('orchestra-rmm');
    const edges = document.edges.map((edge) =>
      edge.from.node === 'rmm' && edge.from.socket === 'visual'
        ? { ...edge, from: { node: 'visual', socket: 'visual' } }
        : edge,
    );
    expect(planTraining({ ...document, edges }).warnings).toEqual([
      'Node “RMM generator”: the Trainer does not use its output “visual”; connect it, or bypass or remove the node.',
    ]);
  });

  it('of the paper’s configuration has its sizes', () => {
    const { nodes } = planTraining(preset('music-avqa-paper'));
    const byId = new Map(nodes.map((node) => [node.id, node]));
    expect(byId.get('rmm')).toMatchObject({
      // Three banks of 75 slots: 512, 14 · 14 · 512 and 512 wide.
      parameters: 75 * (512 + 14 * 14 * 512 + 512),
      outputShapes: { audio: '[B, T 10, C 512]', visual: '[B, T 10, H 14, W 14, C 512]' },
    });
    // Features of two batches of four videos, including visual negatives, as float32.
    expect(byId.get('dataset')?.memoryMiB).toBeCloseTo((2 * 4 * 10 * (128 + 2 * 14 * 14 * 512) * 4) / 2 ** 20, 6);
  });
});
