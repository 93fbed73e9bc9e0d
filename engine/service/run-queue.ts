import type { Queue, WaitingRun } from '../contract/queue';
import { errorMessage, RequestError } from '../contract/errors';

type Waiting = WaitingRun & {
  /** Starts the training. @throws {RequestError} if it is refused */
  start(): Promise<unknown>;
};

/** Trainings that start one after the other, each when the engine is idle. They are in the engine's memory only. */
export class RunQueue {
  private waiting: readonly Waiting[] = [];
  private lastId = 0;

  constructor(
    /** True while no run can start. */
    private readonly isBusy: () => boolean,
    private readonly onChange: (queue: Queue) => void,
  ) {}

  get list(): WaitingRun[] {
    return this.waiting.map(({ start: _, ...entry }) => entry);
  }

  /** Adds a training at the end, and starts it if none is before it. @returns its id */
  add(training: Omit<Waiting, 'id'>): number {
    this.lastId += 1;
    this.set([...this.waiting, { ...training, id: this.lastId }]);
    void this.advance();
    return this.lastId;
  }

  /** Removes a training; no effect if it has started. */
  remove(id: number): void {
    this.set(this.waiting.filter((entry) => entry.id !== id));
  }

  /** Moves a training to an index from 0; no effect if it has started. */
  move(id: number, place: number): void {
    const entry = this.waiting.find((each) => each.id === id);
    if (!entry) return;
    const others = this.waiting.filter((each) => each !== entry);
    this.set([...others.slice(0, place), entry, ...others.slice(place)]);
  }

  clear(): void {
    if (this.waiting.length > 0) this.set([]);
  }

  /** Starts the next training if the engine is idle. If it is refused, the one after is tried. */
  async advance(): Promise<void> {
    const [next, ...others] = this.waiting;
    if (!next || this.isBusy()) return;
    this.set(others);
    try {
      await next.start();
    } catch (error) {
      const node = error instanceof RequestError ? error.node : undefined;
      const reason = error instanceof RequestError ? error.reason : errorMessage(error);
      this.onChange({
        waiting: this.list,
        refused: { title: next.title, reason, ...(node !== undefined && { node }) },
      });
      await this.advance();
    }
  }

  private set(waiting: readonly Waiting[]): void {
    this.waiting = waiting;
    this.onChange({ waiting: this.list });
  }
}
