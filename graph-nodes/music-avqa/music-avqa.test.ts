import fc from 'fast-check';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splits } from '../dataset';
import { unknownId } from '../tokens';
import { parseAnnotations } from './annotations';
import { openDataset } from './dataset';

/** A question in the shape of the published file, in words of our own. */
const entry = (changes: Record<string, unknown> = {}) => ({
  video_id: '00000001',
  question_id: 1,
  type: '["Audio", "Counting"]',
  question_content: 'How loud is the <Object> really?',
  templ_values: '["tuba"]',
  anser: 'two',
  ...changes,
});
const parse = (...entries: unknown[]) => parseAnnotations(JSON.stringify(entries), 'file.json');

describe('annotations', () => {
  it('have their slots filled and their marks cut, ASCII and full-width, with blanks behind', () => {
    const wordings = [
      'How loud is the <Object> really?',
      'How loud is the <Object> really？',
      'How loud is the <Object> really ?  ',
    ];
    for (const question_content of wordings) {
      expect(parse(entry({ question_content }))[0]).toMatchObject({
        type: 'audioCounting',
        words: ['How', 'loud', 'is', 'the', 'tuba', 'really'],
      });
    }
  });

  it('may have nothing to fill, in the ways in which that is published', () => {
    for (const templ_values of ['[]', '', null, 'Null']) {
      expect(parse(entry({ question_content: 'Is it dark?', templ_values }))[0]?.words).toEqual(['Is', 'it', 'dark']);
    }
  });

  it('that were deleted are left out', () => {
    expect(parse(entry(), { ...entry(), question_deleted: 1 })).toHaveLength(1);
  });

  it.each([
    ['an answer that is none of the 42', { anser: 'purple' }, ['entry 1', 'anser', 'purple']],
    ['a type that is none of the nine', { type: '["Audio", "Colour"]' }, ['entry 1', 'type', 'Colour']],
    ['a type that is no list', { type: 'Audio' }, ['entry 1', 'type', 'Audio']],
    ['too few values for the slots', { templ_values: '[]' }, ['entry 1', 'templ_values']],
    ['a missing video', { video_id: undefined }, ['entry 1', 'video_id']],
    ['a question that is a number', { question_content: 7 }, ['entry 1', 'question_content']],
  ])('with %s are refused in one sentence that names entry and field', (_, change, parts) => {
    const attempt = () => parse(entry(), entry(change));
    expect(attempt).toThrow(expect.objectContaining({ name: 'DatasetError' }));
    for (const part of parts) expect(attempt).toThrow(part);
  });

  it('cut short anywhere are refused, never half read', () => {
    const text = JSON.stringify([entry(), entry({ question_id: 2 })]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(() => parseAnnotations(text.slice(0, length), 'file.json')).toThrow('file.json');
      }),
    );
  });
});

describe('the dataset', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'studio-avqa-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const open = async (entries: unknown[], changes: Record<string, unknown> = {}) => {
    const annotations = path.join(folder, 'annotations.json');
    await writeFile(annotations, JSON.stringify(entries));
    return openDataset({ annotations, ...changes });
  };
  const many = Array.from({ length: 60 }, (_, index) =>
    entry({
      video_id: String(Math.floor(index / 2)).padStart(8, '0'),
      question_content: `Is the <Object> word${index} here?`,
    }),
  );

  it('is split by video, and the same seed splits the same', async () => {
    const one = await open(many);
    const videos = splits.map((split) => new Set(one.questions[split].map(({ video }) => video)));
    for (const [index, set] of videos.entries()) {
      expect(set.size).toBeGreaterThan(0);
      for (const other of videos.slice(index + 1)) expect([...set].filter((video) => other.has(video))).toEqual([]);
    }
    expect(splits.reduce((sum, split) => sum + one.questions[split].length, 0)).toBe(many.length);
    expect((await open(many)).questions).toEqual(one.questions);
    expect((await open(many, { seed: 2 })).questions.test).not.toEqual(one.questions.test);
  });

  it('knows the words of its training questions only', async () => {
    const { questions, vocabulary } = await open(many);
    for (const { text } of questions.train) expect(vocabulary).toContain(text.split(' ')[3]);
    const [held] = questions.test;
    expect(vocabulary).not.toContain(held?.text.split(' ')[3]);
    expect(held?.tokens[3]).toBe(unknownId);
  });

  it('has neither sound nor picture', async () => {
    const { features } = await open(many);
    expect(await features('00000001')).toEqual({ audio: null, visual: null });
  });

  it('names the file that is not there, and the folder that it cannot read yet', async () => {
    await expect(openDataset({ annotations: path.join(folder, 'none.json') })).rejects.toThrow('does not exist');
    await expect(openDataset({})).rejects.toThrow('“annotations” is empty');
    await expect(open(many, { audioFeatures: folder })).rejects.toThrow('“audioFeatures”');
  });
});

const published = path.resolve('../shared/data/music-avqa/avqa-val.json');
describe.skipIf(!existsSync(published))('the published validation file (skipped where it is absent)', () => {
  it('is read whole: 4,568 questions of all nine types, none longer than 14 words', async () => {
    const { questions, answers } = await openDataset({ annotations: published });
    const all = splits.flatMap((split) => [...questions[split]]);
    expect(all).toHaveLength(4568);
    expect(new Set(all.map(({ type }) => type)).size).toBe(9);
    expect(answers).toHaveLength(42);
    const annotations = parseAnnotations(await readFile(published, 'utf8'), 'avqa-val.json');
    expect(Math.max(...annotations.map(({ words }) => words.length))).toBeLessThanOrEqual(14);
  });
});
