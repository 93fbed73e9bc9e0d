import type { StageAnswer, StageVariant } from '../../engine/contract/stage';

/** One answer, with its probability by variant; undefined if a variant does not list it. */
export interface BarRow {
  readonly answer: string;
  readonly isTruth: boolean;
  readonly probabilities: Readonly<Partial<Record<StageVariant, number>>>;
}

/** Answers of one variant. */
type Listed = StageAnswer['variants'][number];

/** The most probable answer of a variant. */
export const bestOf = (
  answer: StageAnswer,
  variant: StageVariant,
): { answer: string; probability: number } | undefined =>
  answer.variants.find((each) => each.variant === variant)?.answers[0];

/**
 * Rows of the bars: the best answer of each variant and the right one, then the next best of all, `most` together. The rows are
 * in the order of their highest probability.
 */
export function barRows({ variants, truth }: StageAnswer, most = 5): BarRow[] {
  const highest = new Map<string, number>();
  const note = ({ answers }: Listed): void => {
    for (const { answer, probability } of answers) highest.set(answer, Math.max(highest.get(answer) ?? 0, probability));
  };
  variants.forEach(note);
  const needed = new Set(variants.flatMap(({ answers }) => answers[0]?.answer ?? []));
  if (truth !== null) needed.add(truth);
  const ordered = [...new Set([...highest.keys(), ...needed])].toSorted(
    (one, other) => (highest.get(other) ?? 0) - (highest.get(one) ?? 0),
  );
  const others = ordered.filter((answer) => !needed.has(answer)).slice(0, Math.max(0, most - needed.size));
  const shown = new Set([...needed, ...others]);
  return ordered
    .filter((answer) => shown.has(answer))
    .map((answer) => ({
      answer,
      isTruth: answer === truth,
      probabilities: Object.fromEntries(
        variants.flatMap(({ variant, answers }) => {
          const found = answers.find((each) => each.answer === answer);
          return found ? [[variant, found.probability]] : [];
        }),
      ),
    }));
}
