import type { EpochRecord, StepRecord } from '../contract/runs';
import { toMetricLine, type Metrics } from './run-file';
import type { RunFolder } from './run-folder';

/** The curves of a run, in memory and in `metrics.jsonl`. */
export class RunMetrics implements Metrics {
  readonly steps: StepRecord[];
  readonly epochs: EpochRecord[];
  private readonly waitingLines: unknown[] = [];

  constructor(
    private readonly folder: RunFolder,
    resumed?: Metrics,
  ) {
    this.steps = resumed?.steps ?? [];
    this.epochs = resumed?.epochs ?? [];
  }

  /** Adds a point of the loss curves. @param seconds since the run began; not written to the file */
  addStep(record: StepRecord, seconds: number): StepRecord {
    const timed = { ...record, seconds };
    this.steps.push(timed);
    this.waitingLines.push(toMetricLine('step', record));
    return timed;
  }

  addEpoch(record: EpochRecord): void {
    this.epochs.push(record);
    this.waitingLines.push(toMetricLine('epoch', record));
  }

  /**
   * Appends the new lines. Called after every step, so that a killed run loses at most the numbers of the current step.
   */
  async write(): Promise<void> {
    await this.folder.appendMetrics(this.waitingLines.splice(0));
  }

  /** Appends the new lines and flushes the file to disk. */
  async flush(): Promise<void> {
    await this.write();
    await this.folder.flushMetrics();
  }
}
