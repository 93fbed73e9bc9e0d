import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { normaliseScene } from '../../graph-nodes/datasets/orchestra/arrange';
import { bypass, tinyPipeline, withParameters } from '../../test/fixtures/graphs';
import { verbatim } from '../contract/messages';
import type { RunStatus } from '../contract/runs';
import {
  stageAnswerSchema,
  stageQuestionSchema,
  stageSchema,
  type StageAnswer,
  type StageQuestion,
} from '../contract/stage';
import { evaluationBatches, type EvaluationBatch } from '../training/evaluation-batches';
import { openRun } from '../runs/open-run';
import { makeFolder } from '../data/make-folder';
import { openDataset } from '../runs/open-dataset';
import { RunFolder } from '../runs/run-folder';
import { toRunFile } from '../runs/run-file';
import { createLearner } from '../training/create-learner';
import { StageModel } from './stage-model';

/** A run with its initial weights, which answer differently in every scenario. */
const document = tinyPipeline({
  dataset: { scenes: 60, visualWidth: 8, seconds: 3 },
  missing: { fill: 'mean', rate: 0.5 },
});
const status: RunStatus = {
  run: 'tiny-pipeline-seed1-1',
  title: document.title,
  state: 'finished',
  message: verbatim('Finished.'),
  epoch: 4,
  epochs: 4,
  step: 8,
  steps: 8,
  secondsPerStep: null,
  secondsLeft: 0,
};
let runs: string;
let folder: string;
const [none, all] = [
  [false, false, false],
  [true, true, true],
];

/** Writes the run of a graph with its initial weights, and returns the folder. */
async function writeRun(graph: GraphDocument): Promise<string> {
  const opened = await openDataset(graph);
  const { learner } = await createLearner(graph, opened, trainerParametersOf(graph), 'onnx');
  const written = await RunFolder.create(runs, graph, 1);
  const { vocabulary, answers } = opened.dataset;
  await written.writeJson('vocabulary.json', { vocabulary, answers });
  await written.writeJson('run.json', toRunFile(status));
  await written.writeCheckpoint('final', await learner.weights());
  await written.close();
  await learner.dispose();
  return written.folder;
}

beforeAll(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-stage-'));
  folder = await writeRun(document);
  const file = (name: string) => path.join(folder, 'checkpoints', `${name}.safetensors`);
  await cp(file('final'), file('epoch-2'));
});
afterAll(() => rm(runs, { recursive: true }));

