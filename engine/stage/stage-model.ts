import { trueAnswer } from '../../graph-nodes/datasets/orchestra/ask';
import { normaliseScene, sceneFault } from '../../graph-nodes/datasets/orchestra/arrange';
import type { Scene } from '../../graph-nodes/datasets/orchestra/scene';
import { splits, type Dataset, type Features } from '../../graph-nodes/datasets/dataset';
import { createTokenizer, splitWords } from '../../graph-nodes/datasets/tokens';
import { modalities } from '../../graph-nodes/graph/roles';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { lastStage } from '../../graph-nodes/nodes/trainer/stages';
import { startBackend, providerOf } from '../backends/backend';
import { BackendError } from '../backends/backend-error';
import type { Provider } from '../backends/program';
import { RequestError } from '../contract/errors';
import type { Inside, StageAnswer, StageFacts, StageVariant, stageQuestionSchema } from '../contract/stage';
import { openDataset } from '../runs/open-dataset';
import { readEpochs } from '../runs/stored-metrics';
import { readPredictions, type StoredQuestion } from '../runs/stored-predictions';
import {
  keptCheckpoints,
  readCheckpointWeights,
  readRun,
  requireWords,
  type KeptCheckpoint,
  type StoredRun,
} from '../runs/stored-run';
import {
  allReal,
  distinctStates,
  keyOf,
  noFailures,
  statesBySecond,
  strengthOf,
  takeSeconds,
  type Failures,
  type PairState,
} from './failures';
import { InstrumentReader, probedVideos, sceneOf } from './instruments';
import { knownWords } from './question-words';
import { informativeQuestions } from './informative-questions';
import { usageOf } from './usage';
import { variantGraphs } from './variants';
import {
  VariantModel,
  type Encoded,
  type HeadFeatures,
  type Inspection,
  type NodeInside,
  type Sample,
  type Weights,
} from './variant-model';

/** A question after parsing, with its defaults. */
export type AskedQuestion = ReturnType<typeof stageQuestionSchema.parse>;

/** Maximum number of held-out questions in the facts. */
const mostQuestions = 60;
/** Number of listed answers per variant. */
const mostAnswers = 5;

/** Clip of a question. */
interface Clip {
  /** Names the clip's random streams. */
  readonly name: string;
  readonly features: Features;
  readonly scene: Scene | undefined;
  /** Name of a video of the dataset; undefined for an arranged scene. */
  readonly video: string | undefined;
}

/** Features at the inputs of the head under the given failures. */
interface Mixed {
  readonly features: HeadFeatures;
  /** Modalities and seconds that a generator or enhancer computed. */
  readonly recalled: readonly {
    readonly modality: (typeof modalities)[number];
    readonly seconds: readonly boolean[];
  }[];
  readonly insides: readonly NodeInside[];
}

/**
 * A finished run that answers questions about scenes and videos with a failing microphone or camera, by all variants of
 * its graph.
 *
 * For failures by second, every second is computed as if the whole clip failed like this second. The features of the
 * seconds are then joined at the inputs of the head. The recall is therefore that of a whole clip, as in training, and
 * seconds without a failure stay real. In seconds without both modalities generators recall nothing, and the fill
 * stays.
 */
export class StageModel {
  private readonly weightsOf = new Map<string, Promise<Weights>>();
  private readonly readers = new Map<string, Promise<InstrumentReader>>();
  private readonly videos: ReadonlySet<string>;
  /** Encoded clips of the last question by variant and state, since seconds are chosen one after the other. */
  private lastEncoded: { readonly question: string; readonly parts: Map<string, Promise<Encoded>> } = {
    question: '',
    parts: new Map(),
  };
  private readonly tokenize: (words: readonly string[]) => Int32Array;

  private constructor(
    private readonly run: string,
    private readonly stored: StoredRun,
    private readonly dataset: Dataset,
    /** The richest last. */
    private readonly models: readonly VariantModel[],
    private readonly checkpoints: readonly KeptCheckpoint[],
    private readonly informative: readonly StoredQuestion[],
    private readonly usage: StageFacts['usage'],
  ) {
    const { questions, vocabulary, spec } = dataset;
    this.videos = new Set(splits.flatMap((split) => questions[split].map(({ video }) => video)));
    this.tokenize = createTokenizer(vocabulary, spec.questionLength);
    this.weightsOf.set('final', Promise.resolve(stored.weights));
  }

