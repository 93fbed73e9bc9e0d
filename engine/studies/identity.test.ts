import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graph, tinyPipeline } from '../../test/fixtures/graphs';
import { digest } from '../files/digest';
import { codeVersion } from '../runs/code-version';
import { DataVersions } from '../runs/data-versions';
import { runIdentity } from './identity';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-identity-'));
  await mkdir(path.join(folder, 'vggish'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = (name: string) => path.join(folder, name);
const words = (annotations: string, changes: Record<string, string> = {}) =>
  graph(
    [
      ['dataset', 'music-avqa', { annotations, ...changes }],
      ['question', 'question-encoder'],
      ['head', 'mean-pool-head'],
      ['trainer', 'trainer'],
    ],
    [
      'dataset/batch > question/batch',
      'question/question > head/question',
      'head/logits > trainer/logits',
      'dataset/labels > trainer/labels',
    ],
  );

describe('the identity of a run', () => {
  const how = { backend: 'auto', threads: 1 } as const;

  it('depends on graph, seed, data, backend, threads, code and base only', () => {
    const run = runIdentity(tinyPipeline(), 'data', how, 'code');
    expect(run).toMatch(/^[0-9a-f]{64}$/);
    expect(runIdentity({ ...tinyPipeline(), title: 'Otherwise', description: 'x' }, 'data', how, 'code')).toBe(run);
    const others = [
      runIdentity(tinyPipeline({ rmm: { slots: 6 } }), 'data', how, 'code'),
      runIdentity(tinyPipeline({ trainer: { epochs: 1, batchSize: 16, seed: 2 } }), 'data', how, 'code'),
      runIdentity(tinyPipeline(), 'other', how, 'code'),
      runIdentity(tinyPipeline(), 'data', { backend: 'cpu', threads: 1 }, 'code'),
      runIdentity(tinyPipeline(), 'data', { backend: 'auto', threads: 2 }, 'code'),
      runIdentity(tinyPipeline(), 'data', how, 'other'),
      runIdentity(tinyPipeline(), 'data', how, 'code', 'base'),
      runIdentity(tinyPipeline(), 'data', how, 'code', 'other base'),
    ];
    expect(new Set([run, ...others]).size).toBe(others.length + 1);
  });

  it('distinguishes texts wherever they are split', () => {
    expect(digest('ab', 'c')).not.toBe(digest('a', 'bc'));
  });

  it('has a version of the code that computes numbers', () => {
    expect(codeVersion).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  });
});

describe('the version of the data', () => {
  const version = (...parameters: Parameters<typeof words>) => new DataVersions().of(words(...parameters));

  it('depends on the content of files, not on their place', async () => {
    await writeFile(file('a.json'), '[1]');
    await writeFile(file('b.json'), '[1]');
    await writeFile(file('c.json'), '[2]');
    const a = await version(file('a.json'));
    expect(await version(file('b.json'))).toBe(a);
    expect(await version(file('c.json'))).not.toBe(a);
    expect(await version(file('absent.json'))).not.toBe(a);
  });

  it('changes with a feature file that was added, truncated or rewritten', async () => {
    const features = { audioFeatures: file('vggish') };
    const now = () => version(file('a.json'), features);
    const feature = path.join(file('vggish'), 'one.npy');
    const versions = [await now()];
    await writeFile(feature, 'abc');
    await utimes(feature, 1000, 1000);
    versions.push(await now());
    expect(await now()).toBe(versions[1]);
    await writeFile(feature, 'abd');
    await utimes(feature, 2000, 2000);
    versions.push(await now());
    await writeFile(feature, 'ab');
    versions.push(await now());
    expect(new Set(versions).size).toBe(4);
  });

  it('of a graph that reads no file is always the same', async () => {
    const versions = new DataVersions();
    expect(await versions.of(tinyPipeline())).toBe(await versions.of(tinyPipeline({ rmm: { slots: 9 } })));
  });
});
