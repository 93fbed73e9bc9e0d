import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../engine/contract/runs';
import type { Evaluation } from '../../engine/cli/evaluate-command';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { noiseScenarios } from '../../graph-nodes/datasets/dataset';
import { ablations } from '../fixtures/graphs';
import { studio } from '../fixtures/studio';

let folder: string;
let run: string;
let result: RunResult;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-evaluate-'));
  const base = ablations['mean-pool head on both, learned token, linear projection'] as GraphDocument;
  const settings: Record<string, GraphDocument['nodes'][0]['parameters']> = {
    dataset: { scenes: 250, noise: 0.1, seconds: 4 },
    visual: { width: 16 },
    missing: { fill: 'zeros' },
    trainer: { epochs: 12, batchSize: 16, learningRate: 0.01, audioMissing: 0, visualMissing: 0, noiseScenarios: true },
  };
  const graph = {
    ...base,
    nodes: base.nodes.map((node) => ({ ...node, parameters: { ...node.parameters, ...settings[node.id] } })),
  };
  const file = path.join(folder, 'graph.json');
  await writeFile(file, JSON.stringify(graph));
  const { out, err } = await studio('train', file, '--json', '--runs', path.join(folder, 'runs'), '--backend', 'onnx')
    .ended;
  expect(err).not.toContain('Error');
  result = JSON.parse(out) as RunResult;
  run = path.join(folder, 'runs', result.run);
  // A model that ignores audio and visual features would have the same accuracy for any change of the data.
  const { complete, audioMissing, visualMissing } = result.accuracy;
  expect(complete).not.toEqual(audioMissing);
  expect(complete).not.toEqual(visualMissing);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

async function evaluate(...options: string[]): Promise<Evaluation> {
  const { code, out, err } = await studio('evaluate', run, '--json', ...options).ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Evaluation;
}

describe('studio evaluate', () => {
  it('gives the run’s own result on the held-out videos, to the last bit', async () => {
    const found = await evaluate('--noise');
    expect(found.accuracy).toEqual(result.accuracy);
    expect(found.noiseStrengths).toEqual({ audioNoisy: 0.3, visualNoisy: 0.7, bothNoisy: 0.5 });
    const { complete, audioMissing, visualMissing } = result.accuracy;
    const { accuracy, ...plain } = await evaluate();
    expect(accuracy).toEqual({ complete, audioMissing, visualMissing });
    expect(plain).not.toHaveProperty('noiseStrengths');
    expect(found).toMatchObject({ split: 'test', backend: 'onnx', questions: result.questions.test, noise: 0 });
  });

  it.each(['sample', 'second'])(
    'has at rate 0 per %s the complete scenario, at rate 1 the missing one, to the last bit',
    async (unit) => {
      const { accuracy, curve = [] } = await evaluate('--curve', '--missing-per', unit);
      expect(accuracy).toMatchObject({ complete: result.accuracy.complete });
      expect(curve.map(({ rate }) => rate)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
      for (const scenario of ['audioMissing', 'visualMissing'] as const) {
        expect(curve[0]?.[scenario]).toEqual({ share: 0, accuracy: result.accuracy.complete });
        expect(curve[10]?.[scenario]).toEqual({ share: 1, accuracy: result.accuracy[scenario] });
        for (const point of curve) expect(Math.abs((point[scenario]?.share ?? NaN) - point.rate)).toBeLessThan(0.07);
      }
      const half = await evaluate('--missing-rate', '0.5', '--missing-per', unit, '--scenario', 'audioMissing');
      expect(half.accuracy).toEqual({ audioMissing: curve[5]?.audioMissing?.accuracy });
      expect(half.missing).toEqual({ rate: 0.5, per: unit });
    },
  );

  it('has at noise strength 0 the complete scenario, and otherwise that of the strength, to the last bit', async () => {
    const { accuracy, noiseCurve = [], curve } = await evaluate('--noise', '0.4', '--curve');
    expect(noiseCurve.map(({ noise }) => noise)).toEqual(curve?.map(({ rate }) => rate));
    for (const scenario of noiseScenarios) {
      expect(noiseCurve[0]?.[scenario]?.accuracy).toEqual(result.accuracy.complete);
      expect(noiseCurve[4]?.[scenario]?.accuracy).toEqual(accuracy[scenario]);
    }
    expect(noiseCurve[3]?.audioNoisy?.accuracy).toEqual(result.accuracy.audioNoisy);
    expect(noiseCurve[7]?.visualNoisy?.accuracy).toEqual(result.accuracy.visualNoisy);
    const strengths = await evaluate('--noise', '0.1,0.2,0.4', '--scenario', 'bothNoisy');
    expect(strengths.accuracy).toEqual({ bothNoisy: accuracy.bothNoisy });
    const { out } = await studio('evaluate', run, '--curve', '--noise', '--scenario', 'audioNoisy').ended;
    expect(out).toMatch(/noise strength +audioNoisy\n0\.0 +\d/);
    expect(out).not.toContain('missing per');
  });

  it('measures other splits, and with noise other values, the same each time for a seed', async () => {
    const validation = await evaluate('--split', 'validation');
    expect(validation.questions).toBe(result.questions.validation);
    const noisy = await evaluate('--feature-noise', '3', '--split', 'train');
    expect(noisy.questions).toBe(result.questions.train);
    expect(noisy.accuracy).toEqual((await evaluate('--feature-noise', '3', '--split', 'train')).accuracy);
    expect(noisy.accuracy).not.toEqual((await evaluate('--split', 'train')).accuracy);
    expect(noisy.accuracy).not.toEqual(
      (await evaluate('--feature-noise', '3', '--split', 'train', '--seed', '2')).accuracy,
    );
  }, 120_000);

  it('prints readable tables, and refuses invalid options', async () => {
    const { out } = await studio('evaluate', run, '--curve', '--scenario', 'visualMissing').ended;
    expect(out).toMatch(/accuracy +visualMissing\noverall +\d/);
    expect(out).toMatch(/missing per sample +visualMissing\n0 % +\d/);
    const refusals: readonly [string[], string][] = [
      [[run, '--split', 'all'], 'Allowed choices are train, validation, test.'],
      [[run, '--missing-rate', '1.5'], 'Use a number from 0 to 1'],
      [[run, '--missing-rate', '0.5', '--curve'], 'leave one of them out'],
      [[run, '--noise', '-1'], 'Use a number from 0'],
      [[run, '--noise', '0.1,0.2'], 'give one for all noise scenarios or three'],
      [[run, '--feature-noise', '-1'], 'Use a number from 0'],
      [[path.join(folder, 'none')], 'There is no run folder'],
    ];
    for (const [parameters, part] of refusals) {
      const refused = await studio('evaluate', ...parameters).ended;
      expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining(part) as unknown });
    }
  });
});
