import { RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { nonFiniteWeight } from '../training/explain';
import { initialTrainState, type TrainState } from '../training/train-state';
import { CheckpointTimer } from './checkpoint-timer';
import type { PreparedRun } from './prepared-run';
import type { ResumePoint } from './resume-point';
import type { RunFolder } from './run-folder';
import type { RunMetrics } from './run-metrics';
import type { NamedArray } from '../files/safetensors';

/** The train state of a run, its checkpoints, and the weights of its best epoch. */
export class RunCheckpoints {
  private state: TrainState;
  private saved: TrainState | undefined;
  private best: ReadonlyMap<string, NamedArray> | undefined;
  private bestIsSaved: boolean;
  private readonly timer: CheckpointTimer;

  /** @param onSaved awaited after every checkpoint */
  constructor(
    private readonly folder: RunFolder,
    private readonly prepared: PreparedRun,
    private readonly metrics: RunMetrics,
    private readonly onSaved: () => Promise<void>,
    resumePoint?: ResumePoint,
  ) {
    this.timer = new CheckpointTimer(prepared.parameters.checkpointEvery);
    this.state = resumePoint?.trainState ?? initialTrainState;
    this.best = resumePoint?.best;
    this.bestIsSaved = this.best === undefined;
  }

  get trainState(): TrainState {
    return this.state;
  }

  /** The weights of the best epoch so far; undefined before the first. */
  get bestWeights(): ReadonlyMap<string, NamedArray> | undefined {
    return this.best;
  }

  /**
   * Takes over the state after a step or an epoch, and saves it when a checkpoint is due.
   * @param better true after an epoch that was better than all before
   */
  async advance(state: TrainState, better: boolean): Promise<void> {
    this.state = state;
    await this.metrics.write();
    if (better) {
      this.best = await this.prepared.created.learner.weights();
      this.bestIsSaved = false;
    }
    if (this.timer.isDue()) await this.save();
  }

  /** Writes everything that the rest of the run depends on to disk, unless it is there. */
  async save(): Promise<void> {
    if (this.saved !== this.state) await this.timer.measure(() => this.write());
  }

  /** The step of the last checkpoint, for errors. */
  describeLast(): EngineMessage {
    return this.saved ? { code: 'lastCheckpoint', step: this.saved.step } : { code: 'noCheckpoint' };
  }

  private async write(): Promise<void> {
    await this.metrics.flush();
    const { state: trainState, best, folder } = this;
    const learner = await this.prepared.created.learner.snapshot();
    const spoiled = nonFiniteWeight(learner.arrays);
    if (spoiled) {
      const { node, found } = spoiled;
      const message: EngineMessage = { code: 'weightsNotFinite', step: trainState.step, node, found };
      throw new RequestError('failed', sentences(message, { code: 'lowerRate' }, this.describeLast()), node);
    }
    await folder.save({ trainState, learner, best, metrics: folder.metrics, questions: this.prepared.questions });
    this.saved = trainState;
    if (best && !this.bestIsSaved) await folder.writeCheckpoint('best', best);
    this.bestIsSaved = true;
    await this.onSaved();
  }
}
