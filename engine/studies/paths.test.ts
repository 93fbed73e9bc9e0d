import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withFeatureFile } from '../../graph-nodes/datasets/music-avqa/feature-files';
import { graph } from '../../test/fixtures/graphs';
import { RequestError } from '../contract/errors';
import { openDataset } from '../runs/open-dataset';
import { readWeights } from '../runs/start-from';
import { DataVersions } from '../runs/data-versions';
import { Appended, writeWhole } from '../files/atomic';
import { readFileOf } from '../files/read-file';
import { readInside, readRegularFile } from '../files/regular-file';

let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-kinds-'));
});
afterAll(() => rm(folder, { recursive: true }));

const dataset = (parameters: Record<string, string>) =>
  graph(
    [
      ['dataset', 'music-avqa', { annotations: at('list.json'), ...parameters }],
      ['trainer', 'trainer'],
    ],
    ['dataset/labels > trainer/labels'],
  );

// Without a pipe, a device and links these kinds do not exist.
describe.skipIf(process.platform === 'win32')('a path of no regular file', () => {
  beforeAll(async () => {
    execFileSync('mkfifo', [at('pipe'), at('pipe.npy'), at('appended')]);
    await symlink(at('endless'), at('endless'));
    await writeFile(at('list.json'), '[]');
  });

  it.each(['pipe', '/dev/zero', '.'])('is refused before it is opened: %s', async (name) => {
    const place = path.resolve(folder, name);
    const sentence = `“${place}” is a folder, pipe or device; name a regular file.`;
    await expect(readRegularFile(place)).rejects.toThrow(sentence);
    await expect(openDataset(dataset({ annotations: place }))).rejects.toMatchObject({
      code: 'refused',
      node: 'dataset',
      message: expect.stringContaining(sentence) as unknown,
    });
    if (name !== '.') await expect(readWeights(place)).rejects.toThrow(sentence);
  });

  it('is refused if a folder is expected', async () => {
    for (const parameter of ['audioFeatures', 'visualFeatures']) {
      const opened = openDataset(dataset({ [parameter]: at('pipe') }));
      await expect(opened).rejects.toThrow(`“${at('pipe')}” is not a folder`);
    }
  });

  it('is refused among the features', async () => {
    await expect(withFeatureFile(at('pipe.npy'), () => Promise.resolve())).rejects.toThrow('is not a file');
  });

  it('is refused if it is an endless link', async () => {
    await expect(readWeights(at('endless'))).rejects.toBeInstanceOf(RequestError);
    await expect(openDataset(dataset({ annotations: at('endless') }))).rejects.toBeInstanceOf(RequestError);
  });

  it('has a version without being read, like a folder that links to itself', async () => {
    const loop = at('loop');
    await mkdir(loop);
    for (const name of ['a', 'b', 'c']) await symlink(loop, path.join(loop, name));
    const versions = new DataVersions();
    const paths = { annotations: at('pipe'), audioFeatures: loop };
    expect(await versions.of(dataset(paths))).toBe(await new DataVersions().of(dataset(paths)));
  });

  it('is refused if lines are appended to it', async () => {
    await expect(new Appended(at('appended')).add('line\n')).rejects.toThrow('is a folder, pipe or device');
  });

  it('is refused above its maximum size', async () => {
    await writeFile(at('large'), Buffer.alloc(3 * 2 ** 20));
    await expect(readRegularFile(at('large'), 2 ** 20)).rejects.toThrow('has 3 MiB, and at most 1 MiB are read');
    expect(await readRegularFile(at('large'))).toHaveLength(3 * 2 ** 20);
  });

  it('is not written to through a link, which stays or is replaced', async () => {
    const target = at('target');
    await writeFile(target, 'before');
    for (const name of ['whole', 'whole.part', 'lines']) await symlink(target, at(name));
    await writeWhole(at('whole'), 'after');
    expect(await readFile(at('whole'), 'utf8')).toBe('after');
    await expect(new Appended(at('lines')).add('line\n')).rejects.toThrow('it is a symbolic link');
    expect(await readFile(target, 'utf8')).toBe('before');
  });

  it('is not read through a link inside a run, or through a folder that is a link', async () => {
    await mkdir(at('run'));
    await mkdir(at('elsewhere'));
    await writeFile(at('elsewhere', 'file'), 'secret');
    await symlink(at('elsewhere'), at('run', 'checkpoints'));
    await symlink(at('elsewhere', 'file'), at('run', 'run.json'));
    await expect(readFileOf(at('run'), 'run.json')).rejects.toThrow('run.json” is a symbolic link');
    await expect(readInside(at('run'), path.join('checkpoints', 'file'))).rejects.toThrow('checkpoints” is a symbolic');
    await symlink(at('elsewhere'), at('linked'));
    expect((await readInside(at('linked'), 'file')).toString()).toBe('secret');
  });
});
