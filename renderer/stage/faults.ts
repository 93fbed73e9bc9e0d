import type { Failure } from '../../engine/contract/stage';

/** Modalities of a clip, with the device that records each. */
export const devices = { audio: 'microphone', visual: 'camera' } as const;
export const modalities = ['audio', 'visual'] as const;
export type Modality = (typeof modalities)[number];

/** State of one switch, with settings that stay while it is off. */
export interface Fault {
  readonly on: boolean;
  readonly kind: Failure['kind'];
  /** Failing seconds [T]. */
  readonly seconds: readonly boolean[];
  readonly strength: number;
}
export type Faults = Readonly<Record<Modality, Fault>>;

const allOf = (seconds: number): boolean[] => Array.from({ length: seconds }, () => true);

export const workingFault = (seconds: number): Fault => ({
  on: false,
  kind: 'missing',
  seconds: allOf(seconds),
  strength: 1,
});

export const workingFaults = (seconds: number): Faults => ({
  audio: workingFault(seconds),
  visual: workingFault(seconds),
});

/** Turns a switch; on means the whole clip. */
export const turned = (fault: Fault, on: boolean): Fault => ({ ...fault, on, seconds: allOf(fault.seconds.length) });

/** Sets seconds to failing or working. The switch is on while at least one fails. */
export function withSeconds(fault: Fault, seconds: readonly number[], fails: boolean): Fault {
  const before = fault.on ? fault.seconds : fault.seconds.map(() => false);
  const after = before.map((value, second) => (seconds.includes(second) ? fails : value));
  return after.includes(true) ? { ...fault, on: true, seconds: after } : turned(fault, false);
}

export const failsAt = (fault: Fault, second: number): boolean => fault.on && fault.seconds[second] === true;

export const missingAt = (fault: Fault, second: number): boolean => fault.kind === 'missing' && failsAt(fault, second);

/** Seconds in which both modalities are missing; generators recall nothing there. */
export const lostSeconds = ({ audio, visual }: Faults): number[] =>
  audio.seconds.flatMap((_, second) => (missingAt(audio, second) && missingAt(visual, second) ? [second] : []));

/** True if the whole clip fails. */
export const failsThroughout = ({ on, seconds }: Fault): boolean => on && !seconds.includes(false);

/** The failure in the form of a question; null if the device works. */
export function failureOf({ on, kind, seconds, strength }: Fault): Failure | null {
  if (!on) return null;
  return kind === 'missing' ? { kind, seconds: [...seconds] } : { kind, seconds: [...seconds], strength };
}

export const failuresOf = ({ audio, visual }: Faults): Readonly<Record<Modality, Failure | null>> => ({
  audio: failureOf(audio),
  visual: failureOf(visual),
});

/** State of a modality's features in a second; see `Signal` of the layers. */
export type FeatureState = 'real' | 'missing' | 'recalled' | 'noisy';

/** State of a modality after the devices. */
export const stateAt = (fault: Fault, second: number): FeatureState => (failsAt(fault, second) ? fault.kind : 'real');
