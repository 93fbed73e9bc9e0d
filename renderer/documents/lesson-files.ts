import { readDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import type { Lesson } from '../../graph-nodes/lesson/document';
import { LessonError } from '../../graph-nodes/lesson/lesson-error';
import { parseLesson } from '../../graph-nodes/lesson/parse';
import { presets } from './presets';

const texts = import.meta.glob<string>('../../presets/lessons/*.md', { eager: true, query: '?raw', import: 'default' });
const graphFiles = import.meta.glob<unknown>('../../presets/lessons/*.json', { eager: true, import: 'default' });

const nameOf = (path: string): string => path.replace(/^.*\//, '');

const graphs: ReadonlyMap<string, GraphDocument> = new Map([
  ...presets.map(({ name, document }) => [name, document] as const),
  ...Object.entries(graphFiles).map(
    ([path, value]) => [nameOf(path).replace(/\.json$/, ''), readDocument(value)] as const,
  ),
]);

/**
 * Reads a lesson file, with the graph that its header names.
 * @throws {LessonError}
 */
export function readLesson(file: string, text: string): Lesson {
  const lesson = parseLesson(file, text);
  if (typeof lesson.graph !== 'string') return lesson;
  const graph = graphs.get(lesson.graph);
  if (graph) return { ...lesson, graph: { ...graph, title: lesson.title } };
  const line = text.split(/\r\n|\r|\n/).findIndex((one) => one.startsWith('graph:')) + 1;
  throw new LessonError(file, line, { code: 'lessonGraphUnknown', graph: lesson.graph, known: [...graphs.keys()] });
}

/** Bundled lessons in their order, by language. The number of a file gives its place. */
export const lessonsByLanguage: ReadonlyMap<string, readonly Lesson[]> = byLanguage();

function byLanguage(): Map<string, Lesson[]> {
  const found = new Map<string, Lesson[]>();
  for (const [path, text] of Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lesson = readLesson(nameOf(path), text);
    found.set(lesson.language, [...(found.get(lesson.language) ?? []), lesson]);
  }
  return found;
}
