import type { GraphDocument } from '../../../graph-nodes/graph/document';
import { withoutSeed } from '../../../graph-nodes/lesson/differences';
import { lessonState } from '../../session/lesson';
import { lessonFacts, noteOpened } from '../../session/lesson-facts';
import { panels } from '../../ui/panels';
import { experiments } from '../experiments/store';

/** Records the open parts of the window. */
function look(): void {
  const { dialog } = panels.getState();
  if (dialog === 'stage') noteOpened('stage');
  if (dialog !== 'experiments') return;
  noteOpened('experiments');
  const { compared } = experiments.getState();
  if (!compared) return;
  noteOpened('comparison');
  const [a, b] = [compared.a, compared.b].map(graphOfRun);
  if (a && b && withoutSeed(a) !== withoutSeed(b)) noteOpened('comparison of settings');
}

/** Graph of a finished run of the lesson. */
const graphOfRun = (name: string): GraphDocument | undefined =>
  lessonState.getState().open?.runs.find(({ run }) => run === name)?.graph;

/** Follows the window while a lesson is open. @returns a function that stops */
export function watchWindow(): () => void {
  look();
  const stops = [panels.subscribe(look), experiments.subscribe(look), lessonFacts.subscribe(look)];
  return () => stops.forEach((stop) => stop());
}
