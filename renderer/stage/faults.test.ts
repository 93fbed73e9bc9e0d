import { describe, expect, it } from 'vitest';
import { failsThroughout, failureOf, lostSeconds, stateAt, turned, withSeconds, workingFault } from './faults';
import { lanesOf } from './overview';

const off = workingFault(4);

describe('a switch', () => {
  it('fails in the whole clip when it is turned on', () => {
    const on = turned(off, true);
    expect(failureOf(off)).toBeNull();
    expect(failureOf(on)).toEqual({ kind: 'missing', seconds: [true, true, true, true] });
    expect(failsThroughout(on)).toBe(true);
  });

  it('fails in chosen seconds, and stops failing without any', () => {
    const some = withSeconds(off, [1, 2], true);
    expect(failureOf(some)).toEqual({ kind: 'missing', seconds: [false, true, true, false] });
    expect(failsThroughout(some)).toBe(false);
    expect([0, 1].map((second) => stateAt(some, second))).toEqual(['real', 'missing']);
    const none = withSeconds(some, [1, 2], false);
    expect(failureOf(none)).toBeNull();
    expect(failsThroughout(turned(none, true))).toBe(true);
  });

  it('adds noise of a strength', () => {
    expect(failureOf({ ...turned(off, true), kind: 'noisy', strength: 2 })).toMatchObject({
      kind: 'noisy',
      strength: 2,
    });
  });
});

describe('the overview', () => {
  const faults = { audio: withSeconds(off, [1], true), visual: { ...turned(off, true), kind: 'noisy' as const } };

  it('shows the failure after the device, and the recall after the generator', () => {
    const audio = (part: Parameters<typeof lanesOf>[0]) =>
      lanesOf(part, faults, ['real', 'zeros', 'generator']).states.audio;
    expect(audio('scene')).toBe('real');
    expect(audio('encoders')).toBe('real');
    expect(audio('missing')).toBe('missing');
    expect(audio('recall')).toBe('recalled');
    expect(audio('head')).toBe('recalled');
    expect(lanesOf('missing', faults, [])).toMatchObject({
      states: { visual: 'noisy' },
      partly: { audio: true, visual: false },
    });
  });

  it('shows no recall where both modalities are missing', () => {
    const variants = ['real', 'zeros', 'generator'] as const;
    const both = { audio: turned(off, true), visual: turned(off, true) };
    expect(lostSeconds(both)).toEqual([0, 1, 2, 3]);
    expect(lanesOf('recall', both, variants)).toEqual({
      states: { audio: 'missing', visual: 'missing' },
      partly: { audio: false, visual: false },
    });
    const some = { audio: withSeconds(off, [1], true), visual: turned(off, true) };
    expect(lostSeconds(some)).toEqual([1]);
    expect(lanesOf('recall', some, variants)).toEqual({
      states: { audio: 'missing', visual: 'recalled' },
      partly: { audio: true, visual: true },
    });
    expect(lostSeconds({ ...both, visual: { ...both.visual, kind: 'noisy' } })).toEqual([]);
  });

  it('shows no recall in a graph without a generator', () => {
    expect(lanesOf('head', faults, ['real', 'zeros']).states.audio).toBe('missing');
  });
});
