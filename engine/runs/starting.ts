import { setImmediate as nextTurn } from 'node:timers/promises';
import { RequestError } from '../contract/errors';
import type { StartingPhase } from '../contract/runs';

/** The start of a run: reports each phase as it begins, and can be cancelled between two phases. */
export interface Starting {
  /** Enters a phase. @throws {RequestError} when the start was cancelled */
  enter(phase: StartingPhase): Promise<void>;
  /** @throws {RequestError} when the start was cancelled */
  check(): Promise<void>;
}

/** A start that nobody watches or cancels. */
export const unwatched: Starting = { enter: async () => undefined, check: async () => undefined };

/** A start that is watched, and the switch that cancels it. */
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
    // A phase may keep the thread busy; a request that arrived meanwhile is answered first.
    await nextTurn();
    if (this.cancelled) throw new RequestError('refused', { code: 'startCancelled' });
  }
}