describe('the stage of a run', () => {
  let model: StageModel;
  beforeAll(async () => {
    model = await StageModel.open(folder, 'finished');
  });
  afterAll(() => model.dispose());

  const ask = async (changes: Partial<StageQuestion> = {}) => {
    const [first] = model.facts().questions;
    const question = { run: 'finished', about: { video: first?.video ?? '' }, question: first?.text ?? '' };
    const parsed = stageQuestionSchema.parse({ ...question, audio: null, visual: null, ...changes });
    return stageAnswerSchema.parse(await model.ask(parsed));
  };
  const answersOf = async (changes: Partial<StageQuestion>) => {
    const { variants } = await ask(changes);
    return new Map(variants.map(({ variant, answers }) => [variant, answers]));
  };

  it('has facts: the variants of its graph, held-out questions with scenes, and the checkpoints', () => {
    const facts = stageSchema.parse(model.facts());
    expect(facts).toMatchObject({
      run: 'finished',
      variants: ['real', 'zeros', 'generator', 'enhancer'],
      orchestra: true,
      seconds: 3,
      checkpoints: [
        { name: 'epoch-2', epoch: 2 },
        { name: 'final', epoch: 4 },
      ],
    });
    expect(facts.nodes.map(({ id }) => id).sort()).toEqual(['audio', 'avr', 'head', 'question', 'rmm', 'visual']);
    expect(facts.questions).toHaveLength(60);
    for (const { video, scene } of facts.questions) expect(scene?.id).toBe(video);
    const counting = facts.questions.filter(({ text }) => /^How many .* (sound|sounding)/i.test(text));
    expect(counting.length).toBeGreaterThan(0);
    for (const { type } of counting) expect(type).toMatch(/Counting$/);
  });

  it('shows the computations of nodes for the question, and the values of a requested wire', async () => {
    const { insides } = await ask({ audio: { kind: 'missing', seconds: all }, insides: true, output: 'rmm/audio' });
    const shown = (variant: string) =>
      new Map(
        insides
          .filter((inside) => inside.variant === variant)
          .map((inside) => [`${inside.node}/${inside.name}`, inside]),
      );
    const enhancer = shown('enhancer');
    expect([...enhancer.keys()].sort()).toEqual(
      [
        'audio/features',
        'visual/features',
        'question/features',
        'rmm/question addressing',
        'rmm/visual addressing',
        'rmm/audio weights',
        'rmm/audio slots',
        'rmm/output/audio',
        'avr/joint map',
        'avr/distance',
        'avr/schedule',
        'head/spatial attention',
        'head/audio attention',
        'head/visual attention',
        'head/matching',
      ].sort(),
    );
    expect([...shown('real').keys()].filter((name) => name.startsWith('rmm/'))).toEqual(['rmm/output/audio']);
    const of = (name: string) => enhancer.get(name) ?? { shape: [], values: [] };
    const [weights, slots, recalled] = [of('rmm/audio weights'), of('rmm/audio slots'), of('rmm/output/audio')];
    const [count = 0, width = 0] = slots.shape;
    expect([weights.shape, recalled.shape]).toEqual([
      [3, count],
      [3, width],
    ]);
    // The recall is the weights' mixture of the slots.
    recalled.values.forEach((value, index) => {
      const [second, channel] = [Math.floor(index / width), index % width];
      let mixture = 0;
      for (let slot = 0; slot < count; slot += 1)
        mixture += (weights.values[second * count + slot] ?? 0) * (slots.values[slot * width + channel] ?? 0);
      expect(value).toBeCloseTo(mixture, 4);
    });
    // A linear probe names the instruments of each slot; visual slots are the mean over their cells.
    expect(enhancer.get('rmm/audio slots')?.nearest?.map((nearest) => nearest.length > 0)).toEqual(
      new Array<boolean>(count).fill(true),
    );
    const blind = await ask({ visual: { kind: 'missing', seconds: all }, insides: true });
    const ofPicture = blind.insides.find(({ variant, name }) => variant === 'generator' && name === 'visual slots');
    expect([ofPicture?.shape, ofPicture?.values.length]).toEqual([[count, 8], 8 * count]);
    expect(ofPicture?.nearest).toHaveLength(count);
    // Two steps of the reverse process make three maps.
    expect([of('avr/joint map').shape[0], of('avr/distance').shape, of('avr/schedule').shape]).toEqual([3, [3], [2]]);
    expect((await ask()).insides).toEqual([]);
  });

  it('answers like the evaluation of the same graph, for audio or visual that is missing throughout', async () => {
    const always = (document: GraphDocument) => withParameters(document, { missing: { rate: 1 } });
    const graphs = {
      zeros: (document: GraphDocument) =>
        bypass(withParameters(document, { missing: { rate: 1, fill: 'zeros' } }), 'rmm', 'avr'),
      generator: (document: GraphDocument) => bypass(always(document), 'avr'),
      real: always,
    };
    for (const [variant, change] of Object.entries(graphs)) {
      const { dataset, learner } = await openRun(folder, 'wasm', change);
      const scenario = variant === 'real' ? 'complete' : 'audioMissing';
      const { value: first }: { value?: EvaluationBatch } = await evaluationBatches(dataset, 'test').next();
      if (!first) throw new Error('There are held-out questions.');
      const best: (StageAnswer['variants'][number]['answers'][number] | undefined)[] = [];
      for (const { video, text } of first.questions.slice(0, 20)) {
        const { variants } = await ask({ about: { video }, question: text, audio: { kind: 'missing', seconds: all } });
        best.push(variants.find((one) => one.variant === variant)?.answers[0]);
      }
      // The loss of an answer is −log of its probability.
      const questions = first.arrays.questions.map((question, row) => ({
        ...question,
        answer: Math.max(0, dataset.answers.indexOf(best[row]?.answer ?? '')),
      }));
      const [expected] = await learner.answer({ ...first.arrays, questions }, first.randomKey, [{ scenario }]);
      await learner.dispose();
      best.forEach((answer, row) =>
        expect(-Math.log(answer?.probability ?? 0)).toBeCloseTo(expected?.losses[row] ?? NaN, 4),
      );
    }
  });

  it('answers equally without a failure, a failing second or noise, and differently for more failing seconds', async () => {
    const complete = await answersOf({});
    expect(complete.get('generator')).toEqual(complete.get('real'));
    expect(complete.get('enhancer')).toEqual(complete.get('real'));
    expect(await answersOf({ audio: { kind: 'missing', seconds: none } })).toEqual(complete);
    const silentNoise = await answersOf({ visual: { kind: 'noisy', seconds: all, strength: 0 } });
    expect(silentNoise.get('generator')).toEqual(complete.get('generator'));
    const one = await answersOf({ audio: { kind: 'missing', seconds: [false, true, false] } });
    const more = await answersOf({ audio: { kind: 'missing', seconds: all } });
    expect(one.get('real')).toEqual(complete.get('real'));
    for (const variant of ['zeros', 'generator', 'enhancer'] as const) {
      expect(one.get(variant)).not.toEqual(complete.get(variant));
      expect(one.get(variant)).not.toEqual(more.get(variant));
    }
  });

  it('answers with the weights of a kept epoch', async () => {
    const failing: Partial<StageQuestion> = { audio: { kind: 'missing', seconds: all } };
    expect(await answersOf({ ...failing, checkpoint: 'epoch-2' })).toEqual(await answersOf(failing));
  });

  it('adds the same noise to the same question, and more of it at a larger strength', async () => {
    const noisy = (strength: number) => answersOf({ audio: { kind: 'noisy', seconds: [true, false, true], strength } });
    expect(await noisy(1)).toEqual(await noisy(1));
    const probabilities = async (strength: number) =>
      (await noisy(strength)).get('zeros')?.map(({ probability }) => probability);
    expect(await probabilities(2)).not.toEqual(await probabilities(1));
  });

  it('reads the recalled content in the failing seconds, and recalls nothing if both modalities are missing', async () => {
    const { recalled } = await ask({ audio: { kind: 'missing', seconds: [true, false, true] } });
    expect(recalled.map(({ variant, modality }) => `${variant} ${modality}`)).toEqual([
      'generator audio',
      'enhancer audio',
    ]);
    for (const { seconds } of recalled) {
      expect(seconds.map((second) => second.length > 0)).toEqual([true, false, true]);
      expect(seconds.flat().every(({ cell }) => cell === undefined)).toBe(true);
    }
    // Exported pages rely on it: each second recalls the content that it has in a clip that fails throughout.
    const whole = await ask({ audio: { kind: 'missing', seconds: all } });
    for (const [index, { seconds }] of whole.recalled.entries())
      expect(recalled[index]?.seconds).toEqual([seconds[0], [], seconds[2]]);
    const picture = await ask({ visual: { kind: 'missing', seconds: all } });
    expect(picture.recalled[0]?.seconds.flat().every(({ cell }) => cell && cell.row < 2 && cell.column < 3)).toBe(true);
    const missing = { kind: 'missing', seconds: all } as const;
    const blind = await ask({ audio: missing, visual: missing });
    expect(blind.recalled.filter(({ variant }) => variant === 'generator')).toEqual([]);
    expect(blind.variants).toHaveLength(4);
  });

  it('answers about arranged scenes as about the same scene of the dataset, with the true answer', async () => {
    for (const { video, text, answer, scene } of model.facts().questions.slice(0, 5)) {
      if (!scene) throw new Error('Orchestra has scenes.');
      const [arranged, stored] = [
        await ask({ about: { scene }, question: text }),
        await ask({ about: { video }, question: text }),
      ];
      expect(arranged.variants).toEqual(stored.variants);
      expect([arranged.truth, stored.truth]).toEqual([answer, answer]);
      const emptied = normaliseScene({ ...scene, players: [] });
      const count = await ask({ about: { scene: emptied }, question: 'How many players can be seen?' });
      expect(count.truth).toBe('zero');
    }
  });

  it.each([
    ['words that the model has never read', { question: 'Can any kazoo be heard?' }, 'does not know “kazoo”'],
    ['a video that no question is about', { about: { video: '../scene-00001' } }, 'No question of this run'],
    ['another number of seconds', { audio: { kind: 'missing', seconds: [true] } }, 'marks 1 seconds'],
    ['a checkpoint that is not kept', { checkpoint: 'stage-9' }, 'no checkpoint “stage-9”; it keeps epoch-2, final'],
  ] as const)('refuses %s', async (_, changes, sentence) => {
    await expect(ask(changes as Partial<StageQuestion>)).rejects.toThrow(sentence);
  });

  it('refuses a scene of another size', async () => {
    const scene = model.facts().questions[0]?.scene;
    if (!scene) throw new Error('Orchestra has scenes.');
    await expect(ask({ about: { scene: { ...scene, width: 7 } } })).rejects.toThrow('3 × 2 × 7');
  });
});

