import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunResult } from '../../engine/contract/runs';
import { checkFolder, type FolderReport } from '../../engine/data/check-folder';
import { makeFolder, type MadeFolder } from '../../engine/data/make-folder';
import type { Ceiling } from '../../engine/training/ceiling';
import { splits } from '../../graph-nodes/datasets/dataset';
import { openDataset } from '../../graph-nodes/nodes/music-avqa/dataset';
import { parseNpyHeader, writeNpy } from '../../graph-nodes/datasets/music-avqa/npy';
import { openDataset as openOrchestra } from '../../graph-nodes/nodes/orchestra/dataset';
import { questionLength } from '../../graph-nodes/datasets/orchestra/questions';
import { tinyPipeline } from '../fixtures/graphs';
import { studio as startStudio, studioAsUser, type Outcome } from '../fixtures/studio';

let root: string;
let folder: string;
let made: MadeFolder;
const sizes = { scenes: 60, seed: 5, seconds: 12 };
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'studio-data-'));
});
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(root, 'test-')), 'data');
  made = await makeFolder(folder, sizes);
});
afterAll(() => rm(root, { recursive: true }));

const studio = (...parameters: string[]): Promise<Outcome> => startStudio(...parameters).ended;

const audio = (scene: number): string => `feats/vggish/scene-${String(scene).padStart(5, '0')}.npy`;
const visual = (scene: number): string => audio(scene).replace('vggish', 'res18_14x14');
const inFolder = (file: string): string => path.join(folder, file);

/** Puts a value into the file of a scene. */
async function spoil(file: string, index: number, value: number): Promise<void> {
  const bytes = await readFile(inFolder(file));
  bytes.writeFloatLE(value, parseNpyHeader(bytes, bytes.length, file).offset + 4 * index);
  await writeFile(inFolder(file), bytes);
}

describe('a folder made of Orchestra', () => {
  it('is read as the same questions and, to the bit, the same features', async () => {
    const orchestra = await openOrchestra(sizes);
    const read = await openDataset({ ...made.parameters, seconds: sizes.seconds });
    for (const split of splits) {
      const asked = ({ questions, answers }: typeof read) =>
        questions[split].map(({ video, type, text, answer }) => ({ video, type, text, answer: answers[answer] }));
      expect(asked(read)).toEqual(asked(orchestra));
      for (const { video } of read.questions[split].slice(0, 5)) {
        expect(await read.features(video)).toEqual(await orchestra.features(video));
      }
    }
    expect(read.spec).toMatchObject({ seconds: 12, audioWidth: 128, height: 2, width: 3, visualWidth: 64 });
  });

  it('keeps, of more seconds than requested, those at equal distances', async () => {
    const orchestra = await openOrchestra(sizes);
    const read = await openDataset({ ...made.parameters, seconds: 4 });
    const [question] = read.questions.train;
    const whole = (await orchestra.features(question?.video ?? '')).audio;
    const rows = [0, 3, 6, 9].flatMap((second) => [...(whole ?? []).slice(128 * second, 128 * (second + 1))]);
    expect([...((await read.features(question?.video ?? '')).audio ?? [])]).toEqual(rows);
  });

  it('is the same twice for one seed, and another for another', async () => {
    const again = path.join(root, 'again');
    const other = path.join(root, 'other');
    await makeFolder(again, sizes);
    await makeFolder(other, { ...sizes, seed: 6 });
    const [one, same, different] = await Promise.all(
      [folder, again, other].map((place) => readFile(path.join(place, visual(3)), 'base64')),
    );
    expect(same).toBe(one);
    expect(different).not.toBe(one);
  });

  it('overwrites nothing', async () => {
    const before = await readdir(folder, { recursive: true });
    const { code, out, err } = await studio('data', 'make', folder);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('is not empty');
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    expect((await studio('data', 'make', inFolder('json/avqa-val.json'))).code).toBe(2);
  });

  it.each([
    ['--scenes', '3', 'at least 10'],
    ['--seconds', '61', 'at most 60'],
    ['--seed', 'x', 'whole number'],
  ])('is refused with %s %s', async (option, value, expected) => {
    const target = path.join(root, 'refused');
    const { code, err } = await studio('data', 'make', target, option, value);
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`${option} .*${value}`));
    expect(err).toContain(expected);
    expect(await readdir(root)).not.toContain('refused');
  });
});

