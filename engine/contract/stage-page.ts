import type { Failure, StageAnswer, StageFacts } from './stage';

/** Strengths of noise that a page has answers for. */
export const pageStrengths = [0.5, 1, 2] as const;

/** The stage of a run inside a page: held-out questions with all their answers. */
export interface StagePage {
  readonly facts: StageFacts;
  /** Answers by question in the order of the facts, then by {@link failureKey}. */
  readonly answers: readonly Readonly<Record<string, StageAnswer>>[];
}

/** Failures of a question. */
export interface Failures {
  readonly audio: Failure | null;
  readonly visual: Failure | null;
}

function keyOf(failure: Failure | null): string | undefined {
  if (failure === null) return 'real';
  if (failure.seconds.includes(false)) return undefined;
  if (failure.kind === 'missing') return 'missing';
  return (pageStrengths as readonly number[]).includes(failure.strength) ? `noisy ${failure.strength}` : undefined;
}

/** Name of a failure among the answers of a page; undefined for parts of a clip and for other strengths of noise. */
export function failureKey({ audio, visual }: Failures): string | undefined {
  const [heard, seen] = [keyOf(audio), keyOf(visual)];
  return heard === undefined || seen === undefined ? undefined : `${heard}/${seen}`;
}

/** All failures that a page has answers for: of whole clips with the given length. */
export function pageFailures(length: number, modalities: Readonly<Record<keyof Failures, boolean>>): Failures[] {
  const seconds = Array.from({ length }, () => true);
  const every: readonly (Failure | null)[] = [
    null,
    { kind: 'missing', seconds },
    ...pageStrengths.map((strength): Failure => ({ kind: 'noisy', seconds, strength })),
  ];
  const of = (modality: keyof Failures) => (modalities[modality] ? every : [null]);
  return of('audio').flatMap((audio) => of('visual').map((visual) => ({ audio, visual })));
}
