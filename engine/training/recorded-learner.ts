import type { Dataset } from '../../graph-nodes/datasets/dataset';
import type { DatasetSpecs } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { Losses } from '../contract/metrics';
import type { NodeSizes, Preview, StepShares } from '../contract/runs';
import { withRecorder } from '../backends/onnx-runtime';
import type { Feed } from '../backends/onnx-runtime/runtime';
import { startProgram, type Provider } from '../backends/program';
import { buildModel, type NodeSummary } from '../model/build';
import { batches, type BatchArrays } from '../data/batches';
import type { NamedArray } from '../files/safetensors';
import { batchFeeds, formOf, type BatchForm } from './batch-form';
import { FlatState, initialValues, type InitialValues } from './flat-state';
import { KeptFeatures } from './kept-features';
import type { Answers, KeepingHooks, Learner, LearnerState } from './learner';
import {
  recordFeatures,
  recordPreviews,
  recordRecall,
  recordScenarios,
  recordTrainingStep,
  type RecordedModel,
  type RecordedPreviews,
  type RecordedStep,
} from './learner-graphs';
import { usualPasses, type EvaluationPass } from './logits';
import { nodeSizes } from './node-sizes';
import { needsNegatives } from './negatives';
import { optimizerAlgorithm } from './optimizer-algorithms';
import { previewOf, type Shown } from './previews';
import { ProgramCache } from './program-cache';
import { randomInputValues, type RandomInput } from './random-inputs';
import type { RecordedPasses } from './recording';
import { recallBatch, type RecallBatch } from './recall';
import { namedLosses } from './step';
import { estimatedShares } from './step-shares';

/**
 * Records training steps, evaluations and previews once as ONNX graphs and runs them as programs. Layers, gradients,
 * optimizer and random numbers equal those of an eager learner, but all kernels of a step are in one graph. There is
 * one graph for each batch form.
 */
export class RecordedLearner implements Learner {
  private readonly state: FlatState;
  private steps: ProgramCache<RecordedStep>;
  /** Programs by the passes of the evaluation. */
  private readonly evaluations = new Map<string, ProgramCache<RecordedPasses>>();
  private readonly recalls: ProgramCache<RecordedPasses>;
  private readonly previews: ProgramCache<RecordedPreviews>;
  private shares: StepShares | undefined;
  private operations = 0;
  private kept: KeptFeatures | undefined;
  /** Rates of the last step. */
  private rates: Float32Array = new Float32Array();

  private constructor(
    private readonly recorded: RecordedModel,
    initial: InitialValues,
    private readonly provider: Provider,
    readonly needsNegatives: boolean,
  ) {
    this.state = new FlatState(recorded.model, recorded.algorithm, initial);
    this.steps = new ProgramCache(provider, (form) => recordTrainingStep(recorded, form));
    this.recalls = new ProgramCache(provider, (form) => recordRecall(recorded, form));
    this.previews = new ProgramCache(provider, (form) => recordPreviews(recorded, form));
  }

  /**
   * Builds the model and records a step with the form of the first batch, so that a layer that cannot be recorded fails
   * before the run begins.
   * @throws {RecordingError} if a layer cannot be recorded; everything is disposed then
   */
  static async create(
    document: GraphDocument,
    datasets: DatasetSpecs,
    datasetNode: string,
    parameters: TrainerParameters,
    first: BatchArrays,
    provider: Provider = 'cpu',
  ): Promise<RecordedLearner> {
    const { model, initial } = withRecorder((recorder) => {
      const built = buildModel(document, datasets, parameters.seed);
      return { model: built, initial: initialValues(built, recorder) };
    });
    const spec = datasets[datasetNode] as BatchSpec;
    const algorithm = optimizerAlgorithm(parameters);
    const negatives = needsNegatives(document, parameters);
    const learner = new RecordedLearner(
      { model, spec, datasetNode, parameters, algorithm },
      initial,
      provider,
      negatives,
    );
    try {
      await learner.start(formOf(first));
      return learner;
    } catch (error) {
      await learner.dispose();
      throw error;
    }
  }

  /** Trainable parameters in total. */
  get parameters(): number {
    return this.recorded.model.parameters;
  }

  get nodes(): readonly NodeSummary[] {
    return this.recorded.model.nodes;
  }

  /**
   * Multiplications and additions in the matrix products and convolutions of a step with the form of the first batch.
   */
  get operationsPerStep(): number {
    return this.operations;
  }

  stepShares(): StepShares | undefined {
    return this.shares;
  }

  async step(arrays: BatchArrays, randomKey: string, learningRate: number): Promise<Losses> {
    const { program, randomInputs, lossNames } = await this.steps.get(formOf(arrays));
    const { state } = this;
    const rates = this.recorded.algorithm.rates(state.steps + 1, learningRate);
    this.rates = rates;
    const places = {
      ...state.outputs,
      losses: new Float32Array(1 + lossNames.length),
    };
    const kept = this.kept?.feeds(arrays.questions);
    const feeds = { ...this.feeds(arrays, randomInputs, randomKey), ...state.inputs, ...kept, rates };
    const outputs = await program.run(feeds, places);
    const losses = namedLosses(lossNames, outputs['losses'] as Float32Array);
    if (isFinite(losses.total)) state.advance(outputs);
    return losses;
  }

