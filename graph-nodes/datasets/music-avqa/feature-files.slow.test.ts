import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Features } from '../dataset';
import { openDataset } from '../../nodes/music-avqa/dataset';
import { cacheFeatures } from './feature-cache';
import { keptSeconds, readSeconds } from './feature-files';
import { writeNpy } from './npy';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'music-avqa-features-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

/** A file with the values 0, 1, 2, … in C order, and then in the given form. */
async function counting(name: string, shape: readonly number[], change?: (values: Float32Array) => void) {
  const values = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, index) => index);
  change?.(values);
  return write(name, writeNpy(shape, values));
}

/** The same array in Fortran order, as float64 in big-endian bytes. */
function fortran([t, c, h, w]: readonly [number, number, number, number], at: (...place: number[]) => number) {
  const text = `{'descr': '>f8', 'fortran_order': True, 'shape': (${t}, ${c}, ${h}, ${w})}`;
  const bytes = new Uint8Array(10 + text.length + 8 * t * c * h * w);
  bytes.set([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0, ...Buffer.from(text)]);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < t * c * h * w; index += 1) {
    const place = [
      index % t,
      Math.floor(index / t) % c,
      Math.floor(index / (t * c)) % h,
      Math.floor(index / (t * c * h)),
    ];
    view.setFloat64(10 + text.length + 8 * index, at(...place));
  }
  return bytes;
}

describe('the seconds kept of a file', () => {
  it('are every sixth of 60 for the paper’s 10, all seconds if all are kept, and equally spaced otherwise', () => {
    expect(keptSeconds(60, 10)).toEqual([0, 6, 12, 18, 24, 30, 36, 42, 48, 54]);
    expect(keptSeconds(4, 4)).toEqual([0, 1, 2, 3]);
    expect(keptSeconds(7, 3)).toEqual([0, 2, 4]);
  });

  it('have channels last from files with channels first', async () => {
    const audio = await readSeconds(await counting('audio.npy', [60, 4]), [4], 10);
    expect([...audio]).toEqual(keptSeconds(60, 10).flatMap((t) => [0, 1, 2, 3].map((c) => 4 * t + c)));
    const visual = await readSeconds(await counting('visual.npy', [6, 5, 2, 3]), [5, 2, 3], 3);
    const expected: number[] = [];
    for (const t of [0, 2, 4])
      for (const h of [0, 1])
        for (const w of [0, 1, 2]) for (const c of [0, 1, 2, 3, 4]) expected.push(w + 3 * (h + 2 * (c + 5 * t)));
    expect([...visual]).toEqual(expected);
  });

  it('are the same from Fortran order, another type and another byte order', async () => {
    const at = (t = 0, c = 0, h = 0, w = 0) => w + 3 * (h + 2 * (c + 5 * t));
    const file = await write('fortran.npy', fortran([6, 5, 2, 3], at));
    const same = await readSeconds(path.join(folder, 'visual.npy'), [5, 2, 3], 3);
    expect(await readSeconds(file, [5, 2, 3], 3)).toEqual(same);
  });

  it('are read one at a time if one is requested, in C and in Fortran order', async () => {
    for (const name of ['visual.npy', 'fortran.npy']) {
      const file = path.join(folder, name);
      const whole = await readSeconds(file, [5, 2, 3], 3);
      for (const second of [0, 1, 2]) {
        const one = await readSeconds(file, [5, 2, 3], 3, second);
        expect(one).toEqual(whole.slice(30 * second, 30 * (second + 1)));
      }
    }
  });

  it('are the only ones read: the seconds between them do not matter', async () => {
    const others = (values: Float32Array) => values.fill(NaN, 4, 6 * 4).fill(Infinity, 55 * 4);
    const file = await counting('between.npy', [60, 4], others);
    expect([...(await readSeconds(file, [4], 10)).slice(0, 8)]).toEqual([0, 1, 2, 3, 24, 25, 26, 27]);
  });

  it('are refused in one sentence with the file, the finding and the expectation', async () => {
    const refused = (file: string) => expect(readSeconds(file, [4], 10)).rejects;
    await refused(path.join(folder, 'none.npy')).toThrow(/none\.npy” does not exist; expected an NPY file/);
    await refused(folder).toThrow(/(is not a file|cannot be read)/);
    await refused(await counting('wide.npy', [60, 5])).toThrow(/float32 \[60, 5\]; expected \[T, 4\] with at least 10/);
    await refused(await counting('short.npy', [9, 4])).toThrow(/float32 \[9, 4\]; expected \[T, 4\] with at least 10/);
    await refused(await write('cut.npy', writeNpy([60, 4], new Float32Array(240)).subarray(0, 900))).toThrow(
      /cut\.npy” is 900 bytes long; its header, float32 \[60, 4\], expects 1088/,
    );
    const [nan, huge] = [NaN, Infinity].map((value) => (values: Float32Array) => void (values[4 * 6 + 3] = value));
    await refused(await counting('nan.npy', [60, 4], nan)).toThrow(/nan\.npy” holds NaN at \[6, 3\]/);
    await refused(await counting('huge.npy', [60, 4], huge)).toThrow(/huge\.npy” holds Infinity at \[6, 3\]/);
  });
});

