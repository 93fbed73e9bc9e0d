import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDocument } from '../../../graph-nodes/graph/document';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { measured } from '../../../test/fixtures/measured';
import { writeSafetensors, type NamedArray } from '../../files/safetensors';
import { readMetrics } from '../../runs/stored-metrics';
import { readRun, type StoredRun } from '../../runs/stored-run';
import { exportRun } from '../export';
import { weightsOf } from './check';
import { importRun } from './read';
import { zipRun } from './write';

const words = { vocabulary: ['<pad>', 'how'], answers: ['yes', 'no'] };
let weights: Map<string, NamedArray>;
let root: string;
let folder: string;
let zip: Uint8Array;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'studio-zip-'));
  folder = path.join(root, 'tiny-seed1-1');
  await mkdir(path.join(folder, 'checkpoints'), { recursive: true });
  const { result } = measured('tiny-seed1-1', 1, [60, 50, 40]);
  const steps = { epoch: 1, epochs: 1, step: 3, steps: 3, secondsPerStep: null, secondsLeft: 0 };
  const status = { run: 'tiny-seed1-1', title: 'Tiny pipeline', state: 'finished', message: 'Finished.', ...steps };
  const process = { host: 'a-secret-name', id: 4711 };
  const write = (name: string, content: string | Uint8Array) => writeFile(path.join(folder, name), content);
  await write('run.json', JSON.stringify({ version: 1, ...status, process, result }));
  await write('graph.json', formatDocument(tinyPipeline()));
  await write('vocabulary.json', JSON.stringify(words));
  await write('metrics.jsonl', '{"type":"step","step":1,"epoch":1,"losses":{"total":2}}\n'.repeat(2000));
  await write('model.onnx', 'an export, which is no part of the run');
  await write('run.json.part', 'torn');
  const stored = {
    folder,
    status: { ...status, message: { code: 'runFinished' } } as StoredRun['status'],
    document: tinyPipeline(),
    ...words,
  };
  weights = new Map(
    [...weightsOf(stored)].map(([name, { shape }]) => [
      name,
      { shape, values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index / 8) },
    ]),
  );
  await write(path.join('checkpoints', 'final.safetensors'), writeSafetensors(weights));
  zip = await zipRun(folder);
});
afterAll(() => rm(root, { recursive: true }));

const own = ['graph.json', 'metrics.jsonl', 'run.json', 'vocabulary.json'];

describe('a run as one zip', () => {
  it('opens on another machine as the same run, under a free name', async () => {
    const runs = path.join(root, 'elsewhere');
    const first = await importRun(zip, 'run.zip', runs);
    expect(first).toBe(path.join(runs, 'tiny-seed1-1'));
    const { folder: _, ...before } = await readRun(folder);
    const { folder: __, ...after } = await readRun(first);
    expect(after).toEqual(before);
    expect(await readFile(path.join(first, 'metrics.jsonl'))).toEqual(
      await readFile(path.join(folder, 'metrics.jsonl')),
    );
    const second = await readRun(await importRun(zip, 'run.zip', runs));
    expect(second.folder).toBe(path.join(runs, 'tiny-seed1-1-2'));
    expect(second.status).toMatchObject({ run: 'tiny-seed1-1-2', result: { run: 'tiny-seed1-1-2' } });
    expect((await readdir(runs)).sort()).toEqual(['tiny-seed1-1', 'tiny-seed1-1-2']);
  });

  it('opens after macOS or Windows repacked it', async () => {
    const junk = Object.fromEntries(
      ['__MACOSX/tiny-seed1-1/._graph.json', '__MACOSX/._tiny-seed1-1', '.DS_Store', 'tiny-seed1-1/.DS_Store']
        .concat('tiny-seed1-1/checkpoints/.DS_Store', 'tiny-seed1-1/Thumbs.db', 'tiny-seed1-1/desktop.ini')
        .map((name) => [name, strToU8('junk')]),
    );
    const imported = await importRun(zipSync({ ...unzipSync(zip), ...junk }), 'run.zip', path.join(root, 'passed'));
    expect(await readdir(imported)).toEqual(['checkpoints', ...own]);
    expect(await readdir(path.join(imported, 'checkpoints'))).toEqual(['final.safetensors']);
  });

  it.each(['best run (2)', '내 실행', 'Ünïque+1', 'console', 'com10'])(
    'opens from the renamed folder “%s”',
    async (name) => {
      const files = Object.entries(unzipSync(zip)).map(([file, bytes]) => [file.replace('tiny-seed1-1', name), bytes]);
      const imported = await importRun(
        zipSync(Object.fromEntries(files) as Zippable),
        'run.zip',
        path.join(root, 'renamed'),
      );
      expect(imported).toBe(path.join(root, 'renamed', name));
      expect((await readRun(imported)).status.run).toBe(name);
    },
  );

  it('contains the run without machine data, with the same bytes every time', async () => {
    const files = unzipSync(zip);
    expect(Object.keys(files)).toEqual(
      ['checkpoints/final.safetensors', ...own].sort().map((name) => `tiny-seed1-1/${name}`),
    );
    expect(Buffer.from(zip).includes('a-secret-name')).toBe(false);
    expect(new TextDecoder().decode(files['tiny-seed1-1/run.json'])).not.toContain('a-secret-name');
    expect(await zipRun(folder)).toEqual(zip);
  });
});

