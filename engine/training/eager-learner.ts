import * as tf from '@tensorflow/tfjs-core';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { Losses } from '../contract/metrics';
import type { NodeSizes, Preview, StepShares } from '../contract/runs';
import type { BatchInput, Model } from '../model/build';
import { toTensors, type BatchArrays } from '../data/batches';
import { withAddedWeights } from '../files/earlier-weights';
import type { NamedArray } from '../files/safetensors';
import { placedMoment } from './earlier-moments';
import { assignFlat, flatten, trainableVariables } from './flat-parameters';
import type { Answers, Learner, LearnerState } from './learner';
import { logitsOf, predictedClasses, sampleLosses, type EvaluationPass } from './logits';
import { momentName } from './moment-name';
import { createOptimizer, type Optimizer } from './optimizer';
import { optimizerAlgorithm, type FlatValues } from './optimizer-algorithms';
import { nodeSizes } from './node-sizes';
import { previewOf, shownBy } from './previews';
import { recallBatch, recallStatistics, type RecallBatch } from './recall';
import { batchLoss, namedLosses } from './step';
import { StepClock } from './step-shares';

/** Index of the timed step, from 0. The steps before it fill caches. */
const measuredStep = 4;

/** Backends whose kernels have finished when they return. */
const synchronousBackends: ReadonlySet<string> = new Set(['wasm', 'cpu']);

/** A learner that computes kernel by kernel on the current tfjs backend. */
export class EagerLearner implements Learner {
  private readonly trainable: readonly tf.Variable[];
  private readonly optimizer: Optimizer;
  private shares: StepShares | undefined;
  /** Sizes of the last measured step. */
  private sizes: NodeSizes | undefined;

  constructor(
    private readonly model: Model,
    private readonly spec: BatchSpec,
    private readonly datasetNode: string,
    private readonly parameters: TrainerParameters,
    readonly needsNegatives: boolean,
  ) {
    this.trainable = trainableVariables(model);
    this.optimizer = createOptimizer(parameters, this.trainable);
  }

  stepShares(): StepShares | undefined {
    return this.shares;
  }

  async step(arrays: BatchArrays, randomKey: string, learningRate: number, sized = false): Promise<Losses> {
    const { model, optimizer, parameters } = this;
    const { batch, labels, tensors } = toTensors(arrays, this.spec);
    const input = { sources: { [this.datasetNode]: { batch, labels } } };
    // Timing can change rounding, so always time the same step, even after a resume.
    const clock = optimizer.steps === measuredStep ? new StepClock() : undefined;
    const { gradients, losses, names } = batchLoss(model, input, labels, parameters, randomKey, clock?.watch);
    const named = namedLosses(names, await losses.data());
    if (isFinite(named.total)) await this.update(gradients, learningRate, sized);
    this.shares = clock?.end(model.trainer, !synchronousBackends.has(tf.getBackend())) ?? this.shares;
    tf.dispose([gradients, losses, ...tensors]);
    return named;
  }

  async nodeSizes(): Promise<NodeSizes | undefined> {
    return this.sizes;
  }

  async answer(
    arrays: BatchArrays,
    randomKey: string,
    passes?: readonly EvaluationPass[],
  ): Promise<readonly Answers[]> {
    const predicted = this.infer(arrays, (input, labels) =>
      logitsOf(this.model, input, randomKey, passes).map((logits) => ({
        classes: predictedClasses(logits),
        losses: sampleLosses(logits, labels),
      })),
    );
    const answers: Answers[] = [];
    for (const { classes, losses } of predicted) {
      answers.push({ classes: await classes.data<'int32'>(), losses: await losses.data<'float32'>() });
      tf.dispose([classes, losses]);
    }
    return answers;
  }

  async recall(arrays: BatchArrays, randomKey: string): Promise<RecallBatch> {
    if (!this.model.recalls) return {};
    const statistics = this.infer(arrays, (input) => recallStatistics(this.model, input, randomKey));
    const values = await Promise.all(
      Object.entries(statistics).map(async ([name, tensor]) => [name, await tensor.data<'float32'>()] as const),
    );
    tf.dispose(statistics);
    return recallBatch(Object.fromEntries(values));
  }