describe('the cache of features', () => {
  const cacheOf = (bytes: number, read: (video: string) => Promise<Features>) =>
    cacheFeatures(read, () => Promise.resolve(null), 1, bytes);
  const features = (): Features => ({ audio: new Float32Array(25), visual: null });

  it('keeps what fits, reads the rest again, and caches no failed read', async () => {
    const read: string[] = [];
    const cached = cacheOf(250, (video) => {
      read.push(video);
      return read.length === 1 ? Promise.reject(new Error('once')) : Promise.resolve(features());
    });
    await expect(cached.features('a')).rejects.toThrow('once');
    for (const video of ['a', 'b', 'c', 'a', 'b', 'c']) await cached.features(video);
    expect(read).toEqual(['a', 'a', 'b', 'c', 'c']);
  });

  it('takes a second from a cached video, and reads it separately for another', async () => {
    const whole: string[] = [];
    const seconds: string[] = [];
    const cached = cacheFeatures(
      (video) => {
        whole.push(video);
        return Promise.resolve({ audio: null, visual: Float32Array.of(1, 2, 3, 4, 5, 6) });
      },
      (video, second) => {
        seconds.push(`${video} ${second}`);
        return Promise.resolve(Float32Array.of(7, 8));
      },
      3,
      1000,
    );
    await cached.features('a');
    expect([...((await cached.frame('a', 2)) ?? [])]).toEqual([5, 6]);
    expect([...((await cached.frame('b', 1)) ?? [])]).toEqual([7, 8]);
    expect({ whole, seconds }).toEqual({ whole: ['a'], seconds: ['b 1'] });
  });

  it('reads a video once for all concurrent requests, and no more than eight at once', async () => {
    let [now, most, reads] = [0, 0, 0];
    const cached = cacheOf(0, async () => {
      reads += 1;
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return features();
    });
    await Promise.all(Array.from({ length: 60 }, (_, index) => cached.features(`video ${index % 30}`)));
    expect({ most, reads }).toEqual({ most: 8, reads: 30 });
  });
});

describe('a folder of 2,000 videos', () => {
  const files = ['vggish', 'res18_14x14'] as const;
  const parameters = () => ({
    annotations: path.join(folder, 'many.json'),
    audioFeatures: path.join(folder, 'vggish'),
    visualFeatures: path.join(folder, 'res18_14x14'),
    seconds: 3,
    audioWidth: 16,
    visualWidth: 256,
    height: 2,
    width: 2,
  });
  const bytesOfVideo = 4 * 3 * (16 + 256 * 4);
  const videos = Array.from({ length: 2000 }, (_, index) => String(index).padStart(8, '0'));

  beforeAll(async () => {
    const entry = { type: '["Audio", "Counting"]', question_content: 'Is it?', templ_values: '[]', anser: 'yes' };
    await write('many.json', JSON.stringify(videos.map((video_id) => ({ video_id, ...entry }))));
    // Ten files stand for all, each under 200 names: a video is read by its name.
    for (const name of files) await mkdir(path.join(folder, name), { recursive: true });
    for (let first = 0; first < 10; first += 1) {
      await counting(`vggish/${videos[first] ?? ''}.npy`, [6, 16]);
      await counting(`res18_14x14/${videos[first] ?? ''}.npy`, [6, 256, 2, 2]);
    }
    for (const [index, video] of videos.entries()) {
      if (index < 10) continue;
      for (const name of files) {
        const fileOf = (id = '') => path.join(folder, name, `${id}.npy`);
        await link(fileOf(videos[index % 10]), fileOf(video));
      }
    }
  });

  it('is read without memory growing beyond the cache', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    /** Bytes that are still held after garbage collection; buffers are freed some turns after they were found. */
    const held = async (): Promise<number> => {
      let least = Infinity;
      for (let round = 0; round < 10; round += 1) {
        collect();
        await new Promise((resolve) => setImmediate(resolve));
        least = Math.min(least, process.memoryUsage().arrayBuffers);
      }
      return least;
    };
    const dataset = await openDataset({ ...parameters(), cacheMebibytes: 1 });
    const before = await held();
    const readAll = async () => {
      for (let first = 0; first < videos.length; first += 100) {
        await Promise.all(videos.slice(first, first + 100).map((video) => dataset.features(video)));
      }
    };
    await readAll();
    const afterOne = (await held()) - before;
    await readAll();
    const afterTwo = (await held()) - before;
    expect(videos.length * bytesOfVideo).toBeGreaterThan(20 * 2 ** 20);
    for (const grown of [afterOne, afterTwo]) {
      expect(grown).toBeGreaterThan(0.9 * 2 ** 20);
      expect(grown).toBeLessThan(1.1 * 2 ** 20);
    }
  });

  it('is refused before training with the first bad file and the number of the others', async () => {
    await rm(path.join(folder, 'vggish', `${videos[1500] ?? ''}.npy`));
    await expect(openDataset(parameters())).rejects.toThrow(/vggish.00001500\.npy” does not exist[^.]*video\.$/);
    await counting(`vggish/${videos[1500] ?? ''}.npy`, [6, 17]);
    await rm(path.join(folder, 'vggish', `${videos[1600] ?? ''}.npy`));
    await expect(openDataset(parameters())).rejects.toThrow(
      /00001500\.npy” holds float32 \[6, 17\]; expected \[T, 16\].* 1 more file is wrong\.$/,
    );
    await expect(openDataset({ ...parameters(), audioFeatures: '', height: 14, width: 14 })).rejects.toThrow(
      /float32 \[6, 256, 2, 2\]; expected \[T, 256, 14, 14\].* 1999 more files are wrong/,
    );
  });
});
