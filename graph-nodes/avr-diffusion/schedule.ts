/** The fixed numbers of a diffusion process of K steps; every list has one entry per step k = 0 … K−1. */
export interface Schedule {
  /** ᾱ_k = Π (1 − β_i), i ≤ k: the share of signal left after step k. */
  readonly signal: readonly number[];
  /** Posterior q(x_{k−1} | x_k, x₀) = N(ofClean · x₀ + ofNoisy · x_k, deviation²) */
  readonly posterior: readonly { readonly ofClean: number; readonly ofNoisy: number; readonly deviation: number }[];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * The sigmoid schedule (Jabri, Fleet and Chen, “Scalable Adaptive Computation for Iterative Generation”, 2022):
 * ᾱ(u) = (σ(end/τ) − σ((start + u (end − start))/τ)) / (σ(end/τ) − σ(start/τ)), u = k/K, with β_k at most 0.999.
 */
export function sigmoidSchedule(steps: number, start = -3, end = 3, tau = 1): Schedule {
  const low = sigmoid(start / tau);
  const high = sigmoid(end / tau);
  const share = (step: number) => (high - sigmoid((start + (step / steps) * (end - start)) / tau)) / (high - low);
  const betas = Array.from({ length: steps }, (_, k) => Math.min(1 - share(k + 1) / share(k), 0.999));
  const signal: number[] = [];
  for (const beta of betas) signal.push((signal.at(-1) ?? 1) * (1 - beta));
  const posterior = betas.map((beta, k) => {
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
