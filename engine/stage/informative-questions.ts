import { scenarios } from '../../graph-nodes/datasets/dataset';
import type { StoredQuestion } from '../runs/stored-predictions';

/** Maximum number of questions for each missing modality. */
const mostOfEach = 4;

/**
 * Selects held-out questions that show the cost of a missing modality: the model is right with both modalities and
 * wrong without one. Missing audio and missing visual alternate, and videos do not repeat.
 */
export function informativeQuestions(questions: readonly StoredQuestion[]): readonly StoredQuestion[] {
  const right = questions.filter(({ answer, predicted }) => answer >= 0 && predicted.complete === answer);
  const taken = new Set<string>();
  const lost = scenarios
    .filter((scenario) => scenario !== 'complete')
    .map((scenario) => right.filter(({ answer, predicted }) => predicted[scenario] !== answer));
  const informative: StoredQuestion[] = [];
  for (let turn = 0; turn < mostOfEach; turn += 1) {
    for (const candidates of lost) {
      const found = candidates.find(({ video }) => !taken.has(video));
      if (!found) continue;
      taken.add(found.video);
      informative.push(found);
    }
  }
  return informative;
}