  /**
   * Opens a run.
   * @param run its name, for the facts
   * @throws {RequestError} if the run has not ended, or its files or data are invalid
   */
  static async open(folder: string, run: string): Promise<StageModel> {
    const stored = await readRun(folder);
    const document = lastStage(stored.document);
    const { node, dataset } = await openDataset(document);
    requireWords(folder, stored, dataset);
    const provider = await usableProvider();
    const has = await modalitiesOf(dataset);
    const models = variantGraphs(document).map(
      (graph) => new VariantModel(graph, { node, spec: dataset.spec, has }, provider),
    );
    // Runs without stored predictions can answer too.
    const informative = informativeQuestions(await readPredictions(stored.folder).catch(() => []));
    // As with its metrics.
    const epochs = await readEpochs(stored.folder).catch(() => []);
    return new StageModel(run, stored, dataset, models, await keptCheckpoints(stored), informative, usageOf(epochs));
  }

  /** Facts of the run. Its list of questions starts with those that show the cost of a missing modality. */
  facts(): StageFacts {
    const { dataset, stored, models, run, informative } = this;
    const { test, validation } = dataset.questions;
    const known = (test.length > 0 ? test : validation).filter(({ answer }) => answer >= 0);
    const count = Math.min(mostQuestions, known.length);
    const spread = Array.from({ length: count }, (_, index) => known[Math.floor((index * known.length) / count)]);
    const first = informative.map(({ video, text }) => known.find((one) => one.video === video && one.text === text));
    const chosen = [...new Set([...first, ...spread])].filter((question) => question !== undefined).slice(0, count);
    return {
      run,
      title: stored.document.title,
      variants: ['real', ...models.map(({ variant }): StageVariant => variant)],
      orchestra: dataset.render !== undefined,
      questions: chosen.map(({ video, text, answer, type }) => ({
        video,
        text,
        answer: dataset.answers[answer] ?? '',
        type,
        scene: sceneOf(dataset, video) ?? null,
      })),
      nodes: stored.document.nodes
        .filter(({ kind }) => catalogue.find(kind)?.insides)
        .map(({ id, kind, title }) => ({ id, kind, ...(title !== undefined && { title }) })),
      seconds: dataset.spec.seconds,
      usage: this.usage,
      checkpoints: this.checkpoints.map(({ name, epoch }) => ({ name, epoch })),
    };
  }

  /** Prepares the programs and probes of most questions, since this takes longer than an answer. */
  async prepare(): Promise<void> {
    const missing: readonly PairState[] = [
      { ...allReal, audio: 'missing' },
      { ...allReal, visual: 'missing' },
    ];
    for (const model of this.models) await model.prepare([allReal, ...missing]);
    await this.readerOf('final', 'head');
  }

  /**
   * Answers a question.
   * @throws {RequestError} if the question cannot be answered
   */
  async ask(question: AskedQuestion): Promise<StageAnswer> {
    const started = performance.now();
    const { audio, visual, insides, output, checkpoint = 'final' } = question;
    const inspect = insides ? { output } : undefined;
    const failures: Failures = { audio, visual };
    await this.requireSeconds(failures);
    const words = knownWords(question.question, this.dataset.vocabulary);
    const weights = await this.weights(checkpoint);
    const models = this.complete(weights, checkpoint);
    const clip = await this.clip(question.about);
    const noise = { audio: strengthOf(audio), visual: strengthOf(visual) };
    const sample: Sample = {
      features: clip.features,
      tokens: this.tokenize(words),
      noise,
      randomKey: `stage/${clip.name}`,
    };
    const key = JSON.stringify([question.about, words, noise, checkpoint]);
    if (this.lastEncoded.question !== key) this.lastEncoded = { question: key, parts: new Map() };

    const asked = [
      { variant: 'real' as StageVariant, model: models.at(-1) as VariantModel, failing: noFailures },
      ...models.map((model) => ({ variant: model.variant as StageVariant, model, failing: failures })),
    ];
    const answer: Omit<StageAnswer, 'milliseconds'> = {
      truth: this.truth(clip, question.question),
      variants: [],
      recalled: [],
      insides: [],
    };
    for (const { variant, model, failing } of asked) {
      const mixed = await this.mix(model, sample, failing, weights, inspect);
      const { probabilities, insides: ofHead } = await model.answer(sample, mixed.features, weights, inspect);
      answer.variants.push({ variant, answers: this.best(probabilities) });
      for (const inside of [...mixed.insides, ...ofHead])
        answer.insides.push({ variant, ...(await this.shown(inside, checkpoint)) });
      if (!this.dataset.render) continue;
      for (const { modality, seconds } of mixed.recalled) {
        const reader = await this.readerOf(checkpoint, 'head');
        const values = mixed.features[modality] as Float32Array;
        answer.recalled.push({ variant, modality, seconds: reader.read(modality, values, seconds) });
      }
    }
    return { ...answer, milliseconds: performance.now() - started };
  }