  async nodeSizes(): Promise<NodeSizes | undefined> {
    const { model, algorithm } = this.recorded;
    const step = this.state.lastStep();
    return step && nodeSizes(model, algorithm, { ...step, rates: this.rates });
  }

  async keepFeatures(dataset: Dataset, { onStart, mayContinue }: KeepingHooks): Promise<void> {
    const { recorded, provider } = this;
    const { train } = dataset.questions;
    // Batches of one size in the dataset's order, so that a resumed run keeps the same numbers to the last bit.
    const list = batches(dataset, 'train', recorded.parameters.batchSize, { fill: true });
    const first = await list.next();
    if (first.done) return;
    const form = { ...formOf(first.value), negative: this.needsNegatives };
    const { graph, plan } = recordFeatures(recorded, form);
    if (!KeptFeatures.fits(plan, train.length)) return;
    onStart();
    const kept = new KeptFeatures(plan, train.length);
    const program = await startProgram(graph, provider);
    const add = async (arrays: BatchArrays) =>
      kept.add(arrays.questions, await program.run({ ...this.feeds(arrays, [], ''), ...this.state.inputs }));
    try {
      await add(first.value);
      for await (const arrays of list) {
        if (!(await mayContinue())) return;
        await add(arrays);
      }
    } finally {
      await program.dispose();
    }
    await this.steps.dispose();
    this.steps = new ProgramCache(provider, (sized) => recordTrainingStep(recorded, sized, plan));
    this.kept = kept;
    await this.start(form);
  }

  async answer(
    arrays: BatchArrays,
    randomKey: string,
    passes: readonly EvaluationPass[] = usualPasses,
  ): Promise<readonly Answers[]> {
    const { program, randomInputs } = await this.evaluationsOf(passes).get(formOf(arrays));
    const size = arrays.questions.length;
    const feeds = { ...this.feeds(arrays, randomInputs, randomKey), ...this.state.inferenceInputs };
    const { classes, losses } = (await program.run(feeds)) as { classes: Int32Array; losses: Float32Array };
    return passes.map((_, pass): Answers => {
      const [from, to] = [pass * size, (pass + 1) * size];
      return { classes: classes.subarray(from, to), losses: losses.subarray(from, to) };
    });
  }

  async recall(arrays: BatchArrays, randomKey: string): Promise<RecallBatch> {
    if (!this.recorded.model.recalls) return {};
    const { program, randomInputs } = await this.recalls.get(formOf(arrays));
    const feeds = { ...this.feeds(arrays, randomInputs, randomKey), ...this.state.inferenceInputs };
    return recallBatch(await program.run(feeds));
  }

  async preview(arrays: BatchArrays, randomKey: string): Promise<readonly Preview[]> {
    if (!this.recorded.model.hasPreviews) return [];
    const { program, randomInputs, shown } = await this.previews.get(formOf(arrays));
    const feeds = { ...this.feeds(arrays, randomInputs, randomKey), ...this.state.inferenceInputs };
    const outputs = await program.run(feeds);
    return program.model.outputs.map(({ name, shape }, index) =>
      previewOf(shown[index] as Shown, shape as number[], outputs[name] as Float32Array),
    );
  }

  async weights(): Promise<ReadonlyMap<string, NamedArray>> {
    return this.state.weights();
  }

  async load(arrays: ReadonlyMap<string, NamedArray>): Promise<void> {
    this.state.load(arrays);
  }

  async snapshot(): Promise<LearnerState> {
    return this.state.snapshot();
  }

  async restore(state: LearnerState): Promise<void> {
    this.state.restore(state);
  }

  async dispose(): Promise<void> {
    this.recorded.model.dispose();
    for (const programs of [this.steps, ...this.evaluations.values(), this.recalls, this.previews])
      await programs.dispose();
  }

  private evaluationsOf(passes: readonly EvaluationPass[]): ProgramCache<RecordedPasses> {
    const key = JSON.stringify(passes);
    const known = this.evaluations.get(key);
    if (known) return known;
    const made = new ProgramCache(this.provider, (form) => recordScenarios(this.recorded, form, passes));
    this.evaluations.set(key, made);
    return made;
  }

  private async start(form: BatchForm): Promise<void> {
    const { program, randomInputs } = await this.steps.get(form);
    this.shares = estimatedShares(program.model.work, randomInputs, this.recorded.model.trainer);
    this.operations = program.model.operations;
  }

  private feeds(arrays: BatchArrays, inputs: readonly RandomInput[], randomKey: string): Record<string, Feed> {
    const { spec, parameters } = this.recorded;
    return { ...batchFeeds(arrays, spec), ...randomInputValues(inputs, parameters.seed, randomKey) };
  }
}
