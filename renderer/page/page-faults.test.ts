import { describe, expect, it } from 'vitest';
import { failureKey } from '../../engine/contract/stage-page';
import {
  failuresOf,
  turned,
  withSeconds,
  workingFaults,
  type Fault,
  type Faults,
  type Modality,
} from '../stage/faults';
import { pageFaults } from './page-faults';

const off = workingFaults(4);

type Change = readonly [Modality, (fault: Fault) => Fault];

/** Key of the failures after some changes of devices, one after the other. */
function key(...changes: readonly Change[]): string | undefined {
  const after = changes.reduce(
    (faults: Faults, [modality, change]) =>
      pageFaults({ ...faults, [modality]: change(faults[modality]) }, faults, modality),
    off,
  );
  return failureKey(failuresOf(after));
}

const fails =
  (...seconds: number[]) =>
  (fault: Fault) =>
    withSeconds(fault, seconds, true);
const works =
  (...seconds: number[]) =>
  (fault: Fault) =>
    withSeconds(fault, seconds, false);
const on = (fault: Fault) => turned(fault, true);
const noisy = (fault: Fault): Fault => ({ ...fault, kind: 'noisy' });

describe('the failures of a page', () => {
  it('are one stretch of seconds: a new second joins the others, a working one leaves the longer side', () => {
    expect(key(['audio', fails(1)])).toBe('missing 2-2/real');
    expect(key(['audio', fails(0)], ['audio', fails(2)])).toBe('missing 1-3/real');
    expect(key(['visual', on], ['visual', works(1)])).toBe('real/missing 3-4');
    expect(key(['audio', fails(0, 1, 2)], ['audio', fails(3)])).toBe('missing/real');
    expect(key(['audio', fails(1)], ['audio', works(1)])).toBe('real/real');
  });

  it('keep the other device working or missing in all seconds', () => {
    expect(key(['visual', on], ['audio', fails(1)])).toBe('missing 2-2/missing');
    expect(key(['audio', fails(1)], ['visual', on])).toBe('missing 2-2/missing');
    expect(key(['audio', fails(1)], ['visual', fails(0)])).toBe('real/missing 1-1');
    expect(key(['visual', on], ['visual', noisy], ['audio', fails(1)])).toBe('missing 2-2/real');
    expect(key(['audio', fails(1)], ['visual', on], ['visual', noisy])).toBe('real/noisy 1');
  });

  it('have noise only for the whole clip', () => {
    expect(key(['audio', fails(1)], ['audio', noisy])).toBe('noisy 1/real');
    expect(key(['audio', on], ['audio', noisy], ['audio', works(0)])).toBe('missing 2-4/real');
  });
});