describe('studio data check', () => {
  it('finds no fault in a new folder', async () => {
    const { code, out } = await studio('data', 'check', folder, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      folder,
      questions: made.questions,
      videos: 60,
      audio: { folder: 'feats/vggish', good: 60, shape: [12, 128], types: ['float32'] },
      visual: { folder: 'feats/res18_14x14', good: 60, shape: [12, 64, 2, 3], types: ['float32'] },
      problems: [],
    });
  });

  it('lists all faults, with exit code 2', async () => {
    await rm(inFolder(audio(1)));
    await truncate(inFolder(audio(2)), 5000);
    await writeFile(inFolder(audio(3)), writeNpy([12, 64], new Float32Array(12 * 64)));
    await writeFile(inFolder(audio(4)), 'not an array');
    await spoil(visual(5), 12 * 64 * 6 - 1, NaN);
    await spoil(visual(6), 64 * 6 + 6 * 2 + 4, Infinity);
    const integers = await readFile(inFolder(visual(7)));
    await writeFile(inFolder(visual(7)), Buffer.from(integers.toString('latin1').replace('<f4', '<i4'), 'latin1'));
    const annotations = JSON.parse(await readFile(inFolder('json/avqa-val.json'), 'utf8')) as { type: string }[];
    for (const index of [1, 3]) Object.assign(annotations[index] ?? {}, { type: 'Smell' });
    await writeFile(inFolder('json/avqa-val.json'), JSON.stringify(annotations));

    const { code, out } = await studio('data', 'check', folder, '--json');
    expect(code).toBe(2);
    const { problems, audio: sound, visual: picture } = JSON.parse(out) as FolderReport;
    expect(problems.map(({ file, problem }) => `${problem} ${file}`)).toEqual([
      'annotations json/avqa-val.json',
      'annotations json/avqa-val.json',
      `missing ${audio(1)}`,
      `truncated ${audio(2)}`,
      `shape ${audio(3)}`,
      `format ${audio(4)}`,
      `notFinite ${visual(5)}`,
      `notFinite ${visual(6)}`,
      `type ${visual(7)}`,
    ]);
    const messages = problems.map(({ message }) => message).join('\n');
    for (const part of ['entry 3, field “type”', '5000 bytes', '[12, 64]; expected [12, 128]', '“<i4”']) {
      expect(messages).toContain(part);
    }
    expect(messages).toContain('NaN at [11, 63, 1, 2]');
    expect(messages).toContain('Infinity at [1, 2, 1, 1]');
    expect([sound.good, picture.good]).toEqual([56, 57]);

    const text = await studio('data', 'check', folder);
    expect(text.code).toBe(2);
    for (const { message } of problems) expect(text.out).toContain(message);
    const quick = await checkFolder(folder, { quick: true });
    expect(quick.problems).toHaveLength(7);
  });

  it('lists a video whose audio and visual features have different lengths, and an empty folder', async () => {
    await writeFile(inFolder(visual(6)), writeNpy([10, 64, 2, 3], new Float32Array(10 * 64 * 6)));
    const unlike = await checkFolder(folder, { quick: true });
    expect(unlike.problems).toHaveLength(1);
    // A separate set whose visual files all have ten seconds: each file is like most of its folder, but not as long as
    // its audio.
    for (let scene = 0; scene < 60; scene += 1) {
      await writeFile(inFolder(visual(scene)), writeNpy([10, 64, 2, 3], new Float32Array(10 * 64 * 6)));
    }
    const { problems } = await checkFolder(folder, { quick: true });
    expect(problems).toHaveLength(60);
    expect(problems[6]).toEqual({
      file: visual(6),
      problem: 'shape',
      message:
        'Video “scene-00006” has 12 seconds of audio and 10 seconds of visual features; extract both at the same length.',
    });
    await rm(inFolder('feats/vggish'), { recursive: true });
    await mkdir(inFolder('feats/vggish'));
    const emptied = await checkFolder(folder, { quick: true });
    expect(emptied.problems.map(({ message }) => message)).toEqual(['The folder “feats/vggish” is empty.']);
  });

  it.each([
    ['that is missing', 'nowhere', 'is not a folder'],
    ['without annotations', 'feats', 'has no annotations'],
  ])('refuses a folder %s', async (_, name, part) => {
    const { code, out, err } = await studio('data', 'check', inFolder(name), '--json');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(part);
  });
});

