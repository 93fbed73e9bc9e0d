import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { violations } from '../fixtures/violations';

describe('the repository', () => {
  it('follows the directions of imports', async () => {
    const found = await violations(process.cwd(), ['graph-nodes', 'engine', 'electron', 'renderer', 'test']);
    expect(Object.fromEntries(found)).toEqual({});
  });
});

describe('ESLint', () => {
  const eslint = new ESLint();
  const complaints = async (filePath: string, code: string): Promise<string[]> => {
    const [result] = await eslint.lintText(`${code}\n`, { filePath });
    return (result?.messages ?? []).flatMap(({ ruleId }) => ruleId ?? []);
  };

  it('forbids randomness and the clock in results', async () => {
    const rule = 'no-restricted-properties';
    expect(await complaints('engine/training/train.ts', 'export const x = Math.random();')).toEqual([rule]);
    expect(await complaints('graph-nodes/graph/random.ts', 'export const x = Date.now();')).toEqual([rule]);
  });
});
