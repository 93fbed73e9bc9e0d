import { describe, expect, it } from 'vitest';
import { distinctStates, noFailures, scenarioOf, statesBySecond, strengthOf, takeSeconds } from './failures';

describe('failures by second', () => {
  it('give every second the states of both modalities', () => {
    const states = statesBySecond(
      {
        audio: { kind: 'missing', seconds: [true, false, true] },
        visual: { kind: 'noisy', seconds: [false, false, true], strength: 0.4 },
      },
      3,
    );
    expect(states).toEqual([
      { audio: 'missing', visual: 'real' },
      { audio: 'real', visual: 'real' },
      { audio: 'missing', visual: 'noisy' },
    ]);
    expect(distinctStates([...states, ...states])).toEqual(states);
    expect(distinctStates(statesBySecond(noFailures, 3))).toEqual([{ audio: 'real', visual: 'real' }]);
  });

  it('use the random streams of their scenario', () => {
    expect(scenarioOf({ audio: 'real', visual: 'real' })).toBe('complete');
    expect(scenarioOf({ audio: 'missing', visual: 'real' })).toBe('audioMissing');
    expect(scenarioOf({ audio: 'real', visual: 'noisy' })).toBe('visualNoisy');
    expect(scenarioOf({ audio: 'noisy', visual: 'noisy' })).toBe('bothNoisy');
    expect(strengthOf({ kind: 'noisy', seconds: [true], strength: 0.7 })).toBe(0.7);
    expect(strengthOf({ kind: 'missing', seconds: [true] })).toBe(0);
  });

  it('select each second of a clip from its part', () => {
    const parts = [Float32Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(10, 20, 30, 40, 50, 60)];
    expect([...takeSeconds(parts, [0, 1, 0])]).toEqual([1, 2, 30, 40, 5, 6]);
    expect([...takeSeconds(parts, [0, 0, 0])]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
