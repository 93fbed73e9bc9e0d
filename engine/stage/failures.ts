import type { TestScenario } from '../../graph-nodes/datasets/dataset';
import { modalities, type Modality } from '../../graph-nodes/graph/roles';
import type { Failure } from '../contract/stage';

/** State of a modality in one second. */
export type SecondState = 'real' | Failure['kind'];

/** States of both modalities in one second. */
export type PairState = Readonly<Record<Modality, SecondState>>;

export const allReal: PairState = { audio: 'real', visual: 'real' };

export const keyOf = ({ audio, visual }: PairState): string => `${audio}/${visual}`;

/** Failures of a question; null where a modality does not fail. */
export type Failures = Readonly<Record<Modality, Failure | null>>;

export const noFailures: Failures = { audio: null, visual: null };

/** The states of both modalities by second, [T]. */
export function statesBySecond(failures: Failures, seconds: number): readonly PairState[] {
  const stateOf = (failure: Failure | null, second: number): SecondState =>
    failure?.seconds[second] ? failure.kind : 'real';
  return Array.from({ length: seconds }, (_, second) => ({
    audio: stateOf(failures.audio, second),
    visual: stateOf(failures.visual, second),
  }));
}

/** The distinct states, in the order of their first second. */
export const distinctStates = (states: readonly PairState[]): readonly PairState[] => [
  ...new Map(states.map((state) => [keyOf(state), state])).values(),
];

/** Standard deviation of the noise of a modality; 0 if it is not noisy. */
export const strengthOf = (failure: Failure | null): number => (failure?.kind === 'noisy' ? failure.strength : 0);

/** Scenario that names the random streams of a pass. */
export function scenarioOf({ audio, visual }: PairState): TestScenario {
  if (audio === 'noisy' && visual === 'noisy') return 'bothNoisy';
  const [failing, ...others] = modalities.filter((modality) => ({ audio, visual })[modality] !== 'real');
  if (!failing || others.length > 0) return 'complete';
  return `${failing}${{ audio, visual }[failing] === 'missing' ? 'Missing' : 'Noisy'}`;
}

/**
 * Features of a clip in which every second is taken from one of several clips.
 * @param parts features [T, …] of equal length, row-major
 * @param from index of the part by second, [T]
 */
export function takeSeconds(parts: readonly Float32Array[], from: readonly number[]): Float32Array {
  const [first] = parts;
  if (!first || from.every((part) => part === 0)) return first ?? new Float32Array();
  const size = first.length / from.length;
  const taken = new Float32Array(first.length);
  from.forEach((part, second) => {
    const [start, end] = [second * size, (second + 1) * size];
    taken.set((parts[part] as Float32Array).subarray(start, end), start);
  });
  return taken;
}
