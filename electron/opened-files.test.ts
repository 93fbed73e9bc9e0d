import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn, largestFile, OpenedPlaces, Outbox, readOpened, recentSchema, withRecent } from './opened-files';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-opened-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('files at the start of the application', () => {
  it('are distinguished from switches, the folder of the application and other files', () => {
    const parameters = [
      '--no-sandbox',
      '.',
      '--runs=/runs/x.json',
      'a.json',
      '/b/C.MMGRAPH',
      'notes.txt',
      '--',
      'run.zip',
    ];
    const home = path.resolve('/home');
    expect(filesIn(parameters, home)).toEqual([
      path.resolve(home, 'a.json'),
      path.resolve('/b/C.MMGRAPH'),
      path.resolve(home, 'run.zip'),
    ]);
  });
});

describe('an opened graph', () => {
  it('is saved to its file, and to no other', async () => {
    const places = new OpenedPlaces();
    const file = path.join(folder, 'saved.mmgraph');
    await writeFile(file, 'before');
    const place = places.add(file);
    expect(places.add(file)).toBe(place);
    expect(await places.save({ id: 5, place, text: 'after' })).toEqual({ id: 5, reason: null });
    expect(await readFile(file, 'utf8')).toBe('after');
    for (const request of [{ id: 6, place: 1, text: 'x' }, { id: 6, place: file, text: 'x' }, { id: 6, place }, null]) {
      expect(await places.save(request)).toBeUndefined();
    }
    expect(await readFile(file, 'utf8')).toBe('after');
  });

  it('has no place if it is a study, a run or a picture', () => {
    const places = new OpenedPlaces();
    expect(['a.mmstudy', 'b.mmrun', 'c.zip', 'd.png'].map((name) => places.add(name))).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('that cannot be written is answered with the reason', async () => {
    const places = new OpenedPlaces();
    const place = places.add(path.join(folder, 'file.json', 'inside.json'));
    await writeFile(path.join(folder, 'file.json'), '');
    const answer = await places.save({ id: 7, place, text: 'x' });
    expect([answer?.id, answer?.reason]).toEqual([7, expect.stringContaining('file.json')]);
  });
});

describe('a file that the user opens', () => {
  it('is read with its name', async () => {
    const file = path.join(folder, 'graph.mmgraph');
    await writeFile(file, '{}');
    const { name, bytes } = await readOpened(file);
    expect([name, Buffer.from(bytes).toString()]).toEqual(['graph.mmgraph', '{}']);
  });

  it('is refused with another extension, as a folder, without a file, and if it is too large', async () => {
    await mkdir(path.join(folder, 'folder.json'));
    await writeFile(path.join(folder, 'large.zip'), '');
    await truncate(path.join(folder, 'large.zip'), largestFile + 1);
    await expect(readOpened(path.join(folder, 'secret.txt'))).rejects.toThrow('secret.txt has an unknown extension');
    await expect(readOpened(path.join(folder, 'folder.json'))).rejects.toThrow('folder.json is not a file.');
    await expect(readOpened(path.join(folder, 'none.json'))).rejects.toThrow('ENOENT');
    await expect(readOpened(path.join(folder, 'large.zip'))).rejects.toThrow('large.zip has 49 MiB; at most 48 MiB');
  });

  it('is the first of the recent files, which are few', () => {
    expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a']);
    const many = Array.from({ length: 12 }, (_, index) => String(index)).reduce<string[]>(withRecent, []);
    expect(many).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '3', '2']);
    expect(recentSchema.safeParse(many).success).toBe(true);
    expect(recentSchema.safeParse(['']).success).toBe(false);
  });

  it('waits for a window', () => {
    const outbox = new Outbox<string>();
    const taken: string[] = [];
    outbox.send('first');
    outbox.open((message) => taken.push(message));
    outbox.send('second');
    outbox.close();
    outbox.send('third');
    expect(taken).toEqual(['first', 'second']);
    outbox.open((message) => taken.push(message));
    expect(taken).toEqual(['first', 'second', 'third']);
  });
});
