/** Pauses, continues and stops a loop that asks {@link PauseSwitch.mayContinue} before every iteration. */
export class PauseSwitch {
  private pauseRequested = false;
  private stopRequested = false;
  private wake: (() => void) | undefined;

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
