import type { RunStatus } from '../contract/runs';

/** Minimum time between two status events. */
const statusEverySeconds = 0.25;

/** Reports the status of a run at a limited rate. The first status and every change of state are reported at once. */
export class StatusReporter {
  private lastReport = -Infinity;

  constructor(
    private status: RunStatus,
    private readonly emit: (status: RunStatus) => void,
  ) {}

  get current(): RunStatus {
    return this.status;
  }

  /** Changes the status without a report. */
  set(change: Partial<RunStatus>): void {
    this.status = { ...this.status, ...change };
  }

  /** Changes the status and reports it, unless the last report is too recent. */
  update(change: Partial<RunStatus>): void {
    this.set(change);
    if (performance.now() / 1000 - this.lastReport >= statusEverySeconds) this.report();
  }

  /** Changes the status and reports it at once. */
  updateNow(change: Partial<RunStatus>): void {
    this.set(change);
    this.report();
  }

  private report(): void {
    this.lastReport = performance.now() / 1000;
    this.emit(this.status);
  }
}
