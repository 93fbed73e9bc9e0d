import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readMetrics } from './stored-metrics';

it('curves are read line by line; a truncated last line and records of a newer studio are skipped', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-metrics-'));
  expect(await readMetrics(folder)).toEqual({ steps: [], epochs: [] });
  const overall = { overall: 50, audio: null };
  const accuracy = { complete: overall, audioMissing: overall, visualMissing: overall };
  const lines = [
    { type: 'step', step: 1, epoch: 1, losses: { total: 2 }, later: true },
    { type: 'preview', of: 'something' },
    { type: 'epoch', epoch: 1, step: 1, accuracy },
    { type: 'step', step: 2, epoch: 2, losses: { total: 1 } },
  ].map((line) => JSON.stringify(line));
  await writeFile(path.join(folder, 'metrics.jsonl'), lines.join('\n').slice(0, -4));
  expect(await readMetrics(folder)).toEqual({
    steps: [{ type: 'step', step: 1, epoch: 1, losses: { total: 2 } }],
    epochs: [{ type: 'epoch', epoch: 1, step: 1, accuracy }],
  });
  await rm(folder, { recursive: true });
});
