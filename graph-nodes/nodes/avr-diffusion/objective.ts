export const objectiveNames = ['v', 'x0', 'noise'] as const;
export type ObjectiveName = (typeof objectiveNames)[number];

/** Prediction target of a denoiser for a share of signal ᾱ, with x_k = √ᾱ x₀ + √(1−ᾱ) ε. All are linear. */
export interface Objective {
  /** target = targetClean · x₀ + targetNoise · ε */
  readonly targetClean: number;
  readonly targetNoise: number;
  /** Weight of the squared error in the loss. */
  readonly weight: number;
  /** x̂₀ = estimateNoisy · x_k + estimateOutput · output */
  readonly estimateNoisy: number;
  readonly estimateOutput: number;
}

/**
 * The objectives by name, with the weights of Salimans and Ho (2022): SNR / (SNR + 1) = ᾱ for v, the SNR for x₀, and 1 for the
 * noise.
 */
export const objectives: Readonly<Record<ObjectiveName, (share: number) => Objective>> = {
  v: (share) => ({
    targetClean: -Math.sqrt(1 - share),
    targetNoise: Math.sqrt(share),
    weight: share,
    estimateNoisy: Math.sqrt(share),
    estimateOutput: -Math.sqrt(1 - share),
  }),
  x0: (share) => ({
    targetClean: 1,
    targetNoise: 0,
    weight: share / (1 - share),
    estimateNoisy: 0,
    estimateOutput: 1,
  }),
  noise: (share) => ({
    targetClean: 0,
    targetNoise: 1,
    weight: 1,
    estimateNoisy: 1 / Math.sqrt(share),
    estimateOutput: -Math.sqrt((1 - share) / share),
  }),
};
