import type { StageVariant } from '../../engine/contract/stage';
import { failsThroughout, lostSeconds, missingAt, type Faults, type FeatureState, type Modality } from './faults';

/** Parts of the overview from a scene to an answer. */
export const parts = ['scene', 'encoders', 'missing', 'recall', 'head', 'answers'] as const;
export type StagePart = (typeof parts)[number];

const after = (part: StagePart, first: StagePart): boolean => parts.indexOf(part) >= parts.indexOf(first);

/** True if a variant recalls missing features. */
export const recalls = (variants: readonly StageVariant[]): boolean =>
  variants.includes('generator') || variants.includes('enhancer');

/** Number of seconds in which a modality is recalled: missing while the other modality is not. */
const recalledSeconds = (faults: Faults, modality: Modality): number =>
  faults[modality].seconds.filter((_, second) => missingAt(faults[modality], second)).length -
  lostSeconds(faults).length;

/** State of a modality after a part: from “missing” on the state after the device, from “recall” on that of the recall. */
function laneState(faults: Faults, modality: Modality, part: StagePart, recalled: boolean): FeatureState {
  const fault = faults[modality];
  if (!fault.on || !after(part, 'missing')) return 'real';
  return recalled && after(part, 'recall') && recalledSeconds(faults, modality) > 0 ? 'recalled' : fault.kind;
}

export interface Lanes {
  readonly states: Readonly<Record<Modality, FeatureState>>;
  /** True if only some seconds are in that state. */
  readonly partly: Readonly<Record<Modality, boolean>>;
}

/** States of both modalities after a part. */
export function lanesOf(part: StagePart, faults: Faults, variants: readonly StageVariant[]): Lanes {
  const recalled = recalls(variants);
  const states = {
    audio: laneState(faults, 'audio', part, recalled),
    visual: laneState(faults, 'visual', part, recalled),
  };
  const partly = (modality: Modality): boolean =>
    states[modality] === 'recalled'
      ? recalledSeconds(faults, modality) < faults[modality].seconds.length
      : states[modality] !== 'real' && !failsThroughout(faults[modality]);
  return { states, partly: { audio: partly('audio'), visual: partly('visual') } };
}
