import type { StageFacts, StageQuestion, StageVariant } from '../../engine/contract/stage';

export const failings = ['none', 'audio', 'visual'] as const;
export type Failing = (typeof failings)[number];

/** A question to a run whose nodes are inspected. */
export interface Asked {
  /** Index among the held-out questions of the facts. */
  readonly index: number;
  readonly failing: Failing;
  /** Name of a saved checkpoint; absent: the final weights. */
  readonly checkpoint?: string | undefined;
}

/**
 * The stage question of a choice; undefined if the run has no questions.
 * @param output `<node id>/<socket>` whose values are also requested
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

/** The variant with the most insides of a node: the whole graph if a device fails, else the real pair. */
export const usualVariant = (variants: readonly StageVariant[], failing: Failing): StageVariant =>
  (failing === 'none' ? undefined : variants.findLast((variant) => variant !== 'zeros')) ?? variants[0] ?? 'real';
