import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../engine/cli/evaluate-command';
import { runResultSchema } from '../../engine/contract/runs';
import type { Plan } from '../../engine/model/plan';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { ablations, withParameters } from '../fixtures/graphs';
import { withStages } from '../fixtures/stages';
import { studio } from '../fixtures/studio';

const graph = withStages(
  withParameters(ablations['mean-pool head on both, learned token, linear projection'] as GraphDocument, {
    dataset: { scenes: 12 },
    trainer: { epochs: 3, batchSize: 16 },
  }),
  [
    { name: 'backbone', parameters: { epochs: 1, audioMissing: 0, visualMissing: 0 }, frozen: [] },
    { name: 'repair', parameters: { complete: 0 }, frozen: ['audio', 'head'] },
  ],
);

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-stages-'));
  file = path.join(folder, 'graph.json');
  await writeFile(file, JSON.stringify(graph));
});
afterAll(() => rm(folder, { recursive: true }));

describe('studio with a graph of two stages', () => {
  it('lists them before training', async () => {
    const plan = JSON.parse((await studio('train', file, '--dry-run', '--json').ended).out) as Plan;
    expect(plan.stages).toMatchObject([
      { name: 'backbone', epochs: 1, frozen: [] },
      { name: 'repair', epochs: 3, frozen: ['audio', 'head'] },
    ]);
    const { out } = await studio('train', file, '--dry-run', '--runs', path.join(folder, 'none')).ended;
    expect(out).toMatch(/^stage 2 of 2, repair: 3 epochs; frozen: audio, head; [\d.]+ MiB$/m);
    expect(out).toMatch(
      /^The duration is unknown: no run of this graph or of a similar one was timed on this machine/m,
    );
  });

  it('trains, evaluates and exports them, and --set changes parameters that no stage sets', async () => {
    const runs = path.join(folder, 'runs');
    const trained = await studio(
      'train',
      file,
      '--json',
      '--backend',
      'wasm',
      '--runs',
      runs,
      '--set',
      'trainer.epochs=2',
    ).ended;
    expect(trained.code).toBe(0);
    expect(trained.err).toMatch(/^stage 1 of 2: backbone\n[^]*epoch 1 [^]*\nstage 2 of 2: repair\n[^]*epoch 3 /);
    const { run, accuracy, epochs, steps, stages = [] } = runResultSchema.parse(JSON.parse(trained.out));
    expect(epochs).toBe(3);
    expect(stages.map(({ name, epochs: own }) => [name, own])).toEqual([
      ['backbone', 1],
      ['repair', 2],
    ]);
    expect(stages.reduce((sum, stage) => sum + stage.steps, 0)).toBe(steps);
    expect(stages[1]?.accuracy).toEqual(accuracy);

    const place = path.join(runs, run);
    const evaluated = await studio('evaluate', place, '--json').ended;
    expect((JSON.parse(evaluated.out) as Evaluation).accuracy).toEqual(accuracy);
    const again = await studio('train', file, '--dry-run', '--runs', runs, '--set', 'trainer.epochs=2').ended;
    expect(again.out).toMatch(/^The whole run takes about \d+ s, from 1 run of this graph with wasm\.$/m);
    const out = path.join(folder, 'exported');
    for (const format of ['safetensors', 'onnx', 'card']) {
      const { code, err } = await studio('export', place, '--format', format, '--out', path.join(out, format)).ended;
      expect({ format, code, err }).toMatchObject({ format, code: 0 });
    }
    expect(await readdir(out)).toHaveLength(3);
  }, 120_000);
});
