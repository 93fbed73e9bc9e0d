/** Pauses, continues and stops a loop that asks {@link PauseSwitch.mayContinue} before every iteration. */
export class PauseSwitch {
  private pauseRequested = false;
  private stopRequested = false;
  private wake: (() => void) | undefined;
  private readonly waiting = new Set<() => void>();

  get paused(): boolean {
    return this.pauseRequested;
  }

  pause(): void {
    this.pauseRequested = true;
  }

  continue(): void {
    this.pauseRequested = false;
    this.wake?.();
  }

  /** Pauses, and resolves once the loop waits, with `beforePause` done. A loop that ends first never waits. */
  async pauseAndWait(): Promise<void> {
    const waits = new Promise<void>((resolve) => this.waiting.add(resolve));
    // A loop that is paused already is woken, so that it passes the check again.
    this.pauseRequested = true;
    this.wake?.();
    await waits;
  }

  stop(): void {
    this.stopRequested = true;
    this.continue();
  }

  /**
   * Gives the host's other work a turn, and waits while paused.
   * @param beforePause awaited once before it waits
   * @returns false once it is stopped
   */
  async mayContinue(beforePause: () => Promise<void>): Promise<boolean> {
    await nextTurn();
    if (this.paused) await beforePause();
    // Checked again after the await, since continue() or stop() may have been called meanwhile.
    while (this.paused) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        for (const resolveWait of this.waiting) resolveWait();
        this.waiting.clear();
      });
      this.wake = undefined;
    }
    return !this.stopRequested;
  }
}

/** Resolves after the host's other pending work. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