  async dispose(): Promise<void> {
    for (const model of this.models) await model.dispose();
  }

  /** Computes the inputs of the head. Each second is taken from a clip that fails like this second. */
  private async mix(
    model: VariantModel,
    sample: Sample,
    failures: Failures,
    weights: Weights,
    inspect: Inspection | undefined,
  ): Promise<Mixed> {
    const states = statesBySecond(failures, this.dataset.spec.seconds);
    const distinct = distinctStates(states);
    // If a second fails, the insides are those of a clip that fails throughout.
    const inspected = distinct.find((state) => keyOf(state) !== keyOf(allReal)) ?? allReal;
    const encoded: Encoded[] = [];
    for (const state of distinct) {
      const looked = keyOf(state) === keyOf(inspected) ? inspect : undefined;
      const encode = () => model.encode(sample, state, weights, looked);
      const { parts } = this.lastEncoded;
      encoded.push(await (looked ? encode() : remembered(parts, `${model.variant} ${keyOf(state)}`, encode)));
    }
    const from = states.map((state) => distinct.findIndex((one) => keyOf(one) === keyOf(state)));
    const features: HeadFeatures = Object.fromEntries(
      model.reads.map((modality) => {
        const parts = encoded.map((part) => part.features[modality] as Float32Array);
        return [modality, takeSeconds(parts, from)];
      }),
    );
    const recalled = model.reads.flatMap((modality) => {
      const seconds = states.map(
        (state, second) => state[modality] !== 'real' && encoded[from[second] as number]?.recalled[modality] === true,
      );
      return seconds.includes(true) ? [{ modality, seconds }] : [];
    });
    return { features, recalled, insides: encoded.flatMap(({ insides }) => insides) };
  }

  private best(probabilities: Float32Array): StageAnswer['variants'][number]['answers'] {
    return Array.from(probabilities, (probability, id) => ({ answer: this.dataset.answers[id] ?? '', probability }))
      .sort((one, other) => other.probability - one.probability)
      .slice(0, mostAnswers)
      .map(({ answer, probability }) => ({ answer, probability: Math.min(1, probability) }));
  }

  /**
   * Validates the failures of a question.
   * @throws {RequestError} if a failure does not fit the clips of the dataset
   */
  private async requireSeconds(failures: Failures): Promise<void> {
    const { seconds: expected } = this.dataset.spec;
    const has = await modalitiesOf(this.dataset);
    for (const modality of modalities) {
      const failure = failures[modality];
      if (!failure) continue;
      if (!has[modality]) throw new RequestError('refused', { code: 'stageNoModality', modality });
      const found = failure.seconds.length;
      if (found !== expected) throw new RequestError('refused', { code: 'stageSeconds', modality, found, expected });
    }
  }

  /**
   * Finds the clip of a question.
   * @throws {RequestError} if there is no such scene or video
   */
  private async clip(about: AskedQuestion['about']): Promise<Clip> {
    const { dataset } = this;
    if ('video' in about) {
      const { video } = about;
      if (!this.videos.has(video)) throw new RequestError('refused', { code: 'stageNoVideo', video });
      return { name: video, features: await dataset.features(video), scene: sceneOf(dataset, video), video };
    }
    if (!dataset.render) throw new RequestError('refused', { code: 'stageNoScenes' });
    const fault = sceneFault(about.scene, dataset.spec);
    if (fault) throw new RequestError('refused', fault);
    const scene = normaliseScene(about.scene);
    return { name: scene.id, features: dataset.render(scene), scene, video: undefined };
  }

  /** The true answer; null if it is unknown or no class. */
  private truth({ scene, video }: Clip, question: string): string | null {
    if (scene) return trueAnswer(scene, question);
    const plain = (text: string) => splitWords(text).join(' ').toLowerCase();
    const { questions, answers } = this.dataset;
    const found = questions.test.find((one) => one.video === video && plain(one.text) === plain(question));
    return (found && answers[found.answer]) ?? null;
  }

  private weights(checkpoint: string): Promise<Weights> {
    const kept = this.checkpoints.map(({ name }) => name);
    if (!kept.includes(checkpoint)) throw new RequestError('refused', { code: 'stageNoCheckpoint', checkpoint, kept });
    return remembered(this.weightsOf, checkpoint, () => readCheckpointWeights(this.stored.folder, checkpoint));
  }

