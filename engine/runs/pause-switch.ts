/** Pauses, continues and stops a loop that calls {@link PauseSwitch.mayContinue} before every iteration. */
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

  /** Pauses the loop. Resolves once the loop waits, after its `beforePause`; never resolves if the loop ends first. */
  async pauseAndWait(): Promise<void> {
    const waits = new Promise<void>((resolve) => this.waiting.add(resolve));
    // A paused loop is woken, so that it repeats the check.
    this.pauseRequested = true;
    this.wake?.();
    await waits;
  }

  stop(): void {
    this.stopRequested = true;
    this.continue();
  }

  /**
   * Yields to other work of the host, and waits while paused.
   * @param beforePause awaited once before it waits
   * @returns false once the loop is stopped
   */
  async mayContinue(beforePause: () => Promise<void>): Promise<boolean> {
    await nextTurn();
    if (this.paused) await beforePause();
    // Checked again after the await, since continue() or stop() can be called during it.
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
