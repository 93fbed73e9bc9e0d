import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeptFile } from './kept-file';
import { placeOf, windowStateSchema } from './window-state';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const state = { x: 100, y: 100, width: 1200, height: 800, maximised: false };

describe('the place of a window', () => {
  it('is the stored one', () => {
    const { maximised, ...bounds } = state;
    expect(placeOf(state, [screen])).toEqual({ bounds, maximised });
    expect(placeOf({ ...state, maximised: true }, [screen]).maximised).toBe(true);
  });

  it('is in the middle without a stored one, or if its title bar is on no screen', () => {
    expect(placeOf(undefined, [screen])).toEqual({ bounds: { width: 1440, height: 900 }, maximised: false });
    for (const lost of [{ x: 1900 }, { x: -1180 }, { y: 1070 }, { y: -300 }]) {
      const { bounds } = placeOf({ ...state, ...lost }, [screen]);
      expect(bounds, JSON.stringify(lost)).toEqual({ width: 1200, height: 800 });
    }
    // A second screen on the left.
    const left = { ...screen, x: -1920 };
    expect(placeOf({ ...state, x: -1180 }, [screen, left]).bounds).toMatchObject({ x: -1180 });
  });

  it('is never smaller than a window can be', () => {
    expect(placeOf({ ...state, width: 10, height: 10 }, [screen]).bounds).toMatchObject({ width: 900, height: 600 });
  });
});

describe('the stored state', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'studio-state-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is read as it was written', async () => {
    const file = path.join(folder, 'deeper', 'window.json');
    const kept = new KeptFile(file, windowStateSchema);
    expect(kept.read()).toBeUndefined();
    kept.write(state);
    expect(new KeptFile(file, windowStateSchema).read()).toEqual(state);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(state);
  });

  it.each(['', '{', '[]', JSON.stringify({ ...state, width: -1 }), JSON.stringify({ ...state, x: 1e9 }), '{"x":1}'])(
    'is ignored if it is %s',
    async (text) => {
      const file = path.join(folder, 'window.json');
      await writeFile(file, text);
      expect(new KeptFile(file, windowStateSchema).read()).toBeUndefined();
    },
  );

  it('is lost without an error if it cannot be written', async () => {
    await writeFile(path.join(folder, 'file'), '');
    expect(() => new KeptFile(path.join(folder, 'file', 'window.json'), windowStateSchema).write(state)).not.toThrow();
  });
});
