import { RequestError } from '../contract/errors';
import type { StartingPhase } from '../contract/runs';

/** The start of a run: reports each phase as it begins, and can be cancelled between two phases. */
export interface Starting {
  /** Enters a phase. @throws {RequestError} when the start was cancelled */
  enter(phase: StartingPhase): void;
  /** @throws {RequestError} when the start was cancelled */
  check(): void;
}

/** A start that nobody watches or cancels. */
export const unwatched: Starting = { enter: () => undefined, check: () => undefined };

/** A start that is watched, and the switch that cancels it. */
export class WatchedStart implements Starting {
  private cancelled = false;

  constructor(private readonly onPhase: (phase: StartingPhase) => void) {}

  cancel(): void {
    this.cancelled = true;
  }

  enter(phase: StartingPhase): void {
    this.check();
    this.onPhase(phase);
  }

  check(): void {
    if (this.cancelled) throw new RequestError('refused', { code: 'startCancelled' });
  }
}
