import { lessonFacts, noteOpened } from '../../session/lesson-facts';
import { panels } from '../../ui/panels';
import { experiments } from '../experiments/store';

/** Records the open parts of the window. */
function look(): void {
  const { dialog } = panels.getState();
  if (dialog === 'stage') noteOpened('stage');
  if (dialog !== 'experiments') return;
  noteOpened('experiments');
  if (experiments.getState().compared) noteOpened('comparison');
}

/** Follows the window while a lesson is open. @returns a function that stops */
export function watchWindow(): () => void {
  look();
  const stops = [panels.subscribe(look), experiments.subscribe(look), lessonFacts.subscribe(look)];
  return () => stops.forEach((stop) => stop());
}
