import type { StageAnswer, StageVariant } from '../../engine/contract/stage';
import { nothingRecalled, type RecalledNow } from './drawing';
import { failsAt, type Faults, type Modality } from './faults';

/** Variants that recalled something, in the order of the answer. */
export const recallingVariants = ({ recalled }: StageAnswer): StageVariant[] => [
  ...new Set(recalled.filter(({ seconds }) => seconds.some(({ length }) => length > 0)).map(({ variant }) => variant)),
];

/** Recalled content of one variant by second, of the seconds that fail. */
export function recalledBy(answer: StageAnswer | undefined, variant: StageVariant | undefined, faults: Faults) {
  const of = (modality: Modality) =>
    answer?.recalled
      .find((each) => each.variant === variant && each.modality === modality)
      ?.seconds.map((nearest, second) => (failsAt(faults[modality], second) ? nearest : []));
  const [audio, visual] = [of('audio'), of('visual')];
  return {
    audio: audio ?? null,
    visual: visual ?? null,
    at: (second: number): RecalledNow =>
      answer ? { audio: audio?.[second] ?? [], visual: visual?.[second] ?? [] } : nothingRecalled,
  };
}
