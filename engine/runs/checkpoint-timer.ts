/** Clock of the checkpoint timer, in milliseconds; tests replace it. */
export const clock: { now(): number } = { now: () => performance.now() };

/** Minimum ratio between the time since the last checkpoint and its cost: checkpoints take about 5 % of the time. */
const restPerCost = 20;

/**
 * Decides when a run is saved. Only this depends on a clock, and it has no influence on the numbers of the run.
 *
 * With a fixed interval, a save is due after that many seconds. With a negative one, a save is due when the time since
 * the last save is twenty times its cost: slow steps are saved one by one, fast ones every few steps.
 */
export class CheckpointTimer {
  private last = clock.now();
  private cost = 0;

  /** @param every seconds; negative: relative to the cost of a save */
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
