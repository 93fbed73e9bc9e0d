import { namesIn } from '../../graph-nodes/graph/node-names';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { nonFiniteWeight } from '../training/explain';
import { initialTrainState, type TrainState } from '../training/train-state';
import { CheckpointTimer } from './checkpoint-timer';
import { epochCheckpoint, isKeptEpoch } from './kept-epochs';
import type { PreparedRun } from './prepared-run';
import type { ResumePoint } from './resume-point';
import type { RunFolder } from './run-folder';
import type { RunMetrics } from './run-metrics';
import type { RunStages } from './run-stages';
import type { NamedArray } from '../files/safetensors';

/** Train state of a run's current stage, its checkpoints, and the weights of its best epoch. */
export class RunCheckpoints {
  private state: TrainState;
  private saved: TrainState | undefined;
  private best: ReadonlyMap<string, NamedArray> | undefined;
  private bestIsSaved: boolean;
  private readonly timer: CheckpointTimer;

  /** @param onSaved awaited after every checkpoint */
  constructor(
    private readonly folder: RunFolder,
    private prepared: PreparedRun,
    private readonly stages: RunStages,
    private readonly metrics: RunMetrics,
    private readonly onSaved: () => Promise<void>,
    resumePoint?: ResumePoint,
  ) {
    this.timer = new CheckpointTimer(prepared.parameters.checkpointEvery);
    this.state = resumePoint?.trainState ?? initialTrainState;
    this.best = resumePoint?.best;
    this.bestIsSaved = this.best === undefined;
  }

  /** Within the current stage. */
  get trainState(): TrainState {
    return this.state;
  }

  /** Weights of the stage's best epoch so far; undefined before the first epoch. */
  get bestWeights(): ReadonlyMap<string, NamedArray> | undefined {
    return this.best;
  }

  /** Begins a stage and saves its start, so that the previous stage is not evaluated again. */
  async beginStage(prepared: PreparedRun): Promise<void> {
    this.prepared = prepared;
    this.state = initialTrainState;
    this.best = undefined;
    this.bestIsSaved = true;
    this.saved = undefined;
    await this.save();
  }

  /**
   * Stores the state after a step or an epoch, and saves a checkpoint when one is due.
   * @param better true after an epoch with a new best score
   */
  async advance(state: TrainState, better: boolean): Promise<void> {
    const epochEnded = state.epoch > this.state.epoch;
    this.state = state;
    await this.metrics.write();
    if (better) {
      this.best = await this.prepared.created.learner.weights();
      this.bestIsSaved = false;
    }
    // Before the checkpoint from which a killed run resumes: it would resume after the epoch.
    if (epochEnded) await this.keepEpoch(this.stages.before.epochs + state.epoch);
    if (this.timer.isDue()) await this.save();
  }

  /** Keeps the weights after an epoch if the Trainer selects it. */
  private async keepEpoch(epoch: number): Promise<void> {
    const { document, parameters, created } = this.prepared;
    if (!isKeptEpoch(document, parameters.keepEpochs, epoch)) return;
    await this.folder.writeCheckpoint(epochCheckpoint(epoch), await created.learner.weights());
  }

  /** Writes everything that the rest of the run depends on to disk, unless it is already there. */
  async save(): Promise<void> {
    if (this.saved !== this.state) await this.timer.measure(() => this.write());
  }

  /** Step of the last checkpoint, for errors. */
  describeLast(): EngineMessage {
    return this.saved ? { code: 'lastCheckpoint', step: this.stepInRun(this.saved) } : { code: 'noCheckpoint' };
  }

  private stepInRun({ step }: TrainState): number {
    return this.stages.before.steps + step;
  }

  private async write(): Promise<void> {
    await this.metrics.flush();
    const { state: trainState, best, folder } = this;
    const learner = await this.prepared.created.learner.snapshot();
    const spoiled = nonFiniteWeight(learner.arrays);
    if (spoiled) {
      const { node, found } = spoiled;
      const named = namesIn(this.prepared.document, catalogue)(node);
      const message: EngineMessage = { code: 'weightsNotFinite', step: this.stepInRun(trainState), node: named, found };
      throw new RequestError('failed', sentences(message, { code: 'lowerRate' }, this.describeLast()), node);
    }
    const { ended } = this.stages;
    const { questions } = this.prepared;
    await folder.save({ trainState, ended, learner, best, metrics: folder.metrics, questions });
    this.saved = trainState;
    if (best && !this.bestIsSaved) await folder.writeCheckpoint('best', best);
    this.bestIsSaved = true;
    await this.onSaved();
  }
}
