import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();

/** The messages of the import rules for one line of code, as if it stood in a file of the repository. */
async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId === 'no-restricted-imports' || ruleId === 'no-restricted-properties')
    .map(({ message }) => message);
}

describe('the dependency directions electron → engine → graph-nodes ← renderer', () => {
  it.each([
    ['graph-nodes/graph/document.ts', `export * from '../../engine/contract/runs';`],
    ['graph-nodes/graph/document.ts', `export * from '../renderer/ui/theme';`],
    ['graph-nodes/graph/document.ts', `export * from '@tensorflow/tfjs-core';`],
    ['graph-nodes/nodes/rmm-generator/node.ts', `export * from 'node:fs';`],
    ['graph-nodes/datasets/music-avqa/npy.ts', `export * from 'node:fs';`],
    ['graph-nodes/nodes/rmm-generator/layer.ts', `export * from '../../engine/contract/errors';`],
    ['engine/service/engine.ts', `export * from 'electron';`],
    ['engine/service/engine.ts', `export * from '../../renderer/ui/theme';`],
    ['engine/service/engine.ts', `export * from '../../electron/main';`],
    ['engine/service/engine.ts', `export * from 'react';`],
    ['renderer/App.tsx', `export * from '../engine/service/engine';`],
    ['renderer/session/session.ts', `export * from '../../engine/runs/run';`],
    ['renderer/App.tsx', `export * from 'electron';`],
    ['renderer/App.tsx', `export * from '@tensorflow/tfjs-core';`],
    ['electron/main.ts', `export * from '../renderer/ui/theme';`],
    ['electron/main.ts', `export * from 'react';`],
  ])('refuse in %s: %s', async (file, code) => {
    expect(await complaints(file, code)).not.toEqual([]);
  });

  it.each([
    ['graph-nodes/nodes/rmm-generator/layer.ts', `export * from '@tensorflow/tfjs-core';`],
    ['graph-nodes/nodes/music-avqa/dataset.ts', `export * from 'node:fs/promises';`],
    ['graph-nodes/datasets/music-avqa/feature-files.ts', `export * from 'node:fs/promises';`],
    ['engine/service/engine.ts', `export * from '../../graph-nodes/graph/document';`],
    ['renderer/App.tsx', `export * from '../engine/contract/runs';`],
    ['renderer/session/session.ts', `export * from '../../engine/contract/runs';`],
    ['renderer/App.tsx', `export * from '../graph-nodes/graph/document';`],
    ['electron/main.ts', `export * from '../engine/service/engine';`],
  ])('allow in %s: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });

  it('keep chance and the clock out of results', async () => {
    expect(await complaints('engine/training/train.ts', 'export const x = Math.random();')).toHaveLength(1);
    expect(await complaints('graph-nodes/graph/random.ts', 'export const x = Date.now();')).toHaveLength(1);
  });
});
