import type { Nearest, StageAnswer, StageVariant } from '../../engine/contract/stage';
import { nothingRecalled, type RecalledNow } from './drawing';
import { failsAt, type Faults, type Modality } from './faults';

/** Variants with a recall, in the order of the answer. */
const recallingVariants = ({ recalled }: StageAnswer): StageVariant[] => [
  ...new Set(recalled.filter(({ seconds }) => seconds.some(({ length }) => length > 0)).map(({ variant }) => variant)),
];

/** Recalled content of one variant, for the failing seconds. */
export interface Recall {
  /** Variants to choose from. */
  readonly variants: readonly StageVariant[];
  readonly shown: StageVariant | undefined;
  readonly audio: readonly (readonly Nearest[])[] | null;
  readonly visual: readonly (readonly Nearest[])[] | null;
  at(second: number): RecalledNow;
}

/** The recall of an answer, by the preferred variant if it has one, else by the last variant. */
export function recallOf(answer: StageAnswer | undefined, preferred: StageVariant | undefined, faults: Faults): Recall {
  const variants = answer ? recallingVariants(answer) : [];
  const shown = variants.find((variant) => variant === preferred) ?? variants.at(-1);
  const of = (modality: Modality) =>
    answer?.recalled
      .find((each) => each.variant === shown && each.modality === modality)
      ?.seconds.map((nearest, second) => (failsAt(faults[modality], second) ? nearest : [])) ?? null;
  const [audio, visual] = [of('audio'), of('visual')];
  return {
    variants,
    shown,
    audio,
    visual,
    at: (second) => (answer ? { audio: audio?.[second] ?? [], visual: visual?.[second] ?? [] } : nothingRecalled),
  };
}