describe('a run with links', () => {
  const linked = async (name: string, change: (place: string) => Promise<void>): Promise<string> => {
    const place = path.join(root, name, 'tiny-seed1-1');
    await cp(folder, place, { recursive: true });
    await change(place);
    return place;
  };

  it.skipIf(process.platform === 'win32')('is refused if a link replaces a file or a folder', async () => {
    const secret = path.join(root, 'secret');
    await mkdir(secret);
    await writeFile(path.join(secret, 'final.safetensors'), 'secret');
    const file = await linked('linked-file', async (place) => {
      await rm(path.join(place, 'metrics.jsonl'));
      await symlink(path.join(secret, 'final.safetensors'), path.join(place, 'metrics.jsonl'));
    });
    const sentence = /metrics\.jsonl” is a symbolic link; replace it with the file/;
    await expect(zipRun(file)).rejects.toThrow(sentence);
    await expect(readMetrics(file)).rejects.toThrow(sentence);
    const checkpoints = await linked('linked-folder', async (place) => {
      await rm(path.join(place, 'checkpoints'), { recursive: true });
      await symlink(secret, path.join(place, 'checkpoints'));
    });
    await expect(readRun(checkpoints)).rejects.toThrow(/checkpoints” is a symbolic link/);
    expect(Buffer.from(await zipRun(checkpoints)).includes('secret')).toBe(false);
  });

  it('has the name of its folder as a zip, for any name in its file', async () => {
    const place = await linked('renamed', async (own) => {
      const file = path.join(own, 'run.json');
      const state = JSON.parse(await readFile(file, 'utf8')) as object;
      await writeFile(file, JSON.stringify({ ...state, run: '../../outside' }));
    });
    const { files } = await exportRun(await readRun(place), 'zip', { batch: 1, drawsAsInputs: false });
    expect(files.map(({ name }) => name)).toEqual(['tiny-seed1-1.zip']);
  });
});

