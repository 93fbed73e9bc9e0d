import { DatasetError } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { EngineEvent } from '../contract/protocol';
import type { EpochRecord, Preview, RunResult, RunStatus, StepRecord } from '../contract/runs';
import { runtimeSettings } from '../backends/onnx-runtime';
import { LayerError } from '../../graph-nodes/layers/layer-error';
import { errorMessage, RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { describeNonFinite, findOrigin } from '../training/explain';
import type { PredictionLog } from '../training/predictions';
import { train, type NonFinite, type TrainingHooks, type TrainingProgress } from '../training/train';
import { pruneCheckpoints } from './checkpoint';
import { WriteError } from '../files/atomic';
import { thisProcess } from './lock';
import { PauseSwitch } from './pause-switch';
import type { PreparedRun } from './prepared-run';
import { setThreads, type ResumePoint } from './resume-point';
import { RunCheckpoints } from './run-checkpoints';
import type { RunFolder } from './run-folder';
import { RunMetrics } from './run-metrics';
import { evaluateFinalWeights, resultOf, writeEvaluation } from './run-result';
import { runFileFormat, toRunFile } from './run-file';
import { describeStart, type StartedFrom } from './start-from';
import { StatusReporter } from './status-reporter';

/** One training run, from its preparation to its result. Made by `createRun` or `resumeRun`. */
export class Run {
  /** The previews after the last epoch; sent as events, and not written to the run's files. */
  previews: readonly Preview[] | undefined;
  private readonly reporter: StatusReporter;
  private readonly pauseSwitch = new PauseSwitch();
  private readonly metrics: RunMetrics;
  private readonly checkpoints: RunCheckpoints;
  private answered: PredictionLog | undefined;
  private writeFailed = false;
  /** Status message during training. */
  private readonly trainingMessage: EngineMessage;

  constructor(
    private readonly folder: RunFolder,
    private readonly prepared: PreparedRun,
    private readonly startedFrom: StartedFrom | undefined,
    private readonly emit: (event: EngineEvent) => void,
    private readonly resumePoint?: ResumePoint,
  ) {
    const { document, created, parameters } = prepared;
    this.trainingMessage = sentences(beginning(startedFrom, resumePoint), resumePoint?.note, created.note);
    this.metrics = new RunMetrics(folder, resumePoint?.metrics);
    this.checkpoints = new RunCheckpoints(folder, prepared, this.metrics, () => this.writeState(), resumePoint);
    const { epoch, step } = this.checkpoints.trainState;
    const status: RunStatus = {
      run: folder.id,
      title: document.title,
      state: 'preparing',
      message: { code: 'runPreparing' },
      backend: created.backend,
      epoch,
      epochs: parameters.epochs,
      step,
      steps: 0,
      secondsPerStep: null,
      secondsLeft: null,
    };
    this.reporter = new StatusReporter(status, (current) =>
      this.emit({ type: 'event', event: 'status', status: current }),
    );
  }

  get id(): string {
    return this.folder.id;
  }

  get status(): RunStatus {
    return this.reporter.current;
  }

  get steps(): readonly StepRecord[] {
    return this.metrics.steps;
  }

  get epochs(): readonly EpochRecord[] {
    return this.metrics.epochs;
  }

  /** Predictions of the model on held-out videos, once they are known. */
  get predictions(): PredictionLog | undefined {
    return this.answered;
  }

  /** The graph as it was when the run began. */
  get graph(): GraphDocument {
    return this.prepared.document;
  }

  /** True if it failed because its folder cannot be written; it can be resumed once the folder can. */
  get unwritable(): boolean {
    return this.writeFailed;
  }

  get active(): boolean {
    return !['finished', 'stopped', 'failed'].includes(this.status.state);
  }

  pause(): void {
    if (this.status.state !== 'training' && this.status.state !== 'evaluating') return;
    this.pauseSwitch.pause();
    this.reporter.updateNow({ state: 'paused', message: { code: 'runPaused' } });
  }

  /** Continues after {@link pause}. */
  continue(): void {
    if (!this.pauseSwitch.paused) return;
    this.pauseSwitch.continue();
    this.reporter.updateNow({ state: 'training', message: this.trainingMessage });
  }

  stop(): void {
    this.pauseSwitch.stop();
  }

  /** Trains, evaluates and writes; resolves when all of it is done. Failures become the status, never a rejection. */
  async run(): Promise<void> {
    let end: Partial<RunStatus>;
    try {
      this.reporter.updateNow({ state: 'training', message: this.trainingMessage });
      await this.writeState();
      const result = await this.trainAndEvaluate();
      end = {
        state: result.stopped ? 'stopped' : 'finished',
        message: { code: result.stopped ? 'runStopped' : 'runFinished' },
        secondsLeft: 0,
        result,
      };
    } catch (error) {
      end = this.failure(error);
    }
    await this.prepared.created.learner.dispose();
    this.reporter.set(end);
    try {
      await this.writeState();
      if (this.status.state === 'finished') await pruneCheckpoints(this.folder.folder);
    } catch (error) {
      // run.json then still holds the state of an unfinished run, which can be resumed.
      if (this.status.state !== 'failed') this.reporter.set({ ...this.failure(error), result: undefined });
    }
    if (this.resumePoint) setThreads(this.resumePoint.threads);
    await this.folder.close();
    this.reporter.updateNow({});
  }

  /** Writes `run.json`: the status, and what resuming the run needs. */
  async writeState(): Promise<void> {
    const { threads } = runtimeSettings;
    const file = toRunFile({
      ...this.status,
      process: thisProcess,
      ...(threads !== undefined && { threads }),
      ...(this.startedFrom && { startedFrom: this.startedFrom }),
    });
    await this.folder.writeJson(runFileFormat.name, file);
  }

  private async trainAndEvaluate(): Promise<RunResult> {
    const { prepared, checkpoints, folder, metrics } = this;
    const { dataset } = prepared.opened;
    const { learner } = prepared.created;
    const summary = await train(learner, dataset, prepared.parameters, this.hooks(), checkpoints.trainState);
    await folder.cutAhead();
    await checkpoints.save();
    const message: EngineMessage = { code: 'runEvaluating' };
    this.reporter.updateNow({ state: 'evaluating', message, epoch: summary.epochs });
    const evaluation = await evaluateFinalWeights(prepared, checkpoints.bestWeights);
    this.answered = evaluation.predictions;
    await writeEvaluation(folder, prepared, metrics, evaluation);
    return resultOf(this.id, prepared, this.startedFrom, summary, evaluation);
  }

  private hooks(): TrainingHooks {
    const { checkpoints, metrics, reporter, pauseSwitch } = this;
    const started = performance.now();
    return {
      mayContinue: () => pauseSwitch.mayContinue(() => checkpoints.save()),
      onProgress: (progress) => this.reportProgress(progress),
      onStep: (record) => {
        const timed = metrics.addStep(record, (performance.now() - started) / 1000);
        this.emit({ type: 'event', event: 'step', run: this.id, record: timed });
      },
      onEpoch: (record, previews) => {
        metrics.addEpoch(record);
        this.previews = previews;
        this.emit({ type: 'event', event: 'epoch', run: this.id, record, previews: [...previews] });
      },
      onEvaluating: () => {
        if (!pauseSwitch.paused) reporter.update({ state: 'evaluating', message: { code: 'runValidating' } });
      },
      onState: (state, { better }) => checkpoints.advance(state, better),
      explain: (failure) => this.explain(failure),
    };
  }

  private reportProgress({ epoch, step, steps, secondsPerStep }: TrainingProgress): void {
    const { reporter } = this;
    const secondsLeft = secondsPerStep === null ? null : secondsPerStep * (steps - step);
    const stepShares = this.prepared.created.learner.stepShares();
    if (stepShares && !this.status.stepShares) reporter.update({ stepShares });
    const numbers = { epoch, step, steps, secondsPerStep, secondsLeft };
    if (this.pauseSwitch.paused) reporter.update(numbers);
    else reporter.update({ state: 'training', message: this.trainingMessage, ...numbers });
  }

  private failure(error: unknown): Partial<RunStatus> {
    if (error instanceof WriteError) this.writeFailed = true;
    const node = error instanceof RequestError || error instanceof LayerError ? error.node : undefined;
    return { state: 'failed', message: failureOf(error), secondsLeft: null, ...(node !== undefined && { node }) };
  }

  private async explain(failure: NonFinite): Promise<Error> {
    await this.metrics.write();
    const { document, opened, parameters, created } = this.prepared;
    const { arrays } = await created.learner.snapshot();
    const origin = await findOrigin(document, opened, parameters, arrays, failure);
    const message = sentences(describeNonFinite(failure, origin), this.checkpoints.describeLast());
    return new RequestError('failed', message, origin?.node);
  }
}

/** The start of a run's training, as its first sentence. */
function beginning(startedFrom: StartedFrom | undefined, resumePoint: ResumePoint | undefined): EngineMessage {
  if (resumePoint) return { code: 'runContinued', steps: resumePoint.trainState.step };
  return startedFrom ? describeStart(startedFrom) : { code: 'runTraining' };
}

/** The message of a run that failed. */
function failureOf(error: unknown): EngineMessage {
  if (error instanceof RequestError || error instanceof DatasetError) return error.reason;
  if (!(error instanceof LayerError)) return { code: 'runBrokeOff', reason: errorMessage(error) };
  const reason: EngineMessage = { code: 'atNode', node: error.node, reason: errorMessage(error.cause) };
  return { code: 'runBrokeOff', reason };
}
