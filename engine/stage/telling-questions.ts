import { scenarios } from '../../graph-nodes/datasets/dataset';
import type { StoredQuestion } from '../runs/stored-predictions';

/** Questions of each missing modality at most. */
const mostOfEach = 4;

/**
 * Held-out questions that show the cost of a missing modality: the model is right with the complete pair and wrong without one
 * modality. Without sound and without picture by turns, from different videos.
 */
export function tellingQuestions(questions: readonly StoredQuestion[]): readonly StoredQuestion[] {
  const right = questions.filter(({ answer, predicted }) => answer >= 0 && predicted.complete === answer);
  const taken = new Set<string>();
  const lost = scenarios
    .filter((scenario) => scenario !== 'complete')
    .map((scenario) => right.filter(({ answer, predicted }) => predicted[scenario] !== answer));
  const telling: StoredQuestion[] = [];
  for (let turn = 0; turn < mostOfEach; turn += 1) {
    for (const candidates of lost) {
      const found = candidates.find(({ video }) => !taken.has(video));
      if (!found) continue;
      taken.add(found.video);
      telling.push(found);
    }
  }
  return telling;
}
