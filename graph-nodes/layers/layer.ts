/** What a node's `layer.ts` is: the tfjs computation of the node. Read by the engine only. */
import type * as tf from '@tensorflow/tfjs-core';
import type { TestScenario } from '../datasets/dataset';
import type { LossName } from '../graph/kind';
import type { Random } from '../graph/random';
import type { BatchSpec, EdgeSpec } from '../graph/shapes';

/**
 * The values of one modality as the scenario lets the model see them.
 *
 * `state` is `real` (measured), `missing` (a fill stands in its place), `recalled` (a generator's guess) or `noisy` (measured,
 * with noise on its encoded features). A node with no answer for a missing modality passes its fill on.
 */
export interface Signal {
  readonly values: tf.Tensor;
  readonly state: 'real' | 'missing' | 'recalled' | 'noisy';
  /** Standard deviation of the noise that the encoder adds to a noisy signal: a number or a tensor of one. */
  readonly noise?: number | tf.Tensor;
  /** Where only some samples of the batch miss the modality: 1 for those, else 0, shape [B]. Absent: all of them. */
  readonly missingRows?: tf.Tensor1D;
  /**
   * The real values where the modality is not real, while training and in passes that are looked into: the target of
   * reconstruction losses.
   */
  readonly target?: tf.Tensor;
  /**
   * For every second a random real one of another video, in the shape of `values`; the same in all passes of a batch. Only the
   * picture has it, while training a head with the matching loss. Encoders transform it; other nodes pass it on.
   */
  readonly negative?: tf.Tensor;
}

/** What flows on a `batch` edge. */
export interface BatchSignal {
  readonly spec: BatchSpec;
  /** [B, T, audioWidth] */
  readonly audio: Signal;
  /** [B, T, H, W, visualWidth] */
  readonly visual: Signal;
  /** Token ids [B, N], int32. */
  readonly question: tf.Tensor2D;
}

/** What flows on an edge: a batch, a signal (audio, visual) or a plain tensor (question, logits, labels). */
export type EdgeValue = BatchSignal | Signal | tf.Tensor;
export type EdgeValues = Readonly<Partial<Record<string, EdgeValue>>>;

/** One pass of one batch through the graph. */
export interface Pass {
  readonly scenario: TestScenario;
  /** Standard deviation of the noise in a noise scenario; absent: the scenario's own. */
  readonly noise?: number;
  readonly training: boolean;
  /**
   * True in a frozen node: its dropout is off and its states stay as they are. Its variables are constants, but its losses
   * still reach the nodes before it.
   */
  readonly frozen: boolean;
  /**
   * Random values for this node in this step and scenario, seeded; whole numbers make an int32 tensor. Layers draw through
   * this alone: a step that was recorded once draws anew each time it runs, which values of its own could not.
   */
  draw(shape: readonly number[], values: Draw): tf.Tensor;
  /** Adds a scalar to a named loss of this pass; only while training. */
  addLoss(name: LossName, value: tf.Scalar): void;
  /**
   * Shows something small of what the node does, by the name of one of its kind's previews: values [columns] are drawn as a
   * curve, [rows, columns] as a heat map. Absent in all passes but those that somebody looks at, so that a layer computes
   * a preview only where it is called for.
   */
  preview?(name: string, values: tf.Tensor): void;
  /**
   * Shows a whole tensor of what the node computes, by a name of its kind's `insides`, with the batch first. Absent in all
   * passes but those that somebody looks into.
   */
  inspect?(name: string, values: tf.Tensor): void;
  /**
   * Work that is the same in all passes of a batch: done at the first call with a key, remembered for the others.
   * The key is a tensor that the work starts from, or a name; it counts for this node alone.
   */
  shared<Value>(key: tf.Tensor | string, compute: () => Value): Value;
}

/** True where a node's states follow the batch: while training, except in a frozen node. */
export const updatesStates = ({ training, frozen }: Pick<Pass, 'training' | 'frozen'>): boolean => training && !frozen;

/** Fills a new variable, row-major. */
export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** So many random values, row-major: normals, a dropout mask, diffusion steps. */
export type Draw = (random: Random, length: number) => Float32Array | Int32Array;

/** What a layer is built from. */
export interface LayerSetup {
  /** Specs at the connected inputs, all sizes known but B. */
  readonly inputs: Readonly<Partial<Record<string, EdgeSpec>>>;
  /** Makes the variable `<node id>/<name>`, trainable except in a frozen node. */
  variable(name: string, shape: readonly number[], initializer: Initializer): tf.Variable;
  /** Makes a variable that is stored with the model but not trained, such as a running mean. */
  state(name: string, shape: readonly number[], initializer: Initializer): tf.Variable;
}

/** From the values at a node's inputs to those at its outputs. Called inside `tf.tidy`, once per pass. */
export type Apply = (inputs: EdgeValues, pass: Pass) => EdgeValues;

/** Every `layer.ts` exports one as `createLayer`; `Parameters` are the node's, validated and with defaults. */
export type CreateLayer<Parameters = unknown> = (setup: LayerSetup, parameters: Parameters) => Apply;

/** The real values of a modality where they are known: measured, or the target while training. */
export function realValues(signal: Signal): tf.Tensor | undefined {
  return signal.state === 'real' ? signal.values : signal.target;
}
