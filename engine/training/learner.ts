import type { Dataset } from '../../graph-nodes/datasets/dataset';
import type { Losses } from '../contract/metrics';
import type { NodeSizes, Preview, StepShares } from '../contract/runs';
import type { BatchArrays } from '../data/batches';
import type { NamedArray } from '../files/safetensors';
import type { EvaluationPass } from './logits';
import type { RecallBatch } from './recall';

/** A model with its optimizer, on any backend. */
export interface Learner {
  /** True if training batches need negatives. */
  readonly needsNegatives: boolean;
  /**
   * Takes one optimizer step.
   * @param randomKey names the step's random streams
   * @param sized true: {@link nodeSizes} is updated
   * @returns the losses before the step
   */
  step(arrays: BatchArrays, randomKey: string, learningRate: number, sized?: boolean): Promise<Losses>;
  /**
   * Computes the features of settled nodes once for all training questions, for the following steps; see
   * `Model.settled`. It does nothing if no node is settled or the features need too much memory. Absent: the learner
   * computes them at every step.
   */
  keepFeatures?(dataset: Dataset, hooks: KeepingHooks): Promise<void>;
  /** Norms of gradient and update by node in the last measured step; undefined before it, and if nothing is trained. */
  nodeSizes(): Promise<NodeSizes | undefined>;
  /** Time of a step by node; undefined until it is known. */
  stepShares(): StepShares | undefined;
  /** Predictions for a batch, for every pass in order; by default a pass per training scenario. */
  answer(arrays: BatchArrays, randomKey: string, passes?: readonly EvaluationPass[]): Promise<readonly Answers[]>;
  /** Statistics of recalled features for a batch, by modality; empty if nothing is recalled. */
  recall(arrays: BatchArrays, randomKey: string): Promise<RecallBatch>;
  /** Previews of the nodes on a batch; empty if no node has any. */
  preview(arrays: BatchArrays, randomKey: string): Promise<readonly Preview[]>;
  /** All model variables used for inference, by `<node id>/<variable>`; the moving average if averaging is on. */
  weights(): Promise<ReadonlyMap<string, NamedArray>>;
  /** Assigns variables (and the moving average) by the same names; the others stay unchanged. */
  load(arrays: ReadonlyMap<string, NamedArray>): Promise<void>;
  /** Everything that the next step depends on. */
  snapshot(): Promise<LearnerState>;
  /** Restores a snapshot of the same graph, from any backend. */
  restore(state: LearnerState): Promise<void>;
  dispose(): Promise<void>;
}

export interface KeepingHooks {
  /** Called before the first features are computed; not called if nothing is kept. */
  onStart(): void;
  /** Awaited between batches; false ends the work and discards its results. */
  mayContinue(): Promise<boolean>;
}

/** Predictions of a model for a batch in one pass. */
export interface Answers {
  /** Class ids, [B]. */
  readonly classes: Int32Array;
  /** Cross-entropy of the right answers, [B]; meaningless if the right answer is no class. */
  readonly losses: Float32Array;
}

/** A learner between two steps. */
export interface LearnerState {
  /** Steps taken. */
  readonly steps: number;
  /** Trained variables by name, and the optimizer's moments [P] by `momentName`. */
  readonly arrays: ReadonlyMap<string, NamedArray>;
}