it.runIf(process.platform !== 'win32')('data check refuses a folder within one that the user cannot read', async () => {
  await Promise.all([chmod(root, 0o755), chmod(path.dirname(folder), 0o755), chmod(folder, 0)]);
  const { code, out, err } = await studioAsUser('data', 'check', inFolder('feats')).ended;
  await chmod(folder, 0o755);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.trim()).toBe(`“${inFolder('feats')}” cannot be read: this user has no permission to read it.`);
});

describe('training on such a folder', () => {
  /** Command that trains the tiny pipeline on a dataset node. */
  const trainingOn = async (kind: string, parameters: Record<string, string | number>): Promise<string[]> => {
    const { nodes, ...rest } = tinyPipeline({
      visual: { projection: 'linear', width: 8 },
      trainer: { epochs: 1, batchSize: 64 },
    });
    const file = path.join(path.dirname(folder), `${kind}.json`);
    const changed = nodes.map((node) => (node.id === 'dataset' ? { ...node, kind, parameters } : node));
    await writeFile(file, JSON.stringify({ ...rest, nodes: changed }));
    const runs = path.join(path.dirname(folder), 'runs');
    return ['train', file, '--backend', 'onnx', '--json', '--runs', runs];
  };
  const trainOn = async (kind: string, parameters: Record<string, string | number>, ...more: string[]) =>
    studio(...(await trainingOn(kind, parameters)), ...more);
  const train = (...more: string[]) => trainOn('music-avqa', { ...made.parameters, seconds: 3 }, ...more);

  it('gives the same numbers as on Orchestra, to the last bit, and stores words and answers with the run', async () => {
    const scenes = { scenes: 200, seed: 2, seconds: 3 };
    const { parameters } = await makeFolder(path.join(path.dirname(folder), 'equal'), scenes);
    const outcomes = [
      await trainOn('orchestra', scenes),
      await trainOn('music-avqa', { ...parameters, questionLength }),
    ];
    const [expected, found] = outcomes.map(({ code, out, err }) => {
      expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
      return JSON.parse(out) as RunResult;
    });
    expect(found?.losses).toEqual(expected?.losses);
    expect(found?.accuracy).toEqual(expected?.accuracy);
    expect(found?.questions).toEqual(expected?.questions);
    const run = path.join(path.dirname(folder), 'runs', found?.run ?? '');
    const stored = JSON.parse(await readFile(path.join(run, 'vocabulary.json'), 'utf8')) as unknown;
    const { vocabulary, answers } = await openDataset(parameters);
    expect(stored).toEqual({ vocabulary, answers });
  });

  it('is refused before it starts if a file is missing, truncated or of another shape', async () => {
    const other = await train('--set', 'dataset.audioWidth=64');
    expect(other.code).toBe(2);
    expect(other.err).toContain('expected [T, 64]');
    await truncate(inFolder(visual(9)), 1000);
    const { code, out, err } = await train();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim()).toMatch(/^Node “MUSIC-AVQA”: “.*scene-00009\.npy” is 1000 bytes long; [^\n]*$/);
  });

  it('has a class for an answer beyond the 42 published ones, and the head follows unless its A is set', async () => {
    const file = inFolder('json/avqa-train.json');
    const entries = JSON.parse(await readFile(file, 'utf8')) as { anser: string }[];
    for (const entry of entries.slice(0, 5)) entry.anser = 'zither';
    await writeFile(file, JSON.stringify(entries));
    for (const set of [[], ['--set', 'head.answers=43']]) {
      const { code, out, err } = await train(...set);
      expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
      const run = path.join(path.dirname(folder), 'runs', (JSON.parse(out) as RunResult).run);
      const { answers } = JSON.parse(await readFile(path.join(run, 'vocabulary.json'), 'utf8')) as {
        answers: string[];
      };
      expect(answers.slice(42)).toEqual(['zither']);
      const evaluated = await studio('evaluate', run, '--json');
      expect({ code: evaluated.code, err: evaluated.code === 0 ? '' : evaluated.err }).toEqual({ code: 0, err: '' });
    }
    const fewer = await train('--set', 'head.answers=42');
    expect(fewer.code).toBe(2);
    expect(fewer.err).toContain('A = 43, the answers of the dataset');
  });

  it.each<[string, string, (place: string) => Promise<unknown>]>([
    ['is missing', 'does not exist', () => Promise.resolve()],
    ['is a link that leads nowhere', 'is a link to a path that does not exist', (place) => symlink('nowhere', place)],
    ['is empty', 'is empty', (place) => mkdir(place)],
    ['is a file', 'is not a folder', (place) => writeFile(place, '')],
  ])('is refused, as by data check, if a feature folder %s', async (_, reason, put) => {
    await rm(inFolder('feats/vggish'), { recursive: true });
    await put(inFolder('feats/vggish'));
    const checked = await studio('data', 'check', folder);
    expect({ code: checked.code, err: checked.err }).toEqual({ code: 2, err: '' });
    expect(checked.out).toContain(`The folder “feats/vggish” ${reason}.`);
    const { code, out, err } = await train();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim()).toMatch(/^Node “MUSIC-AVQA”: [^\n]*vggish” [^\n]*$/);
    expect(err).toContain(reason);
  });

  it.each<[string, (place: string) => Promise<unknown>]>([
    ['is a link that leads nowhere', (place) => rm(place).then(() => symlink('nowhere', place))],
    ['is empty', (place) => writeFile(place, '')],
    ['contains no question', (place) => writeFile(place, '[]')],
    ['is a folder', (place) => rm(place).then(() => mkdir(place))],
  ])('is refused, as by data check, if an annotation file %s', async (_, spoilFile) => {
    await spoilFile(inFolder('json/avqa-train.json'));
    for (const { code, out, err } of [await studio('data', 'check', folder), await train()]) {
      expect(code).toBe(2);
      expect(out + err).toContain('avqa-train.json');
    }
  });

  it.runIf(process.platform !== 'win32').each([
    [
      'a feature folder',
      'feats/vggish',
      'The folder “feats/vggish” cannot be read by this user.',
      /^Node “MUSIC-AVQA”: The folder “[^\n]*vggish” of “audioFeatures” cannot be read by this user; [^\n]*$/,
    ],
    [
      'a feature file',
      visual(9),
      `“${visual(9)}” cannot be read: this user has no permission to read it.`,
      /^Node “MUSIC-AVQA”: “[^\n]*scene-00009\.npy” cannot be read: this user has no permission to read it\.$/,
    ],
    [
      'an annotation file',
      'json/avqa-train.json',
      'json/avqa-train.json” cannot be read: this user has no permission to read it.',
      /^Node “MUSIC-AVQA”: The annotation file “[^\n]*avqa-train\.json” cannot be read: this user has no permission to read it\.$/,
    ],
    [
      'the data folder',
      '.',
      'json/avqa-train.json” cannot be read: this user has no permission to read it.',
      /^Node “MUSIC-AVQA”: The annotation file “[^\n]*avqa-train\.json” cannot be read: this user has no permission to read it\.$/,
    ],
  ])('is refused, as by data check, if the user cannot read %s', async (_, name, sentence, ofTraining) => {
    const training = await trainingOn('music-avqa', { ...made.parameters, seconds: 3 });
    const runs = path.join(path.dirname(folder), 'runs');
    await mkdir(runs);
    await Promise.all([chmod(root, 0o755), chmod(path.dirname(folder), 0o755), chmod(runs, 0o777)]);
    const { mode } = await stat(inFolder(name));
    await chmod(inFolder(name), 0);
    try {
      const checked = await studioAsUser('data', 'check', folder).ended;
      expect(checked.code).toBe(2);
      const lines = `${checked.out}${checked.err}`.trim().split('\n');
      expect(lines.filter((line) => line.endsWith(sentence))).toHaveLength(1);
      const trained = await studioAsUser(...training).ended;
      expect(trained).toMatchObject({ code: 2, out: '' });
      expect(trained.err.trim()).toMatch(ofTraining);
    } finally {
      await chmod(inFolder(name), mode);
    }
  });

  it('is refused, as by data check, if audio and visual features of a video have different lengths', async () => {
    await writeFile(inFolder(visual(6)), writeNpy([10, 64, 2, 3], new Float32Array(10 * 64 * 6)));
    const checked = await studio('data', 'check', folder);
    expect(checked.code).toBe(2);
    expect(checked.out).toContain('scene-00006');
    const { code, out, err } = await train();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Video “scene-00006” has 12 seconds of audio and 10 seconds of visual features');
  });

  it('reads the fields of MUSIC-AVQA-v2.0 and MUSIC-AVQA-R and a UTF-8 mark, and keeps mirrored videos in one split', async () => {
    const entriesOf = async (file: string) =>
      JSON.parse(await readFile(file, 'utf8')) as {
        video_id: string;
        question_content: string;
        templ_values: string;
      }[];
    const file = inFolder('json/avqa-train.json');
    const entries = await entriesOf(file);
    const listed = entries.map((entry) => ({ ...entry, templ_values: JSON.parse(entry.templ_values) as string[] }));
    const mirrored = listed.map((entry) => ({ ...entry, video_id: `${entry.video_id}_flip` }));
    await writeFile(file, `\uFEFF${JSON.stringify([...listed, ...mirrored])}`);
    const validation = inFolder('json/avqa-val.json');
    const rephrased = (await entriesOf(validation)).map(({ templ_values: _, question_content, ...entry }) => ({
      ...entry,
      question_content: question_content.replaceAll(/[<>]/g, ''),
    }));
    await writeFile(validation, JSON.stringify(rephrased));
    for (const video of new Set(entries.map((entry) => entry.video_id))) {
      for (const features of ['vggish', 'res18_14x14'].map((part) => inFolder(`feats/${part}`)))
        await cp(path.join(features, `${video}.npy`), path.join(features, `${video}_flip.npy`));
    }
    const checked = await studio('data', 'check', folder, '--json');
    expect(checked.code).toBe(0);
    const { questions, problems } = JSON.parse(checked.out) as FolderReport;
    expect(problems).toEqual([]);
    expect(questions).toMatchObject({ train: 2 * entries.length, validation: rephrased.length });

    const { code, out, err } = await train('--set', 'dataset.testAnnotations=', '--set', 'dataset.testShare=0.3');
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    const run = path.join(path.dirname(folder), 'runs', (JSON.parse(out) as RunResult).run);
    const predictions = JSON.parse(await readFile(path.join(run, 'predictions.json'), 'utf8')) as {
      questions: { video: string }[];
    };
    const held = new Set(predictions.questions.map(({ video }) => video));
    const originals = [...held].filter((video) => !video.endsWith('_flip'));
    expect(originals.length).toBeGreaterThan(3);
    expect([...held].sort()).toEqual(originals.flatMap((video) => [video, `${video}_flip`]).sort());
  });

  it('misses a modality only if its parameter is empty', async () => {
    const { code, err } = await train('--set', 'dataset.audioFeatures=');
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  });

  it('fails with the name of a file that contains NaN', async () => {
    await spoil(audio(9), 4 * 128 + 7, NaN);
    const { code, out, err } = await train();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trim()).toMatch(/^“.*scene-00009\.npy” holds NaN at \[4, 7\]; [^\n]*$/);
  });
});

