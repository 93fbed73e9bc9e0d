import { scenarios, type Dataset, type Scenario } from '../../graph-nodes/datasets/dataset';
import { Random } from '../../graph-nodes/graph/random';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { Losses } from '../contract/metrics';
import type { EpochRecord, Preview, StepRecord } from '../contract/runs';
import { batches, type BatchArrays } from '../data/batches';
import { evaluate, type Measured } from './evaluate';
import type { Learner } from './learner';
import { previewsOf } from './previews';
import { median } from './metrics';
import { learningRateAt } from './optimiser';
import { afterEpoch, afterStep, meanOf, start, type Position } from './position';

/** Steps left out of the timing: the first ones fill caches and compile. */
const warmUpSteps = 3;
/** Steps of which the median is told while training goes on. */
const recentSteps = 200;
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
  /**
   * Awaited after every step and every measured epoch: a place from which the training can go on.
   * @param better true after an epoch that was better than all before
   */
  onPosition?(position: Position, place: { readonly better: boolean }): Promise<void>;
  /** What to throw when a loss is no longer finite. The learner is as it was before the step. */
  explain(failure: NonFinite): Promise<Error>;
}

/** A step whose loss was not finite. */
export interface NonFinite {
  readonly arrays: BatchArrays;
  readonly randomKey: string;
  readonly losses: Losses;
  /** The number of the step, from 1 on. */
  readonly step: number;
}

export interface TrainingSummary {
  /** Epochs wholly trained. */
  readonly epochs: number;
  readonly steps: number;
  /** True when `mayGoOn` ended it. */
  readonly stopped: boolean;
  /** The best epoch, where one was measured. */
  readonly best: Position['best'];
  readonly secondsPerStep: number | null;
  /** Means over the last epoch, or over what there is of it. */
  readonly losses: Losses | null;
}

/**
 * Trains a model as its trainer node says, and measures the validation accuracy after every epoch.
 * Deterministic: document, seed and backend give the same numbers to the last bit on one machine, whether the training
 * goes from start to end or from one position to the next.
 *
 * @param from where it goes on; the learner has been put back to there
 * @throws what `explain` gives when the loss is no longer finite
 */
export async function train(
  learner: Learner,
  dataset: Dataset,
  parameters: TrainerParameters,
  hooks: TrainingHooks,
  from: Position = start,
): Promise<TrainingSummary> {
  const stepsPerEpoch = Math.ceil(dataset.questions.train.length / parameters.batchSize);
  const steps = stepsPerEpoch * parameters.epochs;
  const pointEvery = Math.min(Math.ceil(steps / curvePoints), mostStepsPerPoint);
  const seconds: number[] = [];
  let at = from;
  let stopped = false;

  while (at.epoch < parameters.epochs && !stopped && !outOfPatience(at, parameters)) {
    const random = new Random(parameters.seed, `order/${at.epoch}`);
    for await (const arrays of batches(dataset, 'train', parameters.batchSize, { random, skip: at.batch })) {
      if (!(await hooks.mayGoOn())) {
        stopped = true;
        break;
      }
      const randomKey = `train/${at.step}`;
      const started = performance.now();
      const losses = await learner.step(arrays, randomKey, learningRateAt(parameters, { ...at, steps }));
      seconds.push((performance.now() - started) / 1000);
      if (!isFinite(losses.total)) throw await hooks.explain({ arrays, randomKey, losses, step: at.step + 1 });
      at = afterStep(at, losses);
      const { epoch, step } = at;
      const point = step % pointEvery === 0 ? meanOf(at.sincePoint) : null;
      if (point) {
        hooks.onStep({ step, epoch, losses: point });
        at = { ...at, sincePoint: start.sincePoint };
      }
      hooks.onProgress({
        epoch,
        step,
        steps,
        secondsPerStep: median(seconds.slice(Math.max(warmUpSteps, seconds.length - recentSteps))),
      });
      await hooks.onPosition?.(at, { better: false });
    }
    if (stopped) break;
    hooks.onEvaluating();
    const measured = await measureWhile(learner, dataset, hooks);
    if (!measured) {
      stopped = true;
      break;
    }
    const before = at.best;
    at = afterEpoch(at, scoreOf(measured, parameters), parameters);
    hooks.onEpoch({ epoch: at.epoch, step: at.step, ...measured }, await previewsOf(learner, dataset));
    await hooks.onPosition?.(at, { better: at.best !== before });
  }
  return {
    epochs: at.epoch,
    steps: at.step,
    stopped,
    best: at.best,
    secondsPerStep: median(seconds.slice(warmUpSteps)),
    losses: meanOf(at.ofEpoch) ?? at.losses,
  };
}

const outOfPatience = ({ epoch, best }: Position, { patience }: TrainerParameters): boolean =>
  patience > 0 && epoch - (best?.epoch ?? 0) >= patience;

/** How good an epoch was: the accuracies of all scenarios together, or their losses with the sign turned. */
function scoreOf({ accuracy, loss }: Measured, { watch }: TrainerParameters): number {
  const sum = (of: (scenario: Scenario) => number) => scenarios.reduce((total, scenario) => total + of(scenario), 0);
  return watch === 'loss'
    ? -sum((scenario) => loss[scenario] ?? 0)
    : sum((scenario) => accuracy[scenario].overall ?? 0);
}

class Ended extends Error {}

/** The validation questions measured, or undefined when the run is ended in the middle of it. */
async function measureWhile(learner: Learner, dataset: Dataset, hooks: TrainingHooks): Promise<Measured | undefined> {
  try {
    return await evaluate(learner, dataset, 'validation', async () => {
      if (!(await hooks.mayGoOn())) throw new Ended();
    });
  } catch (error) {
    if (error instanceof Ended) return undefined;
    throw error;
  }
}
