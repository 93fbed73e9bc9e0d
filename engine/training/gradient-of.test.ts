import { describe, expect, it } from 'vitest';
import { node } from '../../graph-nodes/nodes/trainer/node';
import { optimizerAlgorithm } from './optimizer-algorithms';

const algorithmOf = (parameters: object) => optimizerAlgorithm(node.parameters.parse(parameters));
const moments = Float32Array.of(0.3, -2e-3, 0, 0.25);
const gradient = Float32Array.of(0, 0, 1e-4, -0.5);

describe('the gradient of a step', () => {
  it.each(['adam', 'adamw'])('follows from the moments of %s, and is exactly 0 where only they decay', (optimiser) => {
    const { gradientOf, rates } = algorithmOf({ optimiser, averageDecay: 0.9 });
    const after = moments.map((mean, index) => mean + Math.fround(Math.fround((gradient[index] ?? 0) - mean) * 0.1));
    const values = (first: Float32Array) => ({ weights: new Float32Array(4), moments: [first] });
    const found = gradientOf(values(moments), values(after), rates(1, 0.01)) ?? [];
    expect([...found.slice(0, 2)]).toEqual([0, 0]);
    expect(found[2]).toBeCloseTo(1e-4, 9);
    expect(found[3]).toBeCloseTo(-0.5, 5);
  });

  it('follows from the weights of SGD, and is unknown at the rate 0', () => {
    const { gradientOf, rates } = algorithmOf({ optimiser: 'sgd' });
    const values = (weights: Float32Array) => ({ weights, moments: [] });
    const before = Float32Array.of(1, -1, 0, 2);
    const after = before.map((weight, index) => weight - 0.5 * (gradient[index] ?? 0));
    const found = gradientOf(values(before), values(after), rates(1, 0.5));
    [...gradient].forEach((value, index) => expect(found?.[index]).toBeCloseTo(value, 6));
    expect(gradientOf(values(before), values(before), rates(1, 0))).toBeUndefined();
  });
});