  /**
   * Selects the variants whose weights a checkpoint has. A checkpoint has no weights of nodes that its stage bypasses.
   * @throws {RequestError} if there is none
   */
  private complete(weights: Weights, checkpoint: string): readonly VariantModel[] {
    const complete = this.models.filter((model) => model.lacking(weights) === undefined);
    if (complete.length > 0) return complete;
    const weight = this.models[0]?.lacking(weights) ?? '';
    throw new RequestError('refused', { code: 'stageWeightMissing', checkpoint, weight });
  }

  /** Formats an inside for the answer: slots with their nearest instruments; visual slots as the mean over the grid. */
  private async shown(inside: NodeInside, checkpoint: string): Promise<Omit<Inside, 'variant'>> {
    const { node, name, shape, values } = inside;
    const kind = this.stored.document.nodes.find(({ id }) => id === node)?.kind;
    const declared = kind === undefined ? undefined : catalogue.find(kind)?.insides?.find((each) => each.name === name);
    const [slots = 1, width = 1] = [shape[0], shape.at(-1)];
    if (declared?.view !== 'slots') return { ...inside, values: [...values] };
    const reader = this.dataset.render && (await this.readerOf(checkpoint, 'generator'));
    const nearest = declared.of && reader?.readRows(declared.of, values, slots);
    const shown = { node, name, shape: [slots, width], values: meanOfCells(values, slots, width) };
    return { ...shown, ...(nearest && nearest.length > 0 && { nearest }) };
  }

  /**
   * Fits the probe on the features of real training scenes at the head, with the weights of a checkpoint. Features come
   * from the richest variant, or from the one without enhancers, whose features are those of the encoders, as in the
   * slots of a generator.
   */
  private readerOf(checkpoint: string, at: 'head' | 'generator'): Promise<InstrumentReader> {
    const generates = this.models.some(({ variant }) => variant === 'generator');
    const bare = at === 'generator' && generates && this.models.length > 2;
    return remembered(this.readers, `${checkpoint} ${bare}`, async () => {
      const { dataset } = this;
      const weights = await this.weights(checkpoint);
      const models = this.complete(weights, checkpoint);
      const generator = bare ? models.find(({ variant }) => variant === 'generator') : undefined;
      const model = generator ?? (models.at(-1) as VariantModel);
      const examples = [];
      for (const video of dataset.render ? probedVideos(dataset) : []) {
        const scene = sceneOf(dataset, video);
        const sample: Sample = {
          features: await dataset.features(video),
          tokens: this.tokenize([]),
          noise: { audio: 0, visual: 0 },
          randomKey: `stage/${video}`,
        };
        const { features } = await model.encode(sample, allReal, weights);
        if (scene) examples.push({ scene, features });
      }
      return InstrumentReader.fit(examples, dataset.spec);
    });
  }
}

/** Mean over the axes between the first and the last: [L, …, C] → L · C values. */
function meanOfCells(values: Float32Array, slots: number, width: number): number[] {
  const cells = values.length / (slots * width);
  return Array.from({ length: slots * width }, (_, index) => {
    const [slot, channel] = [Math.floor(index / width), index % width];
    let sum = 0;
    for (let cell = 0; cell < cells; cell += 1) sum += values[(slot * cells + cell) * width + channel] ?? 0;
    return sum / cells;
  });
}

/** Returns the value of a key, computed at the first call. A failed attempt is repeated at the next call. */
function remembered<Value>(map: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const known = map.get(key) ?? make();
  map.set(key, known);
  known.catch(() => map.delete(key));
  return known;
}

/** Modalities of a dataset. */
async function modalitiesOf({ questions, features }: Dataset): Promise<{ audio: boolean; visual: boolean }> {
  const [first] = splits.flatMap((split) => questions[split].slice(0, 1));
  const { audio, visual } = first ? await features(first.video) : { audio: null, visual: null };
  return { audio: audio !== null, visual: visual !== null };
}

/**
 * Provider of the programs: ONNX Runtime on the CPU, or as WebAssembly if the native library is missing.
 * @throws {BackendError} if both are missing
 */
async function usableProvider(): Promise<Provider> {
  try {
    await startBackend('onnx');
    return providerOf('onnx') as Provider;
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    await startBackend('onnx-wasm');
    return providerOf('onnx-wasm') as Provider;
  }
}
