import * as tf from '@tensorflow/tfjs-core';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';

/**
 * How weights follow their gradients. All weights are updated in one row [P]: a graph has some hundred variables, and the
 * time of an update would else be that of a thousand tiny operations.
 */
export interface Rule {
  /** How many rows [P] of its own the rule keeps from step to step; zeros before the first. */
  readonly moments: number;
  /** Which of these rows is the moving average of the weights; absent where there is none. */
  readonly average?: number;
  /** The numbers that change from step to step, [R]. @param step from 1 on */
  rates(step: number, learningRate: number): Float32Array;
  /** One step, as pure tensor operations. */
  update(
    weights: tf.Tensor1D,
    gradient: tf.Tensor1D,
    moments: readonly tf.Tensor1D[],
    rates: tf.Tensor1D,
  ): { weights: tf.Tensor1D; moments: readonly tf.Tensor1D[] };
}

/** The optimiser of a trainer node, with clipping before it and averaging behind it where they are on. */
export function ruleOf({ optimiser, weightDecay, clipNorm, averageDecay }: TrainerParameters): Rule {
  const bare = { adam, adamw: decayed(adam, weightDecay), sgd: gradientDescent }[optimiser];
  const clipping = clipNorm > 0 ? clipped(bare, clipNorm) : bare;
  return averageDecay > 0 ? averaged(clipping, averageDecay) : clipping;
}

const gradientDescent: Rule = {
  moments: 0,
  rates: (_step, learningRate) => Float32Array.of(learningRate),
  update: (weights, gradient, moments, rates) => ({ weights: tf.sub(weights, tf.mul(gradient, rates)), moments }),
};

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

/**
 * Adam (Kingma and Ba, 2015) with β₁ 0.9, β₂ 0.999 and ε 1e-8, as in PyTorch:
 * m ← m + (1 − β₁)(g − m), v ← v + (1 − β₂)(g² − v), w ← w − η · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 */
const adam: Rule = {
  moments: 2,
  /** η / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ) */
  rates: (step, learningRate) => Float32Array.of(learningRate / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step)),
  update(weights, gradient, [mean, square], rates) {
    const [rate, scale] = tf.split(rates, 2) as [tf.Tensor1D, tf.Tensor1D];
    const m = tf.add(mean as tf.Tensor1D, tf.mul(tf.sub(gradient, mean as tf.Tensor1D), 1 - beta1)) as tf.Tensor1D;
    const v = tf.add(
      square as tf.Tensor1D,
      tf.mul(tf.sub(tf.square(gradient), square as tf.Tensor1D), 1 - beta2),
    ) as tf.Tensor1D;
    const deviation = tf.add(tf.mul(tf.sqrt(v), scale), epsilon);
    return { weights: tf.sub(weights, tf.mul(tf.div(m, deviation), rate)), moments: [m, v] };
  },
};

/** A rule's own rates, and the one that was put behind them. */
function splitRates(rates: tf.Tensor1D): [own: tf.Tensor1D, last: tf.Tensor1D] {
  return tf.split(rates, [rates.size - 1, 1]) as [tf.Tensor1D, tf.Tensor1D];
}

/** AdamW's decay (Loshchilov and Hutter, 2019), apart from the gradient: w ← (1 − η · λ) · w before the rule's own step. */
function decayed(rule: Rule, decay: number): Rule {
  return {
    ...rule,
    rates: (step, learningRate) => Float32Array.of(...rule.rates(step, learningRate), 1 - learningRate * decay),
    update(weights, gradient, moments, rates) {
      const [own, kept] = splitRates(rates);
      return rule.update(tf.mul(weights, kept), gradient, moments, own);
    },
  };
}

/** g ← g · min(1, c / (‖g‖₂ + 1e-6)) over all weights together, as PyTorch's `clip_grad_norm_`. */
function clipped(rule: Rule, longest: number): Rule {
  return {
    ...rule,
    update(weights, gradient, moments, rates) {
      const norm = tf.sqrt(tf.sum(tf.square(gradient)));
      const scale = tf.minimum(tf.div(longest, tf.add(norm, 1e-6)), 1);
      return rule.update(weights, tf.mul(gradient, scale), moments, rates);
    },
  };
}

