import { scenarios, type Dataset } from '../../graph-nodes/dataset';
import { lossNames } from '../../graph-nodes/kind';
import { Random } from '../../graph-nodes/random';
import type { TrainerParameters } from '../../graph-nodes/trainer/node';
import type { EpochRecord, Losses, Preview, ScenarioAccuracies, StepRecord } from '../api';
import { batches } from '../data/batches';
import { RequestError } from '../errors';
import { evaluate } from './evaluate';
import type { Learner } from './learner';
import { previewsOf } from './previews';
import { median } from './metrics';
import { learningRateAt } from './optimiser';

/** Steps left out of the timing: the first ones fill caches and compile. */
const warmUpSteps = 3;
/** The curves of a run have at most about so many points. */
const curvePoints = 2000;
/** …but at least so often, so that a long run shows its curve from the start. */
const mostStepsPerPoint = 10;

export interface TrainingProgress {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly secondsPerStep: number | null;
}

export interface TrainingHooks {
  /** Awaited before every step and evaluation batch; false ends the training. Waiting here is a pause. */
  mayGoOn(): Promise<boolean>;
  onProgress(progress: TrainingProgress): void;
  onStep(record: StepRecord): void;
  onEpoch(record: EpochRecord, previews: readonly Preview[]): void;
  onEvaluating(): void;
}

export interface TrainingSummary {
  /** Epochs wholly trained. */
  readonly epochs: number;
  readonly steps: number;
  /** True when `mayGoOn` ended it. */
  readonly stopped: boolean;
  readonly secondsPerStep: number | null;
  /** Means over the last epoch, or over what there is of it. */
  readonly losses: Losses | null;
}

/** Running mean of losses. */
class LossMean {
  private count = 0;
  private readonly sums = new Map<keyof Losses, number>();

  add(losses: Losses): void {
    this.count += 1;
    for (const name of ['total', ...lossNames] as const) {
      const value = losses[name];
      if (value !== undefined) this.sums.set(name, (this.sums.get(name) ?? 0) + value);
    }
  }

  take(): Losses | null {
    if (this.count === 0) return null;
    const means = Object.fromEntries([...this.sums].map(([name, sum]) => [name, sum / this.count])) as Losses;
    this.count = 0;
    this.sums.clear();
    return means;
  }
}

/**
 * Trains a model as its trainer node says, and measures the validation accuracy after every epoch.
 * Deterministic: document, seed and backend give the same numbers to the last bit on one machine.
 *
 * @throws {RequestError} when the loss is no longer a number
 */
export async function train(
  learner: Learner,
  dataset: Dataset,
  parameters: TrainerParameters,
  hooks: TrainingHooks,
): Promise<TrainingSummary> {
  const stepsPerEpoch = Math.ceil(dataset.questions.train.length / parameters.batchSize);
  const steps = stepsPerEpoch * parameters.epochs;
  const pointEvery = Math.min(Math.ceil(steps / curvePoints), mostStepsPerPoint);
  const seconds: number[] = [];
  const sincePoint = new LossMean();
  const ofEpoch = new LossMean();
  let step = 0;
  let stopped = false;
  let losses: Losses | null = null;
  let best = { accuracy: -1, epoch: 0 };
  let epoch = 0;

  while (epoch < parameters.epochs && !stopped) {
    const random = new Random(parameters.seed, `order/${epoch}`);
    for await (const arrays of batches(dataset, 'train', parameters.batchSize, { random })) {
      if (!(await hooks.mayGoOn())) {
        stopped = true;
        break;
      }
      const started = performance.now();
      const now = await learner.step(arrays, `train/${step}`, learningRateAt(parameters, epoch, step / steps));
      seconds.push((performance.now() - started) / 1000);
      step += 1;
      refuseNonFinite(now, step);
      sincePoint.add(now);
      ofEpoch.add(now);
      const point = step % pointEvery === 0 ? sincePoint.take() : null;
      if (point) hooks.onStep({ step, epoch, losses: point });
      hooks.onProgress({ epoch, step, steps, secondsPerStep: median(seconds.slice(warmUpSteps).slice(-200)) });
    }
    losses = ofEpoch.take() ?? losses;
    if (stopped) break;
    epoch += 1;
    hooks.onEvaluating();
    const accuracy = await evaluateWhile(learner, dataset, hooks);
    if (!accuracy) {
      stopped = true;
      break;
    }
    hooks.onEpoch({ epoch, step, accuracy }, await previewsOf(learner, dataset));
    const overall = scenarios.reduce((sum, scenario) => sum + (accuracy[scenario].overall ?? 0), 0);
    if (overall > best.accuracy) best = { accuracy: overall, epoch };
    if (parameters.patience > 0 && epoch - best.epoch >= parameters.patience) break;
  }
  return { epochs: epoch, steps: step, stopped, secondsPerStep: median(seconds.slice(warmUpSteps)), losses };
}

class Ended extends Error {}

/** Validation accuracy, or undefined when the run is ended in the middle of it. */
async function evaluateWhile(
  learner: Learner,
  dataset: Dataset,
  hooks: TrainingHooks,
): Promise<ScenarioAccuracies | undefined> {
  try {
    return await evaluate(learner, dataset, 'validation', async () => {
      if (!(await hooks.mayGoOn())) throw new Ended();
    });
  } catch (error) {
    if (error instanceof Ended) return undefined;
    throw error;
  }
}

function refuseNonFinite(losses: Losses, step: number): void {
  const bad = lossNames.find((name) => losses[name] !== undefined && !Number.isFinite(losses[name]));
  if (bad === undefined && Number.isFinite(losses.total)) return;
  throw new RequestError(
    'failed',
    `The ${bad ?? 'total'} loss is no longer a number at step ${step}; a lower learning rate may help.`,
  );
}
