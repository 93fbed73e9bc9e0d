import { scenarios, type Dataset, type Scenario } from '../../graph-nodes/datasets/dataset';
import { Random } from '../../graph-nodes/graph/random';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { Losses } from '../contract/metrics';
import type { EpochRecord, NodeSizes, Preview, StepRecord } from '../contract/runs';
import { batches, type BatchArrays } from '../data/batches';
import { evaluate, type Measured } from './evaluate';
import type { Learner } from './learner';
import { previewsOf } from './previews';
import { negativesOf } from './negatives';
import { median } from '../backends/median';
import { learningRateAt } from './learning-rate';
import { afterEpoch, afterStep, initialTrainState, meanOf, type TrainState } from './train-state';

/** Number of untimed first steps, which fill caches. */
const warmUpSteps = 3;
/** Number of steps whose median time is reported during training. */
const recentSteps = 200;
/** Approximate maximum number of points of a run's curves. */
const curvePoints = 2000;
/** Maximum number of steps between two points, so that a long run shows its curve from the start. */
const mostStepsPerPoint = 10;

export interface TrainingProgress {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly secondsPerStep: number | null;
}

export interface TrainingHooks {
  /** Awaited before every step and evaluation batch; false ends the training. A pending promise pauses it. */
  mayContinue(): Promise<boolean>;
  onProgress(progress: TrainingProgress): void;
  onStep(record: StepRecord): void;
  /** @param sizes of gradient and update by node in the last step of the epoch, if this process took it */
  onEpoch(record: EpochRecord, previews: readonly Preview[], sizes: NodeSizes | undefined): void;
  /** Called when the features of settled nodes are computed, before the first step. */
  onKeeping?(): void;
  onEvaluating(): void;
  /**
   * Awaited after every step and every evaluated epoch, with a state from which the training can be resumed.
   * @param better true after an epoch with a new best score
   */
  onState?(state: TrainState, progress: { readonly better: boolean }): Promise<void>;
  /** Creates the error for a loss that is NaN or infinite. The learner is in its state before the step. */
  explain(failure: NonFinite): Promise<Error>;
}

/** A step whose loss is NaN or infinite. */
export interface NonFinite {
  readonly arrays: BatchArrays;
  readonly randomKey: string;
  readonly losses: Losses;
  /** Number of the step, from 1. */
  readonly step: number;
}

export interface TrainingSummary {
  /** Completed epochs. */
  readonly epochs: number;
  readonly steps: number;
  /** True if `mayContinue` ended it. */
  readonly stopped: boolean;
  /** The best epoch, if one was evaluated. */
  readonly best: TrainState['best'];
  readonly secondsPerStep: number | null;
  /** Means over the last epoch, or over its completed steps. */
  readonly losses: Losses | null;
}

/**
 * Trains a model with the settings of its Trainer node, and measures the validation accuracy after every epoch. It is
 * deterministic: document, seed and backend give the same numbers to the last bit on one machine, with or without
 * interruptions.
 *
 * @param from state to resume from; the learner has been restored to it
 * @throws the error of `explain` if the loss becomes NaN or infinite
 */
export async function train(
  learner: Learner,
  dataset: Dataset,
  parameters: TrainerParameters,
  hooks: TrainingHooks,
  from: TrainState = initialTrainState,
): Promise<TrainingSummary> {
  const ofEpoch = stepsPerEpoch(dataset, parameters);
  const steps = ofEpoch * parameters.epochs;
  const pointEvery = Math.min(Math.ceil(steps / curvePoints), mostStepsPerPoint);
  const seconds: number[] = [];
  // Determined by the settings alone, since a resumed run must compute the same.
  if (parameters.epochs > 1) {
    await learner.keepFeatures?.(dataset, {
      onStart: () => hooks.onKeeping?.(),
      mayContinue: () => hooks.mayContinue(),
    });
  }
  let at = from;
  let stopped = false;

  while (at.epoch < parameters.epochs && !stopped && !outOfPatience(at, parameters)) {
    const random = new Random(parameters.seed, `order/${at.epoch}`);
    const negatives = negativesOf(learner.needsNegatives, parameters, at.epoch);
    for await (const arrays of batches(dataset, 'train', parameters.batchSize, { random, skip: at.batch, negatives })) {
      if (!(await hooks.mayContinue())) {
        stopped = true;
        break;
      }
      const randomKey = `train/${at.step}`;
      const started = performance.now();
      const rate = learningRateAt(parameters, { ...at, steps });
      const losses = await learner.step(arrays, randomKey, rate, at.batch === ofEpoch - 1);
      seconds.push((performance.now() - started) / 1000);
      if (!isFinite(losses.total)) throw await hooks.explain({ arrays, randomKey, losses, step: at.step + 1 });
      at = afterStep(at, losses);
      const { epoch, step } = at;
      const point = step % pointEvery === 0 ? meanOf(at.sincePoint) : null;
      if (point) {
        hooks.onStep({ step, epoch, losses: point });
        at = { ...at, sincePoint: initialTrainState.sincePoint };
      }
      hooks.onProgress({
        epoch,
        step,
        steps,
        secondsPerStep: median(seconds.slice(Math.max(warmUpSteps, seconds.length - recentSteps))),
      });
      await hooks.onState?.(at, { better: false });
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
    const record = { epoch: at.epoch, step: at.step, ...measured };
    hooks.onEpoch(record, await previewsOf(learner, dataset), await learner.nodeSizes());
    await hooks.onState?.(at, { better: at.best !== before });
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

/** Number of steps of an epoch. */
export const stepsPerEpoch = ({ questions }: Dataset, { batchSize }: TrainerParameters): number =>
  Math.ceil(questions.train.length / batchSize);

/** True if a run ends with the weights of its best epoch instead of its last. */
export const endsWithBestEpoch = ({ finalWeights, patience }: TrainerParameters): boolean =>
  finalWeights === 'best' || (finalWeights === 'automatic' && patience > 0);

const outOfPatience = ({ epoch, best }: TrainState, { patience }: TrainerParameters): boolean =>
  patience > 0 && epoch - (best?.epoch ?? 0) >= patience;

/** Score of an epoch: the sum of the scenarios' accuracies, or the negative sum of their losses. */
function scoreOf({ accuracy, loss }: Measured, { watch }: TrainerParameters): number {
  const sum = (of: (scenario: Scenario) => number) => scenarios.reduce((total, scenario) => total + of(scenario), 0);
  return watch === 'loss'
    ? -sum((scenario) => loss[scenario] ?? 0)
    : sum((scenario) => accuracy[scenario].overall ?? 0);
}

class Ended extends Error {}

/** Measures the validation questions; undefined if the run is stopped during it. */
async function measureWhile(learner: Learner, dataset: Dataset, hooks: TrainingHooks): Promise<Measured | undefined> {
  try {
    return await evaluate(learner, dataset, 'validation', async () => {
      if (!(await hooks.mayContinue())) throw new Ended();
    });
  } catch (error) {
    if (error instanceof Ended) return undefined;
    throw error;
  }
}
