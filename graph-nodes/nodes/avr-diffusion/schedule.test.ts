import { describe, expect, it } from 'vitest';
import { makeSchedule, scheduleNames } from './schedule';

describe.each(scheduleNames)('the %s schedule', (name) => {
  it.each([1, 2, 5, 10, 100])('of %i steps decreases the signal with every step, and never to zero', (steps) => {
    const { signal } = makeSchedule(name, steps);
    expect(signal).toHaveLength(steps);
    signal.forEach((share, step) => expect(share).toBeLessThan(step === 0 ? 1 : (signal[step - 1] ?? 0)));
    expect(signal.at(-1)).toBeGreaterThan(0);
  });

  it('has a posterior that keeps marginals: q(x_k) stepped back through q(x_{k−1} | x_k, x₀) is q(x_{k−1})', () => {
    const { signal, posterior } = makeSchedule(name, 10);
    posterior.forEach(({ ofClean, ofNoisy, deviation }, step) => {
      const now = signal[step] ?? 0;
      const before = step === 0 ? 1 : (signal[step - 1] ?? 0);
      // x_k = √ᾱ_k x₀ + √(1−ᾱ_k) ε: the mean's share of x₀ and the variance must equal those of step k−1.
      expect(ofClean + ofNoisy * Math.sqrt(now)).toBeCloseTo(Math.sqrt(before), 10);
      expect(ofNoisy ** 2 * (1 - now) + deviation ** 2).toBeCloseTo(1 - before, 10);
    });
    expect(posterior[0]?.deviation).toBe(0);
  });
});

describe('the sigmoid schedule', () => {
  it.each([1, 5, 10, 20])('of %i steps decreases the signal to nearly zero, step by step', (steps) => {
    const { signal } = makeSchedule('sigmoid', steps);
    expect(signal).toHaveLength(steps);
    signal.forEach((share, step) => expect(share).toBeLessThan(step === 0 ? 1 : (signal[step - 1] ?? 0)));
    expect(signal.at(-1)).toBeLessThan(0.01);
  });

  it('has its midpoint in the middle, because a sigmoid is symmetric', () => {
    expect(makeSchedule('sigmoid', 10).signal[4]).toBeCloseTo(0.5, 10);
  });

  it('matches ᾱ(1/10) = (σ(3) − σ(−2.4)) / (σ(3) − σ(−3))', () => {
    expect(makeSchedule('sigmoid', 10).signal[0]).toBeCloseTo(
      (0.9525741268 - 0.0831726965) / (0.9525741268 - 0.0474258732),
      8,
    );
  });
});
