import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatasetError, questionTypes, splits, type Dataset, type Question } from '../../datasets/dataset';
import { unknownId } from '../../datasets/tokens';
import { writeNpy } from '../../datasets/music-avqa/npy';
import { openDataset } from './dataset';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'music-avqa-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Three questions per video. The second has a word that the questions of no other video have. */
const entriesOf = (video: string) =>
  [
    ['Is music playing?', 'yes'],
    [`Would word${video} be heard?`, 'no'],
    ['How many players are there?', 'two'],
  ].map(([question_content, anser]) => ({
    video_id: video,
    type: '["Audio", "Counting"]',
    question_content,
    templ_values: '[]',
    anser,
  }));

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}
const writeVideos = (name: string, videos: readonly string[]) => write(name, JSON.stringify(videos.flatMap(entriesOf)));
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `0000${100 + index}`);

const videos = (dataset: Dataset, split: (typeof splits)[number]): Set<string> =>
  new Set(dataset.questions[split].map(({ video }) => video));

describe('a MUSIC-AVQA annotation file as a dataset', () => {
  it('keeps the questions of a video in one split, with the given shares', async () => {
    const annotations = await writeVideos('videos.json', numbered(20));
    const dataset = await openDataset({ annotations, validationShare: 0.1, testShare: 0.25 });
    const parts = splits.map((split) => videos(dataset, split));
    expect(parts.map(({ size }) => size)).toEqual([13, 2, 5]);
    expect(new Set(parts.flatMap((part) => [...part])).size).toBe(20);
    for (const split of splits) expect(dataset.questions[split]).toHaveLength(3 * videos(dataset, split).size);
  });

  it('splits the same for the same seed, whatever the order of the file, and differently for another seed', async () => {
    const open = async (name: string, ids: string[], seed: number) =>
      videos(await openDataset({ annotations: await writeVideos(name, ids), seed }), 'test');
    const ids = numbered(20);
    const one = await open('forwards.json', ids, 1);
    expect(await open('backwards.json', ids.toReversed(), 1)).toEqual(one);
    expect(await open('forwards.json', ids, 2)).not.toEqual(one);
  });

  it('keeps a video that was made from another in the split of its original', async () => {
    const originals = numbered(40);
    const madeOf = (id: string) => [`ea${id}`, `${id}_flip`, `ea${id}_flip`];
    const annotations = await writeVideos('made.json', [...originals, ...originals.flatMap(madeOf)]);
    const dataset = await openDataset({ annotations });
    for (const split of splits) {
      const here = videos(dataset, split);
      for (const id of originals) for (const made of madeOf(id)) expect(here.has(made)).toBe(here.has(id));
    }
  });

  it('learns its words from the training part alone', async () => {
    const dataset = await openDataset({ annotations: await writeVideos('words.json', numbered(20)) });
    const { vocabulary, spec } = dataset;
    const known = new Set(vocabulary);
    for (const id of videos(dataset, 'train')) expect(known).toContain(`word${id}`);
    for (const id of videos(dataset, 'test')) expect(known).not.toContain(`word${id}`);
    expect(spec.vocabulary).toBe(vocabulary.length);
    const asked = dataset.questions.test.find(({ text }) => text.includes('word'));
    expect([...(asked?.tokens ?? [])].map((token) => vocabulary[token]).slice(0, 5)).toEqual([
      'Would',
      '<unk>',
      'be',
      'heard',
      '<pad>',
    ]);
  });

  it('pads and cuts questions to the given length', async () => {
    const annotations = await writeVideos('length.json', numbered(10));
    const { questions, spec } = await openDataset({ annotations, questionLength: 3 });
    expect(spec.questionLength).toBe(3);
    for (const { tokens } of questions.train) expect(tokens).toHaveLength(3);
    expect(questions.train[0]?.text).toMatch(/\?$/);
  });

  it.each([{}, { audioFeatures: '', visualFeatures: '' }])(
    'treats a modality whose folder parameter is empty as missing for the whole dataset (%j)',
    async (features) => {
      const annotations = await writeVideos('features.json', numbered(10));
      const dataset = await openDataset({ annotations, ...features });
      expect(await dataset.features('0000100')).toEqual({ audio: null, visual: null });
    },
  );

  it('refuses a feature folder that is given but cannot hold features', async () => {
    const annotations = await writeVideos('folders.json', numbered(10));
    await mkdir(path.join(folder, 'nothing-in-it'));
    await symlink(path.join(folder, 'gone'), path.join(folder, 'dangling'));
    const refused = (name: string, parameter = 'audioFeatures') =>
      expect(openDataset({ annotations, [parameter]: path.join(folder, name) })).rejects;
    await refused('no-such-folder').toThrow(/no-such-folder” of “audioFeatures” does not exist; correct the path/);
    await refused('no-such-folder', 'visualFeatures').toThrow(/of “visualFeatures” does not exist/);
    await refused('folders.json').toThrow(/is not a folder/);
    await refused('folders.json/inside').toThrow(/does not exist/);
    await refused('nothing-in-it').toThrow(/is empty/);
    await refused('dangling').toThrow(/is a link to a path that does not exist/);
    await refused('dangling').toThrow(DatasetError);
  });

  it('refuses audio and visual features of one video with different lengths', async () => {
    const annotations = await writeVideos('lengths.json', numbered(3));
    const [audioFeatures, visualFeatures] = [path.join(folder, 'sound'), path.join(folder, 'picture')];
    for (const made of [audioFeatures, visualFeatures]) await mkdir(made);
    const sizes = { audioWidth: 2, visualWidth: 3, height: 1, width: 1, seconds: 4 };
    const put = async (video: string, sound: number, picture: number) => {
      await writeFile(path.join(audioFeatures, `${video}.npy`), writeNpy([sound, 2], new Float32Array(2 * sound)));
      const values = new Float32Array(3 * picture);
      await writeFile(path.join(visualFeatures, `${video}.npy`), writeNpy([picture, 3, 1, 1], values));
    };
    for (const video of numbered(3)) await put(video, 6, 6);
    const open = () => openDataset({ annotations, audioFeatures, visualFeatures, ...sizes });
    await expect(open()).resolves.toBeDefined();
    await put('0000101', 6, 5);
    await expect(open()).rejects.toThrow(
      /^Video “0000101” has 6 seconds of audio and 5 seconds of visual features; extract both/,
    );
  });

  it('takes validation and test from separate files, and then holds out no videos for them', async () => {
    const ids = numbered(20);
    const annotations = await writeVideos('train.json', ids.slice(0, 10));
    const validationAnnotations = await writeVideos('validation.json', ids.slice(10, 13));
    const testAnnotations = await writeVideos('test.json', ids.slice(13));
    const sizes = async (files: Record<string, string>) => {
      const dataset = await openDataset({ annotations, ...files });
      return splits.map((split) => videos(dataset, split).size);
    };
    expect(await sizes({ validationAnnotations, testAnnotations })).toEqual([10, 3, 7]);
    expect(await sizes({ testAnnotations })).toEqual([9, 1, 7]);
    expect(await sizes({ validationAnnotations })).toEqual([8, 3, 2]);
    const { questions } = await openDataset({ annotations, validationAnnotations, testAnnotations });
    expect(new Set(questions.test.map(({ video }) => video))).toEqual(new Set(ids.slice(13)));
  });

  it('adds answers of the training questions to the published 42 as classes; other answers are correct for no class', async () => {
    const entry = (video: string, anser: string) => ({ ...entriesOf(video)[0], anser });
    const annotations = await write(
      'answers.json',
      JSON.stringify(['zither', 'two', 'bells'].map((a) => entry('1', a))),
    );
    const testAnnotations = await write('unknown.json', JSON.stringify([entry('2', 'two'), entry('2', 'harp')]));
    const {
      answers,
      spec,
      questions,
      describe: show,
    } = await openDataset({ annotations, testAnnotations, validationShare: 0 });
    expect(answers.slice(42)).toEqual(['bells', 'zither']);
    expect(spec.answers).toBe(44);
    expect(questions.test.map(({ answer }) => answer)).toEqual([answers.indexOf('two'), -1]);
    expect(show?.('2')).toMatchObject({
      video: '2',
      questions: [{ answer: 'two' }, { split: 'test', answer: 'harp' }],
    });
  });

  it('names the file that is missing, truncated, empty, or not a file', async () => {
    const refused = (annotations: string) => expect(openDataset({ annotations })).rejects;
    await refused('').toThrow(/“annotations” is empty/);
    await refused('nowhere.json').toThrow(/“nowhere\.json” does not exist/);
    await refused(folder).toThrow(/cannot be read/);
    await refused(await write('cut.json', '[{"video_id": "0')).toThrow(/cut\.json” is not valid JSON/);
    await refused(await write('empty.json', '[]')).toThrow(/empty\.json” holds no questions/);
    await refused('nowhere.json').toThrow(DatasetError);
  });
});

