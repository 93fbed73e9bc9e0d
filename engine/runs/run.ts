import { DatasetError } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { EngineEvent } from '../contract/protocol';
import type {
  EpochRecord,
  NodeSizes,
  Preview,
  RunResult,
  RunStage,
  RunStatus,
  RunUnit,
  StageResult,
  StepRecord,
  StepShares,
} from '../contract/runs';
import { runtimeSettings } from '../backends/onnx-runtime';
import { idOf } from '../../graph-nodes/graph/node-names';
import { LayerError } from '../../graph-nodes/layers/layer-error';
import { errorMessage, RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { describeNonFinite, findOrigin } from '../training/explain';
import { slotUsage } from '../training/slot-usage';
import type { PredictionLog } from '../training/predictions';
import {
  train,
  type NonFinite,
  type TrainingHooks,
  type TrainingProgress,
  type TrainingSummary,
} from '../training/train';
import { initialTrainState } from '../training/train-state';
import { pruneCheckpoints } from './checkpoint';
import { WriteError } from '../files/atomic';
import { thisProcess } from './lock';
import { PauseSwitch } from './pause-switch';
import { prepareStage, type PreparedRun } from './prepared-run';
import { setThreads, type ResumePoint } from './resume-point';
import { RunCheckpoints } from './run-checkpoints';
import type { RunFolder } from './run-folder';
import { RunMetrics } from './run-metrics';
import { RunStages } from './run-stages';
import { evaluateFinalWeights, resultOf, stageResultOf, writeEvaluation, writeStageWeights } from './run-result';
import { runFileFormat, toRunFile, type RunRecord } from './run-file';
import { describeStart, type StartedFrom } from './start-from';
import { StatusReporter } from './status-reporter';

/**
 * One training run through all its stages, from its preparation to its result. Created by `createRun` or `resumeRun`.
 */
export class Run {
  /** The previews after the last epoch; sent as events, and not written to the run's files. */
  previews: readonly Preview[] | undefined;
  /** Norms of gradient and update after the last epoch; sent as events, like the previews. */
  sizes: NodeSizes | undefined;
  private readonly reporter: StatusReporter;
  private readonly pauseSwitch = new PauseSwitch();
  /** Unit of training after which the run pauses again; undefined: none. */
  private pausesAfter: RunUnit | undefined;
  /** True if a step was taken since the run continued. A validation that the pause delayed is no epoch. */
  private stepped = false;
  private readonly metrics: RunMetrics;
  private readonly stages: RunStages;
  private readonly checkpoints: RunCheckpoints;
  private answered: PredictionLog | undefined;
  private writeFailed = false;
  /** Status message during training. */
  private trainingMessage: EngineMessage;
  /** Shares of the current stage in `run.json`. */
  private storedShares: StepShares | undefined;
  /** Time at which this process began to train; undefined before. */
  private started: number | undefined;
  private readonly created = Date.now();
  /** False without a learner, between two stages. */
  private hasLearner = true;

  constructor(
    private readonly folder: RunFolder,
    private prepared: PreparedRun,
    private readonly startedFrom: StartedFrom | undefined,
    private readonly emit: (event: EngineEvent) => void,
    private readonly resumePoint?: ResumePoint,
  ) {
    const { document, created, stages: planned } = prepared;
    this.stages = new RunStages(planned, resumePoint?.ended);
    const { trainState } = resumePoint ?? { trainState: initialTrainState };
    const { epoch, step, stage } = this.position(trainState);
    const start = beginning(startedFrom, resumePoint && step);
    this.trainingMessage = sentences(start, describeStage(stage), resumePoint?.note, created.note);
    this.storedShares = resumePoint?.stepShares;
    this.metrics = new RunMetrics(folder, resumePoint?.metrics);
    this.checkpoints = new RunCheckpoints(
      folder,
      prepared,
      this.stages,
      this.metrics,
      () => this.writeState(),
      resumePoint,
    );
    const status: RunStatus = {
      run: folder.id,
      title: document.title,
      state: 'preparing',
      message: { code: 'runPreparing' },
      backend: created.backend,
      epoch,
      epochs: this.stages.total.epochs,
      step,
      steps: this.stages.total.steps,
      ...(stage && { stage }),
      secondsPerStep: null,
      ...(resumePoint?.stepShares && { stepShares: resumePoint.stepShares }),
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

  /** The graph at the start of the run. */
  get graph(): GraphDocument {
    return this.prepared.document;
  }

  /** True if it failed because its folder is not writable. It can be resumed once the folder is. */
  get unwritable(): boolean {
    return this.writeFailed;
  }

  get active(): boolean {
    return !['finished', 'stopped', 'failed'].includes(this.status.state);
  }

  pause(): void {
    if (this.status.state !== 'training' && this.status.state !== 'evaluating') return;
    this.pausesAfter = undefined;
    this.pauseSwitch.pause();
    this.reporter.updateNow({ state: 'paused', message: { code: 'runPaused' } });
  }

  /** Continues after {@link pause}. */
  continue(): void {
    this.continueUntil(undefined);
  }

  /** Continues after {@link pause} and pauses again after a step, or after the validation of the epoch. */
  continueBy(unit: RunUnit): void {
    this.continueUntil(unit);
  }

  private continueUntil(unit: RunUnit | undefined): void {
    if (!this.pauseSwitch.paused) return;
    this.pausesAfter = unit;
    this.stepped = false;
    this.pauseSwitch.continue();
    this.reporter.updateNow({ state: 'training', message: this.trainingMessage });
  }

  stop(): void {
    this.pauseSwitch.stop();
  }

  /**
   * Saves the training and pauses it, so that the process can end and the run is interrupted. Resolves once it is
   * saved; never resolves if the run ends first.
   */
  interrupt(): Promise<void> {
    return this.pauseSwitch.pauseAndWait();
  }

  /** Trains, evaluates and stores the run. A failure becomes the status and never a rejection. */
  async run(): Promise<void> {
    let end: Partial<RunStatus>;
    try {
      this.started = performance.now();
      this.reporter.updateNow({ state: 'training', message: this.trainingMessage });
      await this.writeState();
      const result = await this.trainStages();
      end = {
        state: result.stopped ? 'stopped' : 'finished',
        message: { code: result.stopped ? 'runStopped' : 'runFinished' },
        secondsLeft: 0,
        result,
      };
    } catch (error) {
      end = this.failure(error);
    }
    await this.disposeLearner();
    this.reporter.set(end);
    try {
      // Checked before the state, so that nothing of a finished run is removed.
      if (this.status.state === 'finished') await pruneCheckpoints(this.folder.folder);
      await this.writeState();
    } catch (error) {
      // The state in run.json is then still that of an unfinished run, which can be resumed.
      if (this.status.state !== 'failed') this.reporter.set({ ...this.failure(error), result: undefined });
    }
    if (this.resumePoint) setThreads(this.resumePoint.threads);
    await this.folder.close();
    this.reporter.updateNow({});
  }

  /** Writes `run.json`: the status, and the data for resuming the run. */
  async writeState(): Promise<void> {
    const { threads } = runtimeSettings;
    const { operationsPerStep: operations } = this.prepared.created;
    const file = toRunFile({
      ...this.status,
      process: thisProcess,
      ...(threads !== undefined && { threads }),
      ...(operations !== undefined && { operations }),
      ...(this.startedFrom && { startedFrom: this.startedFrom }),
      ...this.record(),
    });
    await this.folder.writeJson(runFileFormat.name, file);
  }

  /** Time since this process began to train, in seconds. */
  private get secondsHere(): number {
    return this.started === undefined ? 0 : (performance.now() - this.started) / 1000;
  }

  /** Origin, start and duration of the run, over all its processes. */
  private record(): Pick<RunRecord, 'origin' | 'started' | 'seconds'> {
    const { resumePoint } = this;
    const { origin } = this.prepared;
    if (!resumePoint) return { origin, started: this.created, seconds: this.secondsHere };
    const { state } = resumePoint;
    return {
      // The code of the first part of a run of an earlier version is unknown.
      ...(state.origin && { origin: { ...origin, builds: [...new Set([...state.origin.builds, ...origin.builds])] } }),
      ...(state.started !== undefined && { started: state.started }),
      ...(state.seconds !== undefined && { seconds: state.seconds + this.secondsHere }),
    };
  }

  /** Trains the stages from the current one. */
  private async trainStages(): Promise<RunResult> {
    const { stages, folder } = this;
    for (;;) {
      const trained = await this.trainStage();
      const evaluation = await evaluateFinalWeights(this.prepared, this.checkpoints.bestWeights);
      this.answered = evaluation.predictions;
      const { present } = stages;
      if (present && !trained.stopped) await writeStageWeights(folder, this.prepared, present);
      const result = stageResultOf(present, trained, evaluation);
      const continues = !trained.stopped && !stages.isLast && (await this.mayContinue());
      if (result && continues) {
        await this.beginStageAfter(result);
        continue;
      }
      // If stopped between two stages, the run is incomplete.
      const summary = { ...trained, stopped: trained.stopped || !stages.isLast };
      await writeEvaluation(folder, this.prepared, this.metrics, evaluation);
      return resultOf(this.id, this.prepared, this.startedFrom, stages, summary, evaluation, result);
    }
  }

  /** Trains the current stage, from its start or the resume point. */
  private async trainStage(): Promise<TrainingSummary> {
    const { prepared, checkpoints, folder, stages } = this;
    const { dataset } = prepared.opened;
    const { learner } = prepared.created;
    const summary = await train(learner, dataset, prepared.parameters, this.hooks(), checkpoints.trainState);
    // Lines of later stages, which are trained again, are kept until then.
    if (summary.stopped || stages.isLast) await folder.cutAhead();
    await checkpoints.save();
    const message: EngineMessage = { code: 'runEvaluating' };
    const epoch = stages.before.epochs + summary.epochs;
    this.reporter.updateNow({ state: 'evaluating', message, epoch });
    return summary;
  }

  /** Ends the current stage, and begins the next one with its weights, a new optimizer and the same backend. */
  private async beginStageAfter(result: StageResult): Promise<void> {
    const { learner, backend } = this.prepared.created;
    this.reporter.updateNow({ state: 'preparing', message: { code: 'runPreparing' } });
    const weights = await learner.weights();
    await this.disposeLearner();
    this.stages.end(result);
    this.prepared = await prepareStage(this.prepared, this.stages.ended.length, backend);
    this.hasLearner = true;
    const { created } = this.prepared;
    await created.learner.load(weights);
    const { stage, ...position } = this.position(initialTrainState);
    this.trainingMessage = sentences({ code: 'runTraining' }, describeStage(stage), created.note);
    this.reporter.updateNow({
      state: 'training',
      message: this.trainingMessage,
      backend: created.backend,
      ...position,
      ...(stage && { stage }),
      ...this.stages.total,
      secondsPerStep: null,
      stepShares: undefined,
      secondsLeft: null,
    });
    await this.checkpoints.beginStage(this.prepared);
  }

  private async disposeLearner(): Promise<void> {
    if (this.hasLearner) await this.prepared.created.learner.dispose();
    this.hasLearner = false;
  }

  /** Epoch and step of the run, and its stage, for a state of the current stage. */
  private position({
    epoch,
    step,
  }: {
    readonly epoch: number;
    readonly step: number;
  }): Pick<RunStatus, 'epoch' | 'step' | 'stage'> {
    const { before, present } = this.stages;
    return { epoch: before.epochs + epoch, step: before.steps + step, ...(present && { stage: present }) };
  }

  private mayContinue(): Promise<boolean> {
    return this.pauseSwitch.mayContinue(() => this.checkpoints.save());
  }

  private hooks(): TrainingHooks {
    const { checkpoints, metrics, reporter, pauseSwitch, stages } = this;
    return {
      mayContinue: () => this.mayContinue(),
      onProgress: (progress) => this.reportProgress(progress),
      onStep: (record) => {
        const timed = metrics.addStep(stages.counted(record), this.secondsHere);
        this.emit({ type: 'event', event: 'step', run: this.id, record: timed });
      },
      onEpoch: (measured, previews, sizes) => {
        const usage = slotUsage(previews, this.prepared.document);
        const record = stages.counted({ ...measured, ...(usage && { usage }) });
        metrics.addEpoch(record);
        this.previews = previews;
        this.sizes = sizes;
        const shown = { previews: [...previews], ...(sizes && { sizes }) };
        this.emit({ type: 'event', event: 'epoch', run: this.id, record, ...shown });
        if (this.pausesAfter !== 'epoch' || !this.stepped) return;
        reporter.set({ epoch: record.epoch });
        this.pause();
      },
      onKeeping: () => reporter.update({ message: { code: 'runKeeping' } }),
      onEvaluating: () => {
        if (!pauseSwitch.paused) reporter.update({ state: 'evaluating', message: { code: 'runValidating' } });
      },
      onState: async (state, { better }) => {
        await this.storeStepShares();
        await checkpoints.advance(state, better);
      },
      explain: (failure) => this.explain(failure),
    };
  }

  /**
   * Writes new shares before any checkpoint, because a run that resumes after its last step cannot measure them again.
   */
  private async storeStepShares(): Promise<void> {
    const { stepShares } = this.status;
    if (!stepShares || stepShares === this.storedShares) return;
    await this.writeState();
    this.storedShares = stepShares;
  }

  private reportProgress(progress: TrainingProgress): void {
    const { reporter, stages } = this;
    const { secondsPerStep } = progress;
    const stepShares = this.prepared.created.learner.stepShares();
    if (stepShares && !this.status.stepShares) reporter.update({ stepShares });
    const { epoch, step } = this.position(progress);
    const { steps } = stages.total;
    const numbers = { epoch, step, steps, secondsPerStep, secondsLeft: stages.secondsLeft(progress) };
    if (this.pauseSwitch.paused) reporter.update(numbers);
    else reporter.update({ state: 'training', message: this.trainingMessage, ...numbers });
    this.stepped = true;
    if (this.pausesAfter === 'step') this.pause();
  }

  private failure(error: unknown): Partial<RunStatus> {
    if (error instanceof WriteError) this.writeFailed = true;
    const node = errorNode(error);
    return { state: 'failed', message: failureOf(error), secondsLeft: null, ...(node !== undefined && { node }) };
  }

  private async explain(failure: NonFinite): Promise<Error> {
    await this.metrics.write();
    const { stage, opened, parameters, created } = this.prepared;
    const { arrays } = await created.learner.snapshot();
    const origin = await findOrigin(stage.document, opened, parameters, arrays, failure);
    const inRun = { ...failure, step: this.stages.before.steps + failure.step };
    const message = sentences(describeNonFinite(inRun, origin, stage.document), this.checkpoints.describeLast());
    return new RequestError('failed', message, origin?.node);
  }
}

/** First status message of a training. @param steps completed before, if it resumes */
function beginning(startedFrom: StartedFrom | undefined, steps: number | undefined): EngineMessage {
  if (steps !== undefined) return { code: 'runContinued', steps };
  return startedFrom ? describeStart(startedFrom) : { code: 'runTraining' };
}

const describeStage = (stage: RunStage | undefined): EngineMessage | undefined =>
  stage && { code: 'runStage', ...stage };

/** Id of the node that an error names. */
function errorNode(error: unknown): string | undefined {
  if (error instanceof LayerError) return idOf(error.node);
  return error instanceof RequestError ? error.node : undefined;
}

/** Status message of a failed run. */
function failureOf(error: unknown): EngineMessage {
  if (error instanceof RequestError || error instanceof DatasetError) return error.reason;
  if (!(error instanceof LayerError)) return { code: 'runBrokeOff', reason: errorMessage(error) };
  const reason: EngineMessage = { code: 'atNode', node: error.node, reason: errorMessage(error.cause) };
  return { code: 'runBrokeOff', reason };
}
