import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';

/** Progress of a training, as input of the learning rate. */
export interface ScheduleProgress {
  /** Completed epochs. */
  readonly epoch: number;
  /** Completed steps. */
  readonly step: number;
  /** Number of steps of the whole training. */
  readonly steps: number;
  /** Number of times that the plateau schedule has lowered the rate. */
  readonly reductions: number;
}

/** Learning rate of the next step: that of the schedule, times (t + 1) / W in step t of W warm-up steps. */
export function learningRateAt(parameters: TrainerParameters, progress: ScheduleProgress): number {
  const { warmUp } = parameters;
  const rate = scheduledRate(parameters, progress);
  return progress.step < warmUp ? (rate * (progress.step + 1)) / warmUp : rate;
}

function scheduledRate(
  { schedule, learningRate, decayFactor, decayEvery }: TrainerParameters,
  { epoch, step, steps, reductions }: ScheduleProgress,
): number {
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'step':
      return learningRate * decayFactor ** Math.floor(epoch / decayEvery);
    case 'cosine':
      return (learningRate * (1 + Math.cos(Math.PI * (step / steps)))) / 2;
    case 'plateau':
      return learningRate * decayFactor ** reductions;
  }
}
