import type { StageFacts, StageQuestion, StageVariant } from '../../engine/contract/stage';

export const failings = ['none', 'audio', 'visual'] as const;
export type Failing = (typeof failings)[number];

/** Question to a run that inspects its nodes. */
export interface Asked {
  /** Index among the held-out questions of the facts. */
  readonly index: number;
  readonly failing: Failing;
  /** Name of a kept checkpoint; absent: the final weights. */
  readonly checkpoint?: string | undefined;
}

/**
 * The stage question of a choice; undefined where the run has no questions.
 * @param output `<node id>/<socket>` whose values are asked for, too
 */
export function questionOf(
  facts: StageFacts,
  { index, failing, checkpoint }: Asked,
  output?: string,
): StageQuestion | undefined {
  const asked = facts.questions[index];
  if (!asked) return undefined;
  const { scene, video, text } = asked;
  const missing = { kind: 'missing' as const, seconds: new Array<boolean>(facts.seconds).fill(true) };
  return {
    run: facts.run,
    ...(checkpoint !== undefined && { checkpoint }),
    about: scene ? { scene } : { video },
    question: text,
    audio: failing === 'audio' ? missing : null,
    visual: failing === 'visual' ? missing : null,
    insides: true,
    ...(output !== undefined && { output }),
  };
}

/** The variant that shows the most of a node: the whole graph where something fails, else the real pair. */
export const usualVariant = (variants: readonly StageVariant[], failing: Failing): StageVariant =>
  (failing === 'none' ? undefined : variants.findLast((variant) => variant !== 'zeros')) ?? variants[0] ?? 'real';
