/** What tells the time between checkpoints; tests put their own in its place. In milliseconds. */
export const clock: { now(): number } = { now: () => performance.now() };

/** A checkpoint waits for so many times what the last one cost, so that all of them take about a twentieth of the time. */
const restPerCost = 20;

/**
 * When a run is saved. Only this depends on a clock: whatever it says, the run comes to the same numbers.
 *
 * With a fixed interval a save is due once so many seconds have passed; with a negative one, as soon as the time since the
 * last save is twenty times what that took: slow steps are then saved one by one, fast ones every few.
 */
export class CheckpointTimer {
  private last = clock.now();
  private cost = 0;

  /** @param every seconds; negative: by what saving costs */
  constructor(private readonly every: number) {}

  isDue(): boolean {
    return clock.now() - this.last >= (this.every < 0 ? restPerCost * this.cost : this.every * 1000);
  }

  async measure(save: () => Promise<void>): Promise<void> {
    const began = clock.now();
    await save();
    this.last = clock.now();
    this.cost = this.last - began;
  }
}
