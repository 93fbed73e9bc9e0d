import type { Failure, StageAnswer, StageFacts } from './stage';

/** Strengths of noise that a page has answers for. */
export const pageStrengths = [0.5, 1, 2] as const;

/**
 * Answers of the variants after `real`, in the order of the facts: class and probability in thousandths alternate, the
 * most probable class first.
 */
export type PackedAnswer = readonly (readonly number[])[];

/** The stage of a run inside a page: held-out questions with all their answers. */
export interface StagePage {
  readonly facts: StageFacts;
  /** Answers under failures of whole clips, by question in the order of the facts, then by {@link failureKey}. */
  readonly answers: readonly Readonly<Record<string, StageAnswer>>[];
  /**
   * Answers under a failure of one device in one stretch of seconds, in the same order. The real pair answers as
   * without a failure. Every second recalls the content that it has in a clip that fails throughout.
   */
  readonly stretches: readonly Readonly<Record<string, PackedAnswer>>[];
  /** Answers by class. */
  readonly classes: readonly string[];
}

/** Failures of a question. */
export interface Failures {
  readonly audio: Failure | null;
  readonly visual: Failure | null;
}
type Modality = keyof Failures;

/** True if the failing seconds are one contiguous part of the clip. */
function isStretch(seconds: readonly boolean[]): boolean {
  const [from, to] = [seconds.indexOf(true), seconds.lastIndexOf(true)];
  return from >= 0 && to - from + 1 < seconds.length && seconds.slice(from, to + 1).every(Boolean);
}

function keyOf(failure: Failure | null): string | undefined {
  if (failure === null) return 'real';
  const { kind, seconds } = failure;
  if (seconds.includes(false)) {
    if (kind !== 'missing' || !isStretch(seconds)) return undefined;
    return `missing ${seconds.indexOf(true) + 1}-${seconds.lastIndexOf(true) + 1}`;
  }
  if (kind === 'missing') return kind;
  return (pageStrengths as readonly number[]).includes(failure.strength) ? `noisy ${failure.strength}` : undefined;
}

const isPart = (failure: Failure | null): boolean => failure?.seconds.includes(false) === true;

/**
 * Name of a failure among the answers of a page: a failure of whole clips, or one missing device in one stretch of
 * seconds while the other works or is missing throughout. Undefined for all others.
 */
export function failureKey({ audio, visual }: Failures): string | undefined {
  const [heard, seen] = [keyOf(audio), keyOf(visual)];
  if (heard === undefined || seen === undefined) return undefined;
  const parts = [isPart(audio), isPart(visual)];
  const fits = !parts.includes(true) || (parts.includes(false) && audio?.kind !== 'noisy' && visual?.kind !== 'noisy');
  return fits ? `${heard}/${seen}` : undefined;
}

/** All failures of whole clips that a page has answers for, for a clip length. */
export function pageFailures(length: number, modalities: Readonly<Record<Modality, boolean>>): Failures[] {
  const seconds = Array.from({ length }, () => true);
  const every: readonly (Failure | null)[] = [
    null,
    { kind: 'missing', seconds },
    ...pageStrengths.map((strength): Failure => ({ kind: 'noisy', seconds, strength })),
  ];
  const of = (modality: Modality) => (modalities[modality] ? every : [null]);
  return of('audio').flatMap((audio) => of('visual').map((visual) => ({ audio, visual })));
}

/** All failures in a stretch of seconds that a page has answers for. */
export function pageStretches(length: number, modalities: Readonly<Record<Modality, boolean>>): Failures[] {
  const missing = (from: number, to: number): Failure => ({
    kind: 'missing',
    seconds: Array.from({ length }, (_, second) => second >= from && second <= to),
  });
  const stretches = Array.from({ length }, (_, from) =>
    Array.from({ length: length - from }, (__, count) => missing(from, from + count)),
  )
    .flat()
    .filter(isPart);
  const others = (modality: Modality) => (modalities[modality] ? [null, missing(0, length - 1)] : [null]);
  return [
    ...(modalities.audio ? stretches.flatMap((audio) => others('visual').map((visual) => ({ audio, visual }))) : []),
    ...(modalities.visual ? stretches.flatMap((visual) => others('audio').map((audio) => ({ audio, visual }))) : []),
  ];
}