describe('studio data ceiling', () => {
  it('prints the best possible accuracies: known modalities give certain answers, missing ones cost points', async () => {
    const parameters = [
      'data',
      'ceiling',
      'presets/orchestra-rmm.json',
      '--questions',
      '300',
      '--samples',
      '60',
      '--json',
    ];
    const { code, out } = await studio(...parameters);
    expect(code).toBe(0);
    const { accuracy, questions, parameters: world } = JSON.parse(out) as Ceiling;
    expect(questions).toBe(300);
    expect(world).toMatchObject({ scenes: 3000, seconds: 3 });
    expect(accuracy.complete.overall).toBe(100);
    expect(accuracy.audioMissing).toMatchObject({ visualCounting: 100, visualLocation: 100 });
    expect(accuracy.visualMissing).toMatchObject({ audioCounting: 100, audioComparative: 100 });
    for (const scenario of ['audioMissing', 'visualMissing'] as const) {
      expect(accuracy[scenario].overall).toBeLessThan(100);
      expect(accuracy[scenario].overall).toBeGreaterThan((accuracy.questionOnly.overall ?? 0) + 20);
    }
    expect((await studio(...parameters)).out).toBe(out);
  });

  it('refuses a graph without an Orchestra world', async () => {
    const { code, err } = await studio('data', 'ceiling', 'presets/music-avqa-rmm.json');
    expect(code).toBe(2);
    expect(err).toContain('is not Orchestra');
  });
});
