import type { Lesson } from '../../../graph-nodes/lesson/document';
import { isLessonDone } from '../../session/lesson';
import { readProgress } from '../../session/lesson-progress';

/** The learner's progress in a lesson. */
export function stateOf(lesson: Lesson): 'new' | 'begun' | 'done' {
  const progress = readProgress(lesson.id);
  if (!progress || (progress.done.length === 0 && progress.step === 0)) return 'new';
  return isLessonDone(lesson, progress) ? 'done' : 'begun';
}
