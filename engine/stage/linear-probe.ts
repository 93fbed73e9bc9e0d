/**
 * A linear probe: predicts from a feature vector the presence of each of K classes, by ridge regression and a logistic
 * calibration.
 *
 *     s_k = ȳ_k + w_k · (x − x̄) / σ,   W = (XᵀX + λ N I)⁻¹ Xᵀ Y
 *     P(k is present) = 1 / (1 + exp(−(a · s_k + b)))
 *
 * X are the standardised features; Y is 1 if a class is present. W is fitted on one part of the examples. The slope a
 * and the offset b, shared by all K classes, are fitted on the rest, so that the probabilities are calibrated.
 */
export class LinearProbe {
  private constructor(
    private readonly mean: Float64Array,
    /** Weights over standardised features divided by σ, [K × D]. */
    private readonly weights: Float64Array,
    private readonly base: Float64Array,
    private readonly calibration: Calibration,
  ) {}

  /**
   * @param features [N × D]; rows of the last quarter calibrate
   * @param labels [N × K] of 0 and 1
   */
  static fit(features: Float32Array, labels: Uint8Array, examples: number): LinearProbe {
    const [width, kinds] = [features.length / examples, labels.length / examples];
    const fitted = Math.max(1, Math.floor(fittedShare * examples));
    const { mean, deviation } = moments(features.subarray(0, fitted * width), fitted);
    const base = new Float64Array(kinds);
    for (let row = 0; row < fitted; row += 1) {
      for (let kind = 0; kind < kinds; kind += 1) {
        base[kind] = (base[kind] as number) + (labels[row * kinds + kind] as number) / fitted;
      }
    }
    const gram = new Float64Array(width * width);
    const target = new Float64Array(kinds * width);
    const x = new Float64Array(width);
    for (let row = 0; row < fitted; row += 1) {
      for (let at = 0; at < width; at += 1) {
        x[at] = ((features[row * width + at] as number) - (mean[at] as number)) / (deviation[at] as number);
      }
      for (let one = 0; one < width; one += 1) {
        const factor = x[one] as number;
        for (let other = 0; other <= one; other += 1) {
          const place = one * width + other;
          gram[place] = (gram[place] as number) + factor * (x[other] as number);
        }
      }
      for (let kind = 0; kind < kinds; kind += 1) {
        const y = (labels[row * kinds + kind] as number) - (base[kind] as number);
        for (let at = 0; at < width; at += 1) {
          const place = kind * width + at;
          target[place] = (target[place] as number) + y * (x[at] as number);
        }
      }
    }
    for (let at = 0; at < width; at += 1) gram[at * width + at] = (gram[at * width + at] as number) + ridge * fitted;
    const weights = solve(gram, target, width);
    for (let place = 0; place < weights.length; place += 1) {
      weights[place] = (weights[place] as number) / (deviation[place % width] as number);
    }
    const uncalibrated = new LinearProbe(mean, weights, base, { slope: 1, offset: 0 });
    const scores: number[] = [];
    for (let row = fitted; row < examples; row += 1) {
      scores.push(...uncalibrated.scores(features.subarray(row * width, (row + 1) * width)));
    }
    return new LinearProbe(mean, weights, base, calibrate(scores, labels.subarray(fitted * kinds)));
  }

  /** D */
  get width(): number {
    return this.mean.length;
  }

  /** Probability of each class, [K]. @param features [D] */
  probabilities(features: Float32Array): number[] {
    const { slope, offset } = this.calibration;
    return this.scores(features).map((score) => logistic(slope * score + offset));
  }

  private scores(features: Float32Array): number[] {
    const width = this.mean.length;
    return Array.from(this.base, (base, kind) => {
      let sum = base;
      for (let at = 0; at < width; at += 1) {
        sum += (this.weights[kind * width + at] as number) * ((features[at] as number) - (this.mean[at] as number));
      }
      return sum;
    });
  }
}

/** Share of the examples that W is fitted on. */
const fittedShare = 0.75;
/** λ */
const ridge = 0.01;
/** Minimum standard deviation that a feature is divided by. */
const leastDeviation = 1e-3;

interface Calibration {
  readonly slope: number;
  readonly offset: number;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

function moments(features: Float32Array, examples: number): { mean: Float64Array; deviation: Float64Array } {
  const width = features.length / examples;
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  features.forEach((value, index) => {
    mean[index % width] = (mean[index % width] as number) + value / examples;
  });
  features.forEach((value, index) => {
    const difference = value - (mean[index % width] as number);
    deviation[index % width] = (deviation[index % width] as number) + (difference * difference) / examples;
  });
  return { mean, deviation: deviation.map((variance) => Math.max(leastDeviation, Math.sqrt(variance))) };
}

/**
 * Solves A · w = t for several t by the Cholesky decomposition A = L · Lᵀ.
 * @param matrix symmetric and positive definite, [D × D]; its lower triangle is overwritten by L
 * @param targets [K × D]
 */
function solve(matrix: Float64Array, targets: Float64Array, width: number): Float64Array {
  const at = (row: number, column: number): number => matrix[row * width + column] as number;
  for (let row = 0; row < width; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = at(row, column);
      for (let inner = 0; inner < column; inner += 1) sum -= at(row, inner) * at(column, inner);
      matrix[row * width + column] = row === column ? Math.sqrt(sum) : sum / at(column, column);
    }
  }
  const solved = targets.slice();
  for (let start = 0; start < solved.length; start += width) {
    const vector = solved.subarray(start, start + width);
    for (let row = 0; row < width; row += 1) {
      let sum = vector[row] as number;
      for (let inner = 0; inner < row; inner += 1) sum -= at(row, inner) * (vector[inner] as number);
      vector[row] = sum / at(row, row);
    }
    for (let row = width - 1; row >= 0; row -= 1) {
      let sum = vector[row] as number;
      for (let inner = row + 1; inner < width; inner += 1) sum -= at(inner, row) * (vector[inner] as number);
      vector[row] = sum / at(row, row);
    }
  }
  return solved;
}

/** Maximum number of Newton steps; fewer are enough to converge. */
const newtonSteps = 30;

/** Fits slope and offset of the logistic by maximum likelihood, with a weak prior of the slope at 0. */
function calibrate(scores: readonly number[], labels: Uint8Array): Calibration {
  let [slope, offset] = [4, -2];
  for (let step = 0; step < newtonSteps; step += 1) {
    let [gradientSlope, gradientOffset] = [slopePull * slope, 0];
    let [both, mixed, alone] = [slopePull, 0, 1e-6];
    scores.forEach((score, index) => {
      const p = logistic(slope * score + offset);
      const error = p - (labels[index] as number);
      const weight = p * (1 - p);
      gradientSlope += error * score;
      gradientOffset += error;
      both += weight * score * score;
      mixed += weight * score;
      alone += weight;
    });
    const determinant = both * alone - mixed * mixed;
    const [bySlope, byOffset] = [
      (alone * gradientSlope - mixed * gradientOffset) / determinant,
      (both * gradientOffset - mixed * gradientSlope) / determinant,
    ];
    // A full Newton step can overshoot if the scores separate the classes.
    const scale = Math.min(1, longestStep / Math.max(Math.abs(bySlope), Math.abs(byOffset), 1e-12));
    slope -= scale * bySlope;
    offset -= scale * byOffset;
    if (Math.abs(bySlope) + Math.abs(byOffset) < 1e-9) break;
  }
  return { slope, offset };
}

const slopePull = 1e-3;
const longestStep = 4;
