/** Types of a node's `layer.ts`, the tfjs computation of the node. Only the engine reads it. */
import type * as tf from '@tensorflow/tfjs-core';
import type { TestScenario } from '../datasets/dataset';
import type { LossName } from '../graph/kind';
import type { Random } from '../graph/random';
import type { BatchSpec, EdgeSpec } from '../graph/shapes';

/**
 * Values of one modality in the current scenario.
 *
 * `state` is `real` (measured), `missing` (replaced by a fill), `recalled` (predicted by a generator) or `noisy` (measured,
 * with noise on its encoded features). A node that cannot replace a missing modality passes its fill on.
 */
export interface Signal {
  readonly values: tf.Tensor;
  readonly state: 'real' | 'missing' | 'recalled' | 'noisy';
  /** Standard deviation of the noise that the encoder adds to a noisy signal: a number or a tensor of one. */
  readonly noise?: number | tf.Tensor;
  /** Rows that miss the modality: 1 for those, else 0, shape [B]. Absent: all samples miss it. */
  readonly missingRows?: tf.Tensor1D;
  /**
   * Real values of a modality that is not real, in training and in passes with insides: the target of reconstruction losses.
   */
  readonly target?: tf.Tensor;
  /**
   * Negatives: for every second a random real one of another video, in the shape of `values`; equal in all passes of a batch.
   * Only the picture has negatives, in training with a head that has the matching loss. Encoders transform them; other nodes
   * pass them on.
   */
  readonly negative?: tf.Tensor;
}

/** Value of a `batch` edge. */
export interface BatchSignal {
  readonly spec: BatchSpec;
  /** [B, T, audioWidth] */
  readonly audio: Signal;
  /** [B, T, H, W, visualWidth] */
  readonly visual: Signal;
  /** Token ids [B, N], int32. */
  readonly question: tf.Tensor2D;
}

/** Value of an edge: a batch, a signal (audio, visual) or a plain tensor (question, logits, labels). */
export type EdgeValue = BatchSignal | Signal | tf.Tensor;
export type EdgeValues = Readonly<Partial<Record<string, EdgeValue>>>;

/** One pass of one batch through the graph. */
export interface Pass {
  readonly scenario: TestScenario;
  /** Standard deviation of the noise in a noise scenario; absent: the scenario's own. */
  readonly noise?: number;
  readonly training: boolean;
  /**
   * True in a frozen node: its dropout is off and its states do not change. Its variables are constants, but its losses still
   * reach the nodes before it.
   */
  readonly frozen: boolean;
  /**
   * Seeded random values for this node in this step and scenario; integers give an int32 tensor. Layers must draw only through
   * this function: a recorded step gets new values in each run, which values inside the graph would not.
   */
  draw(shape: readonly number[], values: Draw): tf.Tensor;
  /** Adds a scalar to a named loss of this pass; only in training. */
  addLoss(name: LossName, value: tf.Scalar): void;
  /**
   * Shows a small tensor, by the name of a preview of the kind: values [columns] are drawn as a curve, [rows, columns] as a
   * heat map. Absent in passes without previews, so that a layer computes a preview only if it is needed.
   */
  preview?(name: string, values: tf.Tensor): void;
  /** Shows a whole tensor, by a name of the kind's `insides`, with the batch first. Absent in passes without insides. */
  inspect?(name: string, values: tf.Tensor): void;
  /**
   * Caches a computation that is equal in all passes of a batch: the first call with a key computes it, later calls reuse it.
   * The key is a tensor that the computation starts from, or a name. Keys are local to the node.
   */
  shared<Value>(key: tf.Tensor | string, compute: () => Value): Value;
}

/** True if the states of a node follow the batch: in training, except in a frozen node. */
export const updatesStates = ({ training, frozen }: Pick<Pass, 'training' | 'frozen'>): boolean => training && !frozen;

/** Initial values of a new variable, row-major. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** Draws `length` random values, row-major: normals, a dropout mask, diffusion steps. */
export type Draw = (random: Random, length: number) => Float32Array | Int32Array;

/** Inputs for building a layer. */
export interface LayerSetup {
  /** Specs at the connected inputs; all sizes except B are known. */
  readonly inputs: Readonly<Partial<Record<string, EdgeSpec>>>;
  /** Creates the variable `<node id>/<name>`, trainable except in a frozen node. */
  variable(name: string, shape: readonly number[], initializer: Initializer): tf.Variable;
  /** Creates a variable that is stored with the model but not trained, such as a running mean. */
  state(name: string, shape: readonly number[], initializer: Initializer): tf.Variable;
}

/** Computes the outputs of a node from its inputs. Called inside `tf.tidy`, once per pass. */
export type Apply = (inputs: EdgeValues, pass: Pass) => EdgeValues;

/** Type of the export `createLayer` of every `layer.ts`. `Parameters` are those of the node, validated and with defaults. */
export type CreateLayer<Parameters = unknown> = (setup: LayerSetup, parameters: Parameters) => Apply;

/** Real values of a modality if they are known: the measured ones, or the target in training. */
export function realValues(signal: Signal): tf.Tensor | undefined {
  return signal.state === 'real' ? signal.values : signal.target;
}
