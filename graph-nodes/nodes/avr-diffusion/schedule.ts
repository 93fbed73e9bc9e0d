/** Constants of a diffusion process of K steps; every list has one entry per step k = 0 … K−1. */
export interface Schedule {
  /** ᾱ_k = Π (1 − β_i), i ≤ k: share of the signal after step k. */
  readonly signal: readonly number[];
  /** Posterior q(x_{k−1} | x_k, x₀) = N(ofClean · x₀ + ofNoisy · x_k, deviation²) */
  readonly posterior: readonly { readonly ofClean: number; readonly ofNoisy: number; readonly deviation: number }[];
}

export const scheduleNames = ['sigmoid', 'cosine', 'linear'] as const;
export type ScheduleName = (typeof scheduleNames)[number];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** β_k of all steps from ᾱ as a function of u in [0, 1], u = k/K with ᾱ(0) = 1. */
const betasOf = (steps: number, share: (u: number) => number): number[] =>
  Array.from({ length: steps }, (_, k) => 1 - share((k + 1) / steps) / share(k / steps));

/** The schedules by name: β_k of K steps before the limit. */
const betas: Readonly<Record<ScheduleName, (steps: number) => number[]>> = {
  /**
   * Jabri, Fleet and Chen, “Scalable Adaptive Computation for Iterative Generation”, 2022, from −3 to 3 with τ = 1:
   * ᾱ(u) = (σ(3) − σ(−3 + 6 u)) / (σ(3) − σ(−3))
   */
  sigmoid: (steps) => betasOf(steps, (u) => (sigmoid(3) - sigmoid(-3 + 6 * u)) / (sigmoid(3) - sigmoid(-3))),
  /** Nichol and Dhariwal, 2021: ᾱ(u) = cos²(π/2 · (u + s)/(1 + s)) / cos²(π/2 · s/(1 + s)), s = 0.008 */
  cosine: (steps) => {
    const level = (u: number) => Math.cos(((u + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
    return betasOf(steps, (u) => level(u) / level(0));
  },
  /** Ho, Jain and Abbeel, 2020, scaled to K steps: β from 0.1/K to 20/K in equal steps. */
  linear: (steps) =>
    Array.from({ length: steps }, (_, k) => (0.1 + (steps === 1 ? 0 : (k / (steps - 1)) * 19.9)) / steps),
};

/** A schedule by name. Every β_k is at most 0.999, as in the reference; this also keeps few linear steps below 1. */
export function makeSchedule(name: ScheduleName, steps: number): Schedule {
  const limited = betas[name](steps).map((beta) => Math.min(beta, 0.999));
  const signal: number[] = [];
  for (const beta of limited) signal.push((signal.at(-1) ?? 1) * (1 - beta));
  const posterior = limited.map((beta, k) => {
    const now = signal[k] as number;
    const before = k === 0 ? 1 : (signal[k - 1] as number);
    return {
      ofClean: (beta * Math.sqrt(before)) / (1 - now),
      ofNoisy: ((1 - before) * Math.sqrt(1 - beta)) / (1 - now),
      deviation: Math.sqrt((beta * (1 - before)) / (1 - now)),
    };
  });
  return { signal, posterior };
}