const published = path.resolve('../shared/data/music-avqa/avqa-val.json');
const absent = !existsSync(published);
describe(`the published validation questions${absent ? ' (skipped: the file is not on this machine)' : ''}`, () => {
  it.skipIf(absent)('are 4,568, of all nine types, with a vocabulary of about 93 words', async () => {
    const dataset = await openDataset({ annotations: published });
    const questions = splits.flatMap((split): readonly Question[] => dataset.questions[split]);
    expect(questions).toHaveLength(4568);
    expect(new Set(questions.map(({ type }) => type))).toEqual(new Set(Object.keys(questionTypes)));
    expect(dataset.vocabulary.length).toBeGreaterThan(80);
    expect(dataset.vocabulary.length).toBeLessThan(110);
    expect(questions.every(({ text }) => !text.includes('<'))).toBe(true);
    expect(dataset.vocabulary.filter((word) => !/^([A-Za-z_]+|<pad>|<unk>)$/u.test(word))).toEqual([]);
    for (const [one, other] of [
      ['train', 'test'],
      ['train', 'validation'],
      ['validation', 'test'],
    ] as const) {
      const others = videos(dataset, other);
      expect([...videos(dataset, one)].filter((video) => others.has(video))).toEqual([]);
    }
  });

  it.skipIf(absent)('work with a training file that lacks many of their words', async () => {
    const dataset = await openDataset({
      annotations: await writeVideos('few.json', numbered(10)),
      validationAnnotations: published,
      testShare: 0,
    });
    const { train, validation } = dataset.questions;
    expect([train.length, validation.length]).toEqual([30, 4568]);
    expect(validation.every(({ tokens }) => tokens.some((token) => token === unknownId))).toBe(true);
    expect(validation.every(({ answer }) => answer >= 0 && answer < 42)).toBe(true);
    expect(dataset.vocabulary.some((word) => /[?？\s]/u.test(word))).toBe(false);
  });

  it.skipIf(absent)('have “yes” as their most frequent answer, a quarter of the total', async () => {
    const dataset = await openDataset({ annotations: published });
    const questions = splits.flatMap((split): readonly Question[] => dataset.questions[split]);
    const times = new Map<string, number>();
    for (const { answer } of questions) {
      const text = dataset.answers[answer] ?? '';
      times.set(text, (times.get(text) ?? 0) + 1);
    }
    const [[text, count] = ['', 0]] = [...times].toSorted(([, one], [, other]) => other - one);
    expect(text).toBe('yes');
    expect(count / questions.length).toBeCloseTo(0.26, 1);
    expect(times.size).toBe(41);
  });
});
