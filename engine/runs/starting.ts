import { setImmediate as nextTurn } from 'node:timers/promises';
import { RequestError } from '../contract/errors';
import type { StartingPhase } from '../contract/runs';

/** The start of a run. It reports each phase at its begin, and can be cancelled between two phases. */
export interface Starting {
  /** Begins a phase. @throws {RequestError} if the start was cancelled */
  enter(phase: StartingPhase): Promise<void>;
  /** @throws {RequestError} if the start was cancelled */
  check(): Promise<void>;
}

/** A start without observer and cancellation. */
export const unwatched: Starting = { enter: async () => undefined, check: async () => undefined };

/** A start with an observer, and the function that cancels it. */
export class WatchedStart implements Starting {
  private cancelled = false;

  constructor(private readonly onPhase: (phase: StartingPhase) => void) {}

  cancel(): void {
    this.cancelled = true;
  }

  async enter(phase: StartingPhase): Promise<void> {
    await this.check();
    this.onPhase(phase);
  }

  async check(): Promise<void> {
    // A phase can block the thread, so pending requests are answered first.
    await nextTurn();
    if (this.cancelled) throw new RequestError('refused', { code: 'startCancelled' });
  }
}
