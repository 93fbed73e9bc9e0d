import { createHash } from 'node:crypto';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { DatasetError, splits, type Dataset } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { trainerOf, trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { BackendName } from '../contract/backends';
import type { EngineEvent } from '../contract/protocol';
import type { EpochRecord, Preview, RunResult, RunStatus, StepRecord } from '../contract/runs';
import { runtimeSettings } from '../backends/onnx-runtime';
import { analyseForTraining } from '../model/build';
import { datasetOf } from '../model/layers';
import { LayerError } from '../../graph-nodes/layers/layer-error';
import { RequestError } from '../contract/errors';
import { inEnglish, type EngineMessage } from '../contract/messages';
import { eventsFile, tensorBoardEvents } from '../files/tensorboard/events';
import { createLearner, type CreatedLearner } from '../training/create-learner';
import { evaluate } from '../training/evaluate';
import { describeNonFinite, findOrigin, lowerRate, nonFiniteWeight } from '../training/explain';
import { majorityBaselines } from '../training/metrics';
import { start, type Position } from '../training/position';
import { PredictionLog } from '../training/predictions';
import { train, type NonFinite, type TrainingHooks } from '../training/train';
import { pruneCheckpoints, readCheckpoint, type Checkpoint } from './checkpoint';
import { CheckpointTimer } from './checkpoint-timer';
import { WriteError } from '../files/atomic';
import { thisProcess } from './lock';
import { RunFolder, type Metrics } from './run-folder';
import { readRunState, runVersion, type RunStateFile } from './run-state';
import type { NamedArray } from '../files/safetensors';
import { readInputs, requireWords } from './stored-run';
import { describeStart, fittingWeights, readWeights, type StartedFrom } from './start-from';
import { AnswerLog, formatPredictions, predictionsFile } from './stored-predictions';

export interface OpenedDataset {
  readonly node: string;
  readonly dataset: Dataset;
}

/**
 * Opens the one dataset that leads to the Trainer (or the given node).
 * @throws {RequestError} when there is none, more than one, or its files cannot be read
 */
export async function openDataset(document: GraphDocument, node?: string): Promise<OpenedDataset> {
  const analysis = analyse(document, catalogue);
  const sources = document.nodes.filter(
    ({ id, kind }) => datasetOf(kind) && (node === undefined ? analysis.used.has(id) : id === node),
  );
  const [source, second] = sources;
  if (!source) throw new RequestError('refused', 'No dataset leads to the Trainer; add one and wire it.', node);
  if (second) {
    throw new RequestError(
      'refused',
      `Both “${source.id}” and “${second.id}” lead to the Trainer; a graph has one dataset.`,
      second.id,
    );
  }
  const parameters = analysis.nodes.get(source.id)?.parameters;
  const open = datasetOf(source.kind);
  if (!parameters || !open) {
    const problem = analysis.problems.find((candidate) => candidate.node === source.id);
    throw new RequestError('refused', problem?.message ?? `Node “${source.id}” is not a dataset.`, source.id);
  }
  try {
    return { node: source.id, dataset: await open(parameters) };
  } catch (error) {
    if (error instanceof DatasetError)
      throw new RequestError('refused', { code: 'atNode', node: source.id, reason: error.reason }, source.id);
    throw error;
  }
}

/** How often a status goes out at most; the first and every change of state go out at once. */
const statusEverySeconds = 0.25;

/** What a run is computed with. */
interface Made {
  readonly document: GraphDocument;
  readonly opened: OpenedDataset;
  readonly parameters: TrainerParameters;
  readonly trainer: string | undefined;
  readonly created: CreatedLearner;
  /** A digest of the questions. */
  readonly questions: string;
}

/** @throws {RequestError} */
async function make(document: GraphDocument, backend: BackendName | 'auto'): Promise<Made> {
  analyseForTraining(document);
  const opened = await openDataset(document);
  const parameters = trainerParametersOf(document);
  const created = await createLearner(document, opened, parameters, backend);
  return {
    document,
    opened,
    parameters,
    trainer: trainerOf(document)?.id,
    created,
    questions: digestOfQuestions(opened.dataset),
  };
}

/**
 * Loads the weights that the Trainer starts from, if it says so.
 * @throws {RequestError}
 */
async function startFrom({ parameters, trainer, created: { learner } }: Made): Promise<StartedFrom | undefined> {
  if (parameters.startFrom === '') return undefined;
  const stored = await readWeights(parameters.startFrom, trainer);
  const { arrays, startedFrom } = fittingWeights(await learner.weights(), stored, trainer);
  await learner.load(arrays);
  return startedFrom;
}

function digestOfQuestions({ questions }: Dataset): string {
  const hash = createHash('sha256');
  for (const split of splits) {
    for (const { video, type, tokens, answer } of questions[split]) {
      hash.update(`${split}\n${video}\n${type}\n${tokens.join()}\n${answer}\n`);
    }
  }
  return hash.digest('hex');
}

/** The reason why a run cannot be resumed from a checkpoint: part of a sentence. */
async function fits(
  { questions, metrics }: Checkpoint,
  made: Made,
  folder: RunFolder,
): Promise<EngineMessage | undefined> {
  if (questions !== made.questions) return { code: 'otherQuestions' };
  return folder.metricsProblem(metrics);
}

/** What an interrupted run goes on with. */
interface GoesOn {
  readonly position: Position;
  readonly metrics: Metrics;
  readonly best?: ReadonlyMap<string, NamedArray>;
  /** Why not the newest checkpoint was taken; one sentence. */
  readonly note?: string;
  /** The threads of an operator that were set before, and are again after the run. */
  readonly threads: number | undefined;
}

/** A run goes on with as many threads as it began with: another number of them may round otherwise. */
function setThreads(threads: number | undefined): void {
  if (threads === undefined) delete runtimeSettings.threads;
  else runtimeSettings.threads = threads;
}

/** One training run, from the document to its result. */
export class Run {
  readonly steps: StepRecord[];
  readonly epochs: EpochRecord[];
  /** What the nodes showed after the last epoch; told, and not written to the run's files. */
  previews: readonly Preview[] | undefined;
  private current: RunStatus;
  private readonly waitingLines: unknown[] = [];
  private stopRequested = false;
  private resumeWaiting: (() => void) | undefined;
  private paused = false;
  private answered: PredictionLog | undefined;
  private writeFailed = false;
  private lastStatus = -Infinity;
  /** Where the training is, and where it was when it was last saved. */
  private position: Position;
  private saved: Position | undefined;
  private readonly timer: CheckpointTimer;
  /** The weights of the best epoch so far. */
  private best: ReadonlyMap<string, NamedArray> | undefined;
  private bestIsSaved: boolean;
  /** What is told while training: how, where that is not as asked for. */
  private readonly trainingMessage: string;

  private constructor(
    private readonly folder: RunFolder,
    private readonly made: Made,
    private readonly startedFrom: StartedFrom | undefined,
    private readonly emit: (event: EngineEvent) => void,
    private readonly goesOn?: GoesOn,
  ) {
    const { document, created, parameters } = made;
    const from = goesOn ? `Training goes on after ${goesOn.position.step} steps.` : 'Training.';
    const began = startedFrom && !goesOn ? inEnglish(describeStart(startedFrom)) : from;
    this.timer = new CheckpointTimer(parameters.checkpointEvery);
    this.trainingMessage = [began, goesOn?.note, created.note].filter(Boolean).join(' ');
    this.position = goesOn?.position ?? start;
    this.best = goesOn?.best;
    this.bestIsSaved = goesOn?.best === undefined;
    this.steps = goesOn?.metrics.steps ?? [];
    this.epochs = goesOn?.metrics.epochs ?? [];
    this.current = {
      run: folder.id,
      title: document.title,
      state: 'preparing',
      message: 'Getting ready.',
      backend: created.backend,
      epoch: this.position.epoch,
      epochs: parameters.epochs,
      step: this.position.step,
      steps: 0,
      secondsPerStep: null,
      secondsLeft: null,
    };
  }

  /**
   * Checks the graph, opens its data, starts the backend and compiles. Nothing is written before all of that went well.
   * @param name of the run's folder; without one it is made from title and seed
   * @throws {RequestError}
   */
  static async prepare(
    document: GraphDocument,
    backend: BackendName | 'auto',
    runsFolder: string,
    emit: (event: EngineEvent) => void,
    name?: string,
  ): Promise<Run> {
    const made = await make(document, backend);
    try {
      const startedFrom = await startFrom(made);
      const folder = await RunFolder.create(runsFolder, document, made.parameters.seed, name);
      const run = new Run(folder, made, startedFrom, emit);
      try {
        const { vocabulary, answers } = made.opened.dataset;
        await folder.writeJson('vocabulary.json', { vocabulary, answers });
        await run.writeState();
        return run;
      } catch (error) {
        await folder.close();
        throw error;
      }
    } catch (error) {
      await made.created.learner.dispose();
      throw error;
    }
  }

  /**
   * Opens a run that did not reach its end, to go on from its newest whole checkpoint, or from the start where it has none:
   * to the same numbers, bit for bit, as if it had never been interrupted.
   * @throws {RequestError} when it has ended, another studio has it, or a file or the data are not as they should be
   */
  static async reopen(place: string, emit: (event: EngineEvent) => void): Promise<Run> {
    const { process: owner } = await readRunState(place);
    const folder = await RunFolder.open(place, owner);
    const { threads } = runtimeSettings;
    try {
      const state = await readRunState(place);
      if (state.state === 'finished') {
        throw new RequestError('refused', `The run “${place}” is finished; there is nothing to go on with.`);
      }
      const inputs = await readInputs(place);
      setThreads(state.threads);
      const made = await make(inputs.document, state.backend ?? 'auto');
      try {
        requireWords(place, inputs, made.opened.dataset);
        const found = await readCheckpoint(place, (checkpoint) => fits(checkpoint, made, folder));
        const metrics = await folder.continueMetrics(found?.checkpoint.metrics ?? 0);
        if (!found) return new Run(folder, made, await startFrom(made), emit, { position: start, metrics, threads });
        const { position, best, learner } = found.checkpoint;
        await made.created.learner.restore(learner);
        return new Run(folder, made, state.startedFrom, emit, {
          position,
          threads,
          metrics,
          ...(best && { best }),
          ...(found.note && { note: inEnglish(found.note) }),
        });
      } catch (error) {
        await made.created.learner.dispose();
        throw error;
      }
    } catch (error) {
      setThreads(threads);
      await folder.close();
      throw error;
    }
  }

  get status(): RunStatus {
    return this.current;
  }

  /** What the model answered on held-out videos, once that is known. */
  get predictions(): PredictionLog | undefined {
    return this.answered;
  }

  /** The graph as it was when the run began. */
  get graph(): GraphDocument {
    return this.made.document;
  }

  /** Whether it failed because its folder cannot be written: it can go on once that is mended. */
  get unwritable(): boolean {
    return this.writeFailed;
  }

  get id(): string {
    return this.folder.id;
  }

  get active(): boolean {
    return !['finished', 'stopped', 'failed'].includes(this.current.state);
  }

  pause(): void {
    if (this.current.state !== 'training' && this.current.state !== 'evaluating') return;
    this.paused = true;
    this.update({ state: 'paused', message: 'Paused.' }, true);
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.update({ state: 'training', message: this.trainingMessage }, true);
    this.resumeWaiting?.();
  }

  stop(): void {
    this.stopRequested = true;
    this.paused = false;
    this.resumeWaiting?.();
  }

  /** Trains, evaluates and writes; resolves when all of it is done. Failures end in the status, never in a rejection. */
  async run(): Promise<void> {
    let end: Partial<RunStatus>;
    try {
      this.update({ state: 'training', message: this.trainingMessage }, true);
      await this.writeState();
      const result = await this.trainAndEvaluate();
      end = {
        state: result.stopped ? 'stopped' : 'finished',
        message: result.stopped ? 'Stopped; evaluated with what it had learned.' : 'Finished.',
        secondsLeft: 0,
        result,
      };
    } catch (error) {
      end = this.failure(error);
    }
    await this.made.created.learner.dispose();
    this.current = { ...this.current, ...end };
    try {
      await this.writeState();
      if (this.current.state === 'finished') await pruneCheckpoints(this.folder.folder);
    } catch (error) {
      // What stands in run.json is then a run that is under way, and can be resumed.
      if (this.current.state !== 'failed')
        this.current = { ...this.current, ...this.failure(error), result: undefined };
    }
    if (this.goesOn) setThreads(this.goesOn.threads);
    await this.folder.close();
    this.update({}, true);
  }

  private failure(error: unknown): Partial<RunStatus> {
    if (error instanceof WriteError) this.writeFailed = true;
    const known = error instanceof RequestError || error instanceof DatasetError;
    const reason = error instanceof Error ? error.message : String(error);
    const node = error instanceof RequestError || error instanceof LayerError ? error.node : undefined;
    const message = known ? reason : `The run broke off: ${reason}`;
    return { state: 'failed', message, secondsLeft: null, ...(node !== undefined && { node }) };
  }

  private async trainAndEvaluate(): Promise<RunResult> {
    const { dataset } = this.made.opened;
    const { learner, backend, nodes, parameters } = this.made.created;
    const trainer = this.made.parameters;
    const started = performance.now();
    const hooks: TrainingHooks = {
      mayGoOn: () => this.mayGoOn(),
      onProgress: ({ epoch, step, steps, secondsPerStep }) => {
        const secondsLeft = secondsPerStep === null ? null : secondsPerStep * (steps - step);
        const stepShares = learner.stepShares();
        if (stepShares && !this.current.stepShares) this.update({ stepShares });
        if (this.paused) this.update({ epoch, step, steps, secondsPerStep, secondsLeft });
        else
          this.update({
            state: 'training',
            message: this.trainingMessage,
            epoch,
            step,
            steps,
            secondsPerStep,
            secondsLeft,
          });
      },
      onStep: (record) => {
        const timed = { ...record, seconds: (performance.now() - started) / 1000 };
        this.steps.push(timed);
        this.waitingLines.push({ type: 'step', ...record });
        this.emit({ type: 'event', event: 'step', run: this.id, record: timed });
      },
      onEpoch: (record, previews) => {
        this.epochs.push(record);
        this.previews = previews;
        this.waitingLines.push({ type: 'epoch', ...record });
        this.emit({ type: 'event', event: 'epoch', run: this.id, record, previews: [...previews] });
      },
      onEvaluating: () => {
        if (!this.paused) this.update({ state: 'evaluating', message: 'Measuring the validation accuracy.' });
      },
      onPosition: async (position, { better }) => {
        this.position = position;
        await this.writeMetrics();
        if (better) {
          this.best = await learner.weights();
          this.bestIsSaved = false;
        }
        if (this.timer.isDue()) await this.save();
      },
      explain: (failure) => this.explain(failure),
    };
    const summary = await train(learner, dataset, trainer, hooks, this.position);
    await this.folder.cutAhead();
    await this.save();
    this.update(
      { state: 'evaluating', message: 'Measuring the accuracy on held-out videos.', epoch: summary.epochs },
      true,
    );
    const predictions = new PredictionLog(dataset);
    const takesBest = trainer.finalWeights === 'best' || (trainer.finalWeights === 'automatic' && trainer.patience > 0);
    // Without validation questions no epoch is better than another.
    const best = takesBest && dataset.questions.validation.length > 0 ? this.best : undefined;
    if (best) await learner.load(best);
    const answers = new AnswerLog();
    const { accuracy } = await evaluate(learner, dataset, 'test', breathe, (...answer) => {
      predictions.add(...answer);
      answers.add(...answer);
    });
    this.answered = predictions;
    await this.folder.writeCheckpoint('final', await learner.weights());
    await this.folder.write(predictionsFile, formatPredictions(answers.questions()));
    await this.folder.write(eventsFile, tensorBoardEvents(this, accuracy));
    const { secondsPerStep } = summary;
    return {
      run: this.id,
      title: this.current.title,
      backend,
      seed: trainer.seed,
      parameters,
      nodes: nodes.map((summaryOfNode) => ({
        ...summaryOfNode,
        outputShapes: { ...summaryOfNode.outputShapes },
      })),
      ...(this.startedFrom && { startedFrom: this.startedFrom }),
      epochs: summary.epochs,
      steps: summary.steps,
      ...(best && summary.best && { bestEpoch: summary.best.epoch }),
      stopped: summary.stopped,
      secondsPerStep,
      samplesPerSecond: secondsPerStep === null ? null : trainer.batchSize / secondsPerStep,
      losses: summary.losses,
      accuracy,
      baseline: majorityBaselines(dataset.questions.train, dataset.questions.test),
      questions: {
        train: dataset.questions.train.length,
        validation: dataset.questions.validation.length,
        test: dataset.questions.test.length,
      },
    };
  }

  /** Lets messages in, waits while paused; false after Stop. */
  private async mayGoOn(): Promise<boolean> {
    await breathe();
    if (this.paused) await this.save();
    // Asked again after the writing, during which somebody may have resumed or stopped.
    while (this.paused) {
      await new Promise<void>((resolve) => {
        this.resumeWaiting = resolve;
      });
      this.resumeWaiting = undefined;
    }
    return !this.stopRequested;
  }

  /** Puts all that the rest of the run depends on on the disk, unless it is there. */
  private async save(): Promise<void> {
    if (this.saved !== this.position) await this.timer.measure(() => this.writeCheckpoint());
  }

  private async writeCheckpoint(): Promise<void> {
    await this.writeMetrics();
    await this.folder.flushMetrics();
    const { position, best } = this;
    const learner = await this.made.created.learner.snapshot();
    const spoiled = nonFiniteWeight(learner.arrays);
    if (spoiled) {
      throw new RequestError(
        'failed',
        `After step ${position.step} the weights are no longer numbers, first those of node “${spoiled.node}”: ${spoiled.what}. ${lowerRate} ${this.lastGood()}`,
        spoiled.node,
      );
    }
    const { metrics } = this.folder;
    await this.folder.save({ position, learner, best, metrics, questions: this.made.questions });
    this.saved = position;
    if (best && !this.bestIsSaved) await this.folder.writeCheckpoint('best', best);
    this.bestIsSaved = true;
    await this.writeState();
  }

  /** `run.json`: how the run stands, and what resuming it takes. */
  private async writeState(): Promise<void> {
    const { threads } = runtimeSettings;
    const file: RunStateFile = {
      version: runVersion,
      ...this.current,
      process: thisProcess,
      ...(threads !== undefined && { threads }),
      ...(this.startedFrom && { startedFrom: this.startedFrom }),
    };
    await this.folder.writeJson('run.json', file);
  }

  private async explain(failure: NonFinite): Promise<Error> {
    await this.writeMetrics();
    const { document, opened, parameters, created } = this.made;
    const { arrays } = await created.learner.snapshot();
    const origin = await findOrigin(document, opened, parameters, arrays, failure);
    return new RequestError('failed', `${describeNonFinite(failure, origin)} ${this.lastGood()}`, origin?.node);
  }

  private lastGood(): string {
    return this.saved ? `The last checkpoint is that of step ${this.saved.step}.` : 'There was no checkpoint yet.';
  }

  /** At once, so that a killed run loses at most the numbers of the step in flight, whenever it was last saved. */
  private async writeMetrics(): Promise<void> {
    await this.folder.appendMetrics(this.waitingLines.splice(0));
  }

  private update(change: Partial<RunStatus>, now = false): void {
    this.current = { ...this.current, ...change };
    const seconds = performance.now() / 1000;
    if (!now && seconds - this.lastStatus < statusEverySeconds) return;
    this.lastStatus = seconds;
    this.emit({ type: 'event', event: 'status', status: this.current });
  }
}

/** Gives the host's other work a turn. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
