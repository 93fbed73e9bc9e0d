/** What a node's `layer.ts` is: the tfjs computation of the node. Read by the engine only. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Scenario } from './dataset';
import type { LossName } from './kind';
import type { Random } from './random';
import type { BatchSpec, EdgeSpec } from './shapes';

/**
 * The values of one modality as the scenario lets the model see them.
 *
 * `state` is `real` (measured), `missing` (a fill stands in its place) or `recalled` (a generator's guess).
 * A node with no answer for a missing modality passes its fill on.
 */
export interface Signal {
  readonly values: tf.Tensor;
  readonly state: 'real' | 'missing' | 'recalled';
  /** Where only some samples of the batch miss the modality: 1 for those, else 0, shape [B]. Absent: all of them. */
  readonly missingRows?: tf.Tensor1D;
  /** The real values, while training, where the modality is not real: the target of reconstruction losses. */
  readonly target?: tf.Tensor;
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

/** What flows on an edge, by socket type: a batch, a signal (audio, visual) or a plain tensor (question, logits, labels). */
export type EdgeValue = BatchSignal | Signal | tf.Tensor;
export type EdgeValues = Readonly<Partial<Record<string, EdgeValue>>>;

/** One pass of one batch through the graph. */
export interface Pass {
  readonly scenario: Scenario;
  readonly training: boolean;
  /** For every frame of the batch, [B · T] int32: the flat index of a frame of another video; absent where there is none. */
  readonly negativeFrames?: tf.Tensor1D;
  /** Seeded draws for this node in this step and scenario. */
  readonly random: Random;
  /** Adds a scalar to a named loss of this pass; only while training. */
  addLoss(name: LossName, value: tf.Scalar): void;
  /**
   * Work that is the same in all passes of a batch: done at the first call, remembered for the others.
   * Layers whose inputs are identical objects in two passes are remembered by the engine; this is for parts of a layer.
   */
  shared<Value>(key: string, compute: () => Value): Value;
}

export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

/** What a layer is built from. */
export interface LayerSetup {
  /** The node's parameters, validated and with defaults. */
  readonly parameters: Record<string, unknown>;
  /** Specs at the connected inputs, all sizes known but B. */
  readonly inputs: Readonly<Partial<Record<string, EdgeSpec>>>;
  /** Makes the trainable variable `<node id>/<name>`. */
  variable(name: string, shape: readonly number[], initializer: Initializer): tf.Variable;
}

/** From the values at a node's inputs to those at its outputs. Called inside `tf.tidy`. */
export type Apply = (inputs: EdgeValues, pass: Pass) => EdgeValues;

/** Every `layer.ts` exports one as `createLayer`. */
export type CreateLayer = (setup: LayerSetup) => Apply;
