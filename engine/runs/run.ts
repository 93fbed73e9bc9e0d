import { analyse } from '../../graph-nodes/analyse';
import { DatasetError, type Dataset } from '../../graph-nodes/dataset';
import type { GraphDocument } from '../../graph-nodes/document';
import { node as trainerNode, type TrainerParameters } from '../../graph-nodes/trainer/node';
import type { BackendName, EngineEvent, EpochRecord, RunResult, RunStatus, StepRecord } from '../api';
import { analyseForTraining } from '../compile/compile';
import { datasetOf } from '../compile/layers';
import { LayerError, RequestError } from '../errors';
import { createLearner, type CreatedLearner } from '../train/create-learner';
import { evaluate } from '../train/evaluate';
import { majorityBaselines } from '../train/metrics';
import { PredictionLog } from '../train/predictions';
import { train } from '../train/train';
import { RunFolder } from './run-folder';
import { describeStart, fittingWeights, readWeights, type StartedFrom } from './start-from';

export interface OpenedDataset {
  readonly node: string;
  readonly dataset: Dataset;
}

/**
 * Opens the one dataset that leads to the Trainer (or the given node).
 * @throws {RequestError} when there is none, more than one, or its files cannot be read
 */
export async function openDataset(document: GraphDocument, node?: string): Promise<OpenedDataset> {
  const analysis = analyse(document);
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
      throw new RequestError('refused', `Node “${source.id}”: ${error.message}`, source.id);
    throw error;
  }
}

/** How often a status goes out at most; the first and every change of state go out at once. */
const statusEverySeconds = 0.25;

/** One training run, from the document to its result. */
export class Run {
  readonly steps: StepRecord[] = [];
  readonly epochs: EpochRecord[] = [];
  private current: RunStatus;
  private readonly waitingLines: unknown[] = [];
  private stopRequested = false;
  private resumeWaiting: (() => void) | undefined;
  private paused = false;
  private answered: PredictionLog | undefined;
  private lastStatus = -Infinity;
  /** What is told while training: how, where that is not as asked for. */
  private readonly trainingMessage: string;

  private constructor(
    private readonly folder: RunFolder,
    private readonly opened: OpenedDataset,
    private readonly created: CreatedLearner,
    private readonly parameters: TrainerParameters,
    title: string,
    private readonly startedFrom: StartedFrom | undefined,
    private readonly emit: (event: EngineEvent) => void,
  ) {
    const start = startedFrom && describeStart(startedFrom);
    this.trainingMessage = [start ?? 'Training.', created.note].filter(Boolean).join(' ');
    this.current = {
      run: folder.id,
      title,
      state: 'preparing',
      message: 'Getting ready.',
      backend: created.backend,
      epoch: 0,
      epochs: parameters.epochs,
      step: 0,
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
    analyseForTraining(document);
    const opened = await openDataset(document);
    const trainer = document.nodes.find(({ kind }) => kind === trainerNode.kind);
    const parameters = trainerNode.parameters.parse(trainer?.parameters ?? {});
    const start = parameters.startFrom === '' ? undefined : await readWeights(parameters.startFrom, trainer?.id);
    const created = await createLearner(document, opened, parameters, backend);
    const { learner } = created;
    let startedFrom: StartedFrom | undefined;
    if (start) {
      try {
        const fitting = fittingWeights(await learner.weights(), start, trainer?.id);
        await learner.load(fitting.arrays);
        startedFrom = fitting.startedFrom;
      } catch (error) {
        await learner.dispose();
        throw error;
      }
    }
    const folder = await RunFolder.create(runsFolder, document, parameters.seed, name);
    const { vocabulary, answers } = opened.dataset;
    await folder.writeJson('vocabulary.json', { vocabulary, answers });
    return new Run(folder, opened, created, parameters, document.title, startedFrom, emit);
  }

  get status(): RunStatus {
    return this.current;
  }

  /** What the model answered on held-out videos, once that is known. */
  get predictions(): PredictionLog | undefined {
    return this.answered;
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
    try {
      this.update({ state: 'training', message: this.trainingMessage }, true);
      const result = await this.trainAndEvaluate();
      await this.folder.writeCheckpoint('final', await this.created.learner.weights());
      await this.flush();
      this.update(
        {
          state: result.stopped ? 'stopped' : 'finished',
          message: result.stopped ? 'Stopped; evaluated with what it had learned.' : 'Finished.',
          secondsLeft: 0,
          result,
        },
        true,
      );
    } catch (error) {
      const known = error instanceof RequestError || error instanceof DatasetError;
      const reason = error instanceof Error ? error.message : String(error);
      const node = error instanceof RequestError || error instanceof LayerError ? error.node : undefined;
      const message = known ? reason : `The run broke off: ${reason}`;
      this.update({ state: 'failed', message, secondsLeft: null, ...(node !== undefined && { node }) }, true);
    } finally {
      await this.created.learner.dispose();
      await this.folder.writeJson('run.json', this.current);
    }
  }

  private async trainAndEvaluate(): Promise<RunResult> {
    const { dataset } = this.opened;
    const { learner, backend, nodes, parameters } = this.created;
    const started = performance.now();
    const summary = await train(learner, dataset, this.parameters, {
      mayGoOn: () => this.mayGoOn(),
      onProgress: ({ epoch, step, steps, secondsPerStep }) => {
        const secondsLeft = secondsPerStep === null ? null : secondsPerStep * (steps - step);
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
      onEpoch: (record) => {
        this.epochs.push(record);
        this.waitingLines.push({ type: 'epoch', ...record });
        this.emit({ type: 'event', event: 'epoch', run: this.id, record });
      },
      onEvaluating: () => {
        if (!this.paused) this.update({ state: 'evaluating', message: 'Measuring the validation accuracy.' });
      },
    });
    this.update(
      { state: 'evaluating', message: 'Measuring the accuracy on held-out videos.', epoch: summary.epochs },
      true,
    );
    const predictions = new PredictionLog(dataset);
    const accuracy = await evaluate(learner, dataset, 'test', breathe, (...answer) => predictions.add(...answer));
    this.answered = predictions;
    const { secondsPerStep } = summary;
    return {
      run: this.id,
      title: this.current.title,
      backend,
      seed: this.parameters.seed,
      parameters,
      nodes: nodes.map((summaryOfNode) => ({
        ...summaryOfNode,
        outputShapes: { ...summaryOfNode.outputShapes },
      })),
      ...(this.startedFrom && { startedFrom: this.startedFrom }),
      epochs: summary.epochs,
      steps: summary.steps,
      stopped: summary.stopped,
      secondsPerStep,
      samplesPerSecond: secondsPerStep === null ? null : this.parameters.batchSize / secondsPerStep,
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

  /** Lets messages in, waits while paused, writes what is waiting; false after Stop. */
  private async mayGoOn(): Promise<boolean> {
    await breathe();
    if (this.waitingLines.length >= 50) await this.flush();
    if (this.paused) await this.flush();
    // Asked again after the writing, during which somebody may have resumed or stopped.
    while (this.paused) {
      await new Promise<void>((resolve) => {
        this.resumeWaiting = resolve;
      });
      this.resumeWaiting = undefined;
    }
    return !this.stopRequested;
  }

  private async flush(): Promise<void> {
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