  async preview(arrays: BatchArrays, randomKey: string): Promise<readonly Preview[]> {
    if (!this.model.hasPreviews) return [];
    const shown = this.infer(arrays, (input) => shownBy(this.model, input, randomKey));
    const previews = await Promise.all(
      shown.map(async (one) => previewOf(one, one.values.shape, await one.values.data())),
    );
    tf.dispose(shown.map(({ values }) => values));
    return previews;
  }

  weights(): Promise<ReadonlyMap<string, NamedArray>> {
    return readArrays(this.withInferenceWeights(() => this.variables()));
  }

  async load(arrays: ReadonlyMap<string, NamedArray>): Promise<void> {
    this.assign(arrays);
    const average = this.optimizer.average();
    if (average) tf.tidy(() => average.assign(flatten(this.trainable)));
  }

  async snapshot(): Promise<LearnerState> {
    const { steps, moments } = this.optimizer;
    const named = moments.map((moment, index) => [momentName(index), tf.clone(moment)] as const);
    return { steps, arrays: await readArrays(new Map([...this.variables(), ...named])) };
  }

  async restore({ steps, arrays }: LearnerState): Promise<void> {
    this.optimizer.steps = steps;
    this.assign(withAddedWeights(arrays));
    this.optimizer.moments.forEach((moment, index) => {
      const values = arrays.get(momentName(index))?.values;
      if (values) tf.tidy(() => moment.assign(tf.tensor1d(placedMoment(this.model, arrays, values))));
    });
  }

  async dispose(): Promise<void> {
    this.optimizer.dispose();
    this.model.dispose();
  }

  /** Takes an optimizer step; measures its gradient and update if requested. */
  private async update(gradients: tf.NamedTensorMap, learningRate: number, sized: boolean): Promise<void> {
    const { model, trainable, optimizer } = this;
    if (!sized || trainable.length === 0) return optimizer.update(gradients, learningRate);
    const before = await this.flatValues();
    optimizer.update(gradients, learningRate);
    const algorithm = optimizerAlgorithm(this.parameters);
    const rates = algorithm.rates(optimizer.steps, learningRate);
    this.sizes = nodeSizes(model, algorithm, { before, after: await this.flatValues(), rates });
  }

  private async flatValues(): Promise<FlatValues> {
    const flat = tf.tidy(() => flatten(this.trainable));
    const weights = await flat.data<'float32'>();
    flat.dispose();
    const moments = await Promise.all(this.optimizer.moments.map((moment) => moment.data<'float32'>()));
    return { weights: weights.slice(), moments: moments.map((values) => values.slice()) };
  }

  /** Computes a value of a batch with the weights used for inference. */
  private infer<Result extends tf.TensorContainer>(
    arrays: BatchArrays,
    compute: (input: BatchInput, labels: tf.Tensor1D) => Result,
  ): Result {
    return this.withInferenceWeights(() =>
      tf.tidy(() => {
        const { batch, labels } = toTensors(arrays, this.spec);
        return compute({ sources: { [this.datasetNode]: { batch, labels } } }, labels);
      }),
    );
  }

  /** Runs a function while the variables have the weights used for inference: the moving average if averaging is on. */
  private withInferenceWeights<Value>(work: () => Value): Value {
    const average = this.optimizer.average();
    if (!average) return work();
    const trained = tf.tidy(() => flatten(this.trainable));
    tf.tidy(() => assignFlat(this.trainable, average));
    const result = work();
    tf.tidy(() => assignFlat(this.trainable, trained));
    trained.dispose();
    return result;
  }

  private variables(): Map<string, tf.Tensor> {
    return new Map([...this.model.variables].map(([name, variable]) => [name, tf.clone(variable)]));
  }

  private assign(arrays: ReadonlyMap<string, NamedArray>): void {
    for (const [name, { values }] of arrays) {
      const variable = this.model.variables.get(name);
      if (variable) tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, 'float32')));
    }
  }
}

/** Reads tensors and disposes them. */
async function readArrays(tensors: ReadonlyMap<string, tf.Tensor>): Promise<Map<string, NamedArray>> {
  const arrays = new Map<string, NamedArray>();
  for (const [name, tensor] of tensors) {
    arrays.set(name, { shape: tensor.shape, values: Float32Array.from(await tensor.data<'float32'>()) });
    tensor.dispose();
  }
  return arrays;
}