describe('a zip that is refused', () => {
  const runs = () => path.join(root, 'refused');
  const attempt = async (bytes: Uint8Array) => {
    const error: unknown = await importRun(bytes, 'evil.zip', runs()).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'RequestError', code: 'refused' });
    expect((error as Error).message).not.toContain('\n');
    // No file remains, neither among the runs nor outside of them.
    expect(await readdir(runs())).toEqual([]);
    expect((await readdir(root)).sort()).toEqual(outside);
    return (error as Error).message;
  };
  let outside: string[];
  beforeAll(async () => {
    await mkdir(runs(), { recursive: true });
    outside = (await readdir(root)).sort();
  });
  const changed = (changes: Zippable) => zipSync({ ...unzipSync(zip), ...changes });
  const inFolder = (name: string): Uint8Array =>
    zipSync(
      Object.fromEntries(
        Object.entries(unzipSync(zip)).map(([file, bytes]) => [file.replace('tiny-seed1-1', name), bytes]),
      ),
    );
  const withWeights = (change: (own: Map<string, NamedArray>) => void, file = 'final'): Uint8Array => {
    const own = new Map(weights);
    change(own);
    return changed({ [`tiny-seed1-1/checkpoints/${file}.safetensors`]: writeSafetensors(own) });
  };
  const slots = () => weights.get('rmm/audioSlots') as NamedArray;
  const spoiled = (value: number): NamedArray => ({ ...slots(), values: slots().values.with(3, value) });
  const withState = (change: (text: string) => string): Uint8Array =>
    changed({
      'tiny-seed1-1/run.json': strToU8(change(strFromU8(unzipSync(zip)['tiny-seed1-1/run.json'] as Uint8Array))),
    });
  const withLine = (line: string): Uint8Array => changed({ 'tiny-seed1-1/metrics.jsonl': strToU8(`${line}\n`) });

  it.each<[string, () => Uint8Array, string]>([
    [
      'has a path that leaves its folder',
      () => changed({ 'tiny-seed1-1/../../evil.json': strToU8('x') }),
      'invalid relative path',
    ],
    ['has an absolute path', () => changed({ '/etc/evil': strToU8('x') }), 'absolute path'],
    [
      'has a Windows path that leaves its folder',
      () => changed({ 'tiny-seed1-1\\..\\..\\evil': strToU8('x') }),
      'evil',
    ],
    [
      'contains a file that no run has',
      () => changed({ 'tiny-seed1-1/start.sh': strToU8('x') }),
      '“tiny-seed1-1/start.sh”',
    ],
    ['contains two runs', () => changed({ 'other/run.json': strToU8('{}') }), 'one folder'],
    ['has a hidden folder', () => zipSync({ '.git/run.json': strToU8('{}') }), 'one folder'],
    ['is empty', () => zipSync({}), 'contains no run'],
    ['is no zip', () => strToU8('hello'), 'not a complete zip'],
    [
      'is a zip bomb',
      () => changed({ 'tiny-seed1-1/predictions.json': [new Uint8Array(2 ** 26), { level: 9 }] }),
      'MiB unpacked',
    ],
    [
      'contains a thousand files',
      () => zipSync(Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`a/${index}`, strToU8('x')]))),
      'more than 100 files',
    ],
    [
      'lacks the weights',
      () => {
        const { 'tiny-seed1-1/checkpoints/final.safetensors': _, ...rest } = unzipSync(zip);
        return zipSync(rest);
      },
      'final.safetensors” is missing',
    ],
    [
      'contains a broken graph',
      () => changed({ 'tiny-seed1-1/graph.json': strToU8('{') }),
      'graph.json” cannot be read',
    ],
    ...['CON', 'nul.txt', 'Com1.run', 'aux .old', 'studies', 'Studies', 'a.0123abcd-12-3.part'].map(
      (name): [string, () => Uint8Array, string] => [
        `has the reserved folder “${name}”`,
        () => inFolder(name),
        `“${name}”, a reserved name`,
      ],
    ),
    [
      'contains a checkpoint with the name of a device',
      () => withWeights(() => undefined, 'con'),
      'con.safetensors”, a reserved name',
    ],
    [
      'contains a file twice in other case',
      () => {
        const name = 'tiny-seed1-1/checkpoints/Final.safetensors';
        return changed({ [name]: writeSafetensors(weights) });
      },
      'twice',
    ],
    [
      'lacks one of the weights of its graph',
      () => withWeights((own) => own.delete('rmm/audioSlots')),
      'final.safetensors” is missing weight “rmm/audioSlots” of shape [5, 8]',
    ],
    [
      'has a weight of another shape than its graph',
      () => withWeights((own) => own.set('rmm/audioSlots', { shape: [4, 8], values: new Float32Array(32) })),
      'but [4, 8] in',
    ],
    [
      'has a weight that its graph does not have',
      () => withWeights((own) => own.set('other/bias', slots())),
      'has the weight “other/bias”, which its graph does not have',
    ],
    [
      'has a weight that is not a number',
      () => withWeights((own) => own.set('rmm/audioSlots', spoiled(NaN))),
      'final.safetensors”: the weight “rmm/audioSlots” has a value that is NaN or infinite',
    ],
    [
      'has an infinite value in another checkpoint',
      () => withWeights((own) => own.set('rmm/audioSlots', spoiled(Infinity)), 'best'),
      'best.safetensors”: the weight “rmm/audioSlots” has a value that is NaN or infinite',
    ],
    [
      'has an accuracy over 100',
      () => withState((text) => text.replace('"overall": 60', '"overall": 100.1')),
      'at most 100',
    ],
    [
      'has an accuracy under 0',
      () => withState((text) => text.replace('"overall": 60', '"overall": -1')),
      'at least 0',
    ],
    [
      'has an infinite accuracy',
      () => withState((text) => text.replace('"overall": 60', '"overall": 1e999')),
      'overall',
    ],
    [
      'has an infinite loss',
      () => withLine('{"type":"step","step":1,"epoch":1,"losses":{"total":1e999}}'),
      'metrics.jsonl”, line 1',
    ],
    ['has a truncated line of metrics', () => withLine('{"type":"step","st'), 'metrics.jsonl”, line 1'],
    ['has invalid predictions', () => changed({ 'tiny-seed1-1/predictions.json': strToU8('{}') }), 'predictions.json'],
    [
      'is from a newer studio',
      () => {
        const state = new TextDecoder().decode(unzipSync(zip)['tiny-seed1-1/run.json']);
        return changed({ 'tiny-seed1-1/run.json': strToU8(state.replace('"version": 1', '"version": 9')) });
      },
      'newer',
    ],
  ])('%s', async (_, make, part) => {
    expect(await attempt(make())).toContain(part);
  });

  it('has a file that is longer than its directory entry', async () => {
    // A stored file of four bytes whose directory entry has a length of one.
    const bytes = zipSync({ 'a/run.json': [strToU8('{}{}'), { level: 0 }] });
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const directory = Buffer.from(bytes).indexOf('PK\x01\x02', 'latin1');
    view.setUint32(directory + 24, 1, true);
    await attempt(bytes);
  });

  it('is truncated or damaged anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: zip.length - 1 }), async (length) => {
        await attempt(zip.subarray(0, length));
      }),
      { numRuns: 60, seed: 7 },
    );
    // The checksum detects a changed byte of a file. The middle contains the stored weights and compressed curves.
    const place = Buffer.from(zip).indexOf('rmm/audioSlots');
    const broken = zip.slice();
    broken[place] = (broken[place] as number) ^ 1;
    expect(await attempt(broken)).toContain('checksum');
  });
});
