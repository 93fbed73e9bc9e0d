import type { RunStatus } from '../contract/runs';

/** Number of ended runs that stay complete: with curves, previews and predictions. */
const keptWhole = 4;
/** Number of ended runs whose status stays. */
const keptStatuses = 200;

interface KnownRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly active: boolean;
}

/**
 * Runs of an engine process, by id. A run occupies megabytes, so only active ones and the last ended ones stay in
 * memory. Of earlier ones the status stays; the rest is in their folders.
 */
export class KnownRuns<Run extends KnownRun> {
  /** In the order of their starts. */
  private readonly whole = new Map<string, Run>();
  private readonly ended = new Map<string, RunStatus>();

  /** Adds a run as the newest one. A resumed run is the newest again. */
  add(run: Run): void {
    this.delete(run.id);
    this.whole.set(run.id, run);
    const older = [...this.whole.values()].filter(({ active, id }) => !active && id !== run.id);
    for (const { id, status } of older.slice(0, -keptWhole)) {
      this.whole.delete(id);
      this.ended.set(id, status);
    }
    for (const id of [...this.ended.keys()].slice(0, -keptStatuses)) this.ended.delete(id);
  }

  delete(id: string): void {
    this.whole.delete(id);
    this.ended.delete(id);
  }

  /** A complete run. */
  get(id: string): Run | undefined {
    return this.whole.get(id);
  }

  statusOf(id: string): RunStatus | undefined {
    return this.whole.get(id)?.status ?? this.ended.get(id);
  }

  /** Complete runs, in the order of their starts. */
  get list(): readonly Run[] {
    return [...this.whole.values()];
  }

  /** Newest first. */
  get statuses(): readonly RunStatus[] {
    return [...this.ended.values(), ...this.list.map(({ status }) => status)].reverse();
  }

  get active(): Run | undefined {
    return this.list.find((run) => run.active);
  }
}