/**
 * Keeps a moving average of the weights: a ← a + (1 − d)(w − a) with d = min(decay, (t − 1) / (t + 8)) in step t, so that the
 * first step makes it the weights themselves and early ones are soon forgotten (TensorFlow's ExponentialMovingAverage, counted
 * from the second step).
 */
function averaged(rule: Rule, decay: number): Rule {
  const average = rule.moments;
  return {
    moments: average + 1,
    average,
    rates: (step, learningRate) =>
      Float32Array.of(...rule.rates(step, learningRate), 1 - Math.min(decay, (step - 1) / (step + 8))),
    update(weights, gradient, moments, rates) {
      const [own, share] = splitRates(rates);
      const before = moments[average] as tf.Tensor1D;
      const updated = rule.update(weights, gradient, moments.slice(0, average), own);
      const after = tf.add(before, tf.mul(tf.sub(updated.weights, before), share)) as tf.Tensor1D;
      return { weights: updated.weights, moments: [...updated.moments, after] };
    },
  };
}

/** The values of variables in one row [P]. */
export function rowOf(values: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(values.map((value) => tf.reshape(value, [-1]) as tf.Tensor1D));
}

/** Puts a row [P] back into its variables. */
export function assignRow(variables: readonly tf.Variable[], row: tf.Tensor1D): void {
  tf.split(
    row,
    variables.map(({ size }) => size),
  ).forEach((values, index) => {
    const variable = variables[index] as tf.Variable;
    variable.assign(tf.reshape(values, variable.shape));
  });
}

/** The gradients of variables in one row [P]; one that is absent counts as zero. */
export function gradientRow(variables: readonly tf.Variable[], gradients: tf.NamedTensorMap): tf.Tensor1D {
  return rowOf(variables.map((variable) => gradients[variable.name] ?? tf.zeros(variable.shape)));
}

/** Updates the variables that it was made for. */
export interface Optimiser {
  /** One step. @param gradients by tfjs's names of the variables; one that is absent counts as zero */
  update(gradients: tf.NamedTensorMap, learningRate: number): void;
  /** The rows [P] that it keeps from step to step. */
  readonly moments: readonly tf.Variable<tf.Rank.R1>[];
  /** The one of them that is the moving average of the weights, once a step has been taken. */
  average(): tf.Variable<tf.Rank.R1> | undefined;
  /** Steps taken. */
  steps: number;
  dispose(): void;
}

/** The optimiser of a trainer node over variables on the current backend. */
export function createOptimiser(parameters: TrainerParameters, variables: readonly tf.Variable[]): Optimiser {
  const rule = ruleOf(parameters);
  const size = variables.reduce((sum, variable) => sum + variable.size, 0);
  const moments = Array.from(
    { length: rule.moments },
    () => tf.tidy(() => tf.variable(tf.zeros([size]), false)) as tf.Variable<tf.Rank.R1>,
  );
  return {
    steps: 0,
    moments,
    average() {
      return rule.average === undefined || this.steps === 0 ? undefined : moments[rule.average];
    },
    update(gradients, learningRate) {
      this.steps += 1;
      tf.tidy(() => {
        const rates = tf.tensor1d(rule.rates(this.steps, learningRate));
        const updated = rule.update(rowOf(variables), gradientRow(variables, gradients), moments, rates);
        updated.moments.forEach((moment, index) => moments[index]?.assign(moment));
        assignRow(variables, updated.weights);
      });
    },
    dispose: () => tf.dispose(moments),
  };
}

/** A moment of training, as far as the learning rate depends on it. */
export interface Moment {
  /** Whole epochs behind us. */
  readonly epoch: number;
  /** Steps behind us. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** How often the plateau schedule has lowered the rate. */
  readonly reductions: number;
}

/** The learning rate of the next step: the schedule's, times (t + 1) / W in the t-th of W steps of warm-up. */
export function learningRateAt(parameters: TrainerParameters, moment: Moment): number {
  const { warmUp } = parameters;
  const rate = scheduledRate(parameters, moment);
  return moment.step < warmUp ? (rate * (moment.step + 1)) / warmUp : rate;
}

function scheduledRate(
  { schedule, learningRate, decayFactor, decayEvery }: TrainerParameters,
  { epoch, step, steps, reductions }: Moment,
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
