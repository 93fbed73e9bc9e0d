import type { Lesson } from '../../graph-nodes/lesson/document';

const load = () => import('./lesson-files');

/** Bundled lessons in a language, or else in English. They are loaded on demand. */
export async function loadLessons(language: string): Promise<readonly Lesson[]> {
  const { lessonsByLanguage } = await load();
  const own = lessonsByLanguage.get(language) ?? [];
  return (lessonsByLanguage.get('en') ?? []).map((lesson) => own.find(({ id }) => id === lesson.id) ?? lesson);
}

/**
 * Reads a lesson from a file of the user.
 * @throws {LessonError}
 */
export const readLessonFile = async (name: string, text: string): Promise<Lesson> =>
  (await load()).readLesson(name, text);
