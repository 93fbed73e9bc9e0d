import type { StageAnswer, StageVariant } from '../../engine/contract/stage';
import type { Scene } from '../../graph-nodes/datasets/orchestra/scene';
import type { Messages } from '../words';
import { bestOf } from './bars';
import { heardGhosts, seenGhosts, type RecalledNow } from './drawing';
import { stateAt, type Faults } from './faults';
import { answerName, percentOf } from './names';

/** Sentences about the audible players of a second. */
function heardSentences({ voice, players }: Scene, second: number, faults: Faults, m: Messages): string[] {
  const state = stateAt(faults.audio, second);
  if (state === 'missing') return [m.stage.notHeard];
  const kinds = players.filter(({ playing }) => playing[second] === true).map(({ kind }) => m.stage.answers[kind]);
  const heard = m.stage.heard([...kinds, ...(voice[second] === true ? [m.stage.voice] : [])]);
  return state === 'noisy' ? [m.stage.noisyHeard, heard] : [heard];
}

/** Sentences about the visible players of a second. */
function seenSentences({ players }: Scene, second: number, faults: Faults, m: Messages): string[] {
  const state = stateAt(faults.visual, second);
  if (state === 'missing') return [m.stage.notSeen];
  const seen = m.stage.seen(
    players.flatMap(({ kind, place }) =>
      place === null ? [] : [m.stage.at(m.stage.answers[kind], m.stage.answers[place])],
    ),
  );
  return state === 'noisy' ? [m.stage.noisySeen, seen] : [seen];
}

/** Sounds, sights and recalls of a second as sentences. */
export function sceneSentence(
  scene: Scene,
  second: number,
  faults: Faults,
  { audio, visual }: RecalledNow,
  m: Messages,
): string {
  const certain = (nearest: ReturnType<typeof heardGhosts>): string[] =>
    nearest.map(({ kind, certainty }) => m.stage.certain(m.stage.answers[kind], percentOf(certainty)));
  const [heard, seen] = [heardGhosts(audio), seenGhosts(visual)];
  return [
    ...heardSentences(scene, second, faults, m),
    ...(heard.length > 0 ? [m.stage.recalledHeard(certain(heard))] : []),
    ...seenSentences(scene, second, faults, m),
    ...(seen.length > 0 ? [m.stage.recalledSeen(certain(seen))] : []),
  ].join(' ');
}

/** Answers of the variants, and the right answer, as sentences. */
export function answerSentence(answer: StageAnswer, variants: readonly StageVariant[], m: Messages): string {
  const said = variants.flatMap((variant) => {
    const best = bestOf(answer, variant);
    return best
      ? [m.stage.answered(m.stage.variants[variant], answerName(best.answer, m), percentOf(best.probability))]
      : [];
  });
  return [...said, ...(answer.truth === null ? [] : [m.stage.truthIs(answerName(answer.truth, m))])].join(' ');
}
