import type { StageVariant } from '../../engine/contract/stage';
import { failsThroughout, type Fault, type Faults, type FeatureState, type Modality } from './faults';

/** Parts of the overview from a scene to an answer. */
export const parts = ['scene', 'encoders', 'missing', 'recall', 'head', 'answers'] as const;
export type StagePart = (typeof parts)[number];

const after = (part: StagePart, first: StagePart): boolean => parts.indexOf(part) >= parts.indexOf(first);

/** True if a variant recalls missing features. */
export const recalls = (variants: readonly StageVariant[]): boolean =>
  variants.includes('generator') || variants.includes('enhancer');

/** State of a modality after a part: from “missing” on the state after the device, from “recall” on that of the recall. */
function laneState(fault: Fault, part: StagePart, recalled: boolean): FeatureState {
  if (!fault.on || !after(part, 'missing')) return 'real';
  return fault.kind === 'missing' && recalled && after(part, 'recall') ? 'recalled' : fault.kind;
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
    audio: laneState(faults.audio, part, recalled),
    visual: laneState(faults.visual, part, recalled),
  };
  return {
    states,
    partly: {
      audio: states.audio !== 'real' && !failsThroughout(faults.audio),
      visual: states.visual !== 'real' && !failsThroughout(faults.visual),
    },
  };
}