describe('the stage of a run on MUSIC-AVQA', () => {
  it('answers about videos only, with the truth of held-out questions', async () => {
    const { parameters } = await makeFolder(path.join(runs, 'data'), { scenes: 30, seed: 1, seconds: 3 });
    const graph = withParameters(document, { visual: { projection: 'linear', width: 8 } });
    const nodes = graph.nodes.map((node) =>
      node.id === 'dataset' ? { ...node, kind: 'music-avqa', parameters: { ...parameters, seconds: 3 } } : node,
    );
    const model = await StageModel.open(await writeRun({ ...graph, nodes }), 'music');
    const facts = stageSchema.parse(model.facts());
    expect(facts).toMatchObject({ orchestra: false, variants: ['real', 'zeros', 'generator', 'enhancer'] });
    for (const { video, text, answer, scene } of facts.questions.slice(0, 8)) {
      const question = {
        run: 'music',
        question: text,
        audio: { kind: 'missing' as const, seconds: all },
        visual: null,
      };
      const asked = await model.ask(stageQuestionSchema.parse({ ...question, about: { video } }));
      expect(stageAnswerSchema.parse(asked)).toMatchObject({ truth: answer, recalled: [] });
      expect(scene).toBeNull();
    }
    const scene = { id: 's', seconds: 3, height: 2, width: 3, setting: 'indoor', voice: [], players: [] };
    const [{ text = '' } = {}] = facts.questions;
    const arranged = { run: 'music', about: { scene }, question: text, audio: null, visual: null };
    await expect(model.ask(stageQuestionSchema.parse(arranged))).rejects.toThrow('no scenes to arrange');
    await model.dispose();
  });
});
