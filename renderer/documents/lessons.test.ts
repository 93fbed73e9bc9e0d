import { describe, expect, it } from 'vitest';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { GraphCheck } from '../../graph-nodes/lesson/check';
import { partsOf, skeletonOf, type Lesson, type LessonPart } from '../../graph-nodes/lesson/document';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { analysisOf, errorsOf } from './analysis';
import { lessonsByLanguage, readLesson } from './lesson-files';

const english = lessonsByLanguage.get('en') ?? [];
const korean = lessonsByLanguage.get('ko') ?? [];
const named = english.map((lesson) => [lesson.id, lesson] as const);

const isOf =
  <Type extends LessonPart['type']>(type: Type) =>
  (part: LessonPart): part is Extract<LessonPart, { type: Type }> =>
    part.type === type;

const parts = (lesson: Lesson): LessonPart[] => [...partsOf(lesson)].map(({ part }) => part);
const graphOf = ({ graph }: Lesson): GraphDocument => {
  if (typeof graph !== 'object') throw new Error('The lesson has no graph.');
  return graph;
};

/** All objects within a value. */
function* objectsIn(value: unknown): Generator<object> {
  if (typeof value !== 'object' || value === null) return;
  yield value;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

describe('the lessons', () => {
  it('are eight, in English and Korean', () => {
    expect(english.map(({ id }) => id)).toEqual([
      'missing-modality',
      'zeros',
      'recalling',
      'question',
      'denoising',
      'freezing',
      'ablation',
      'own-experiment',
    ]);
    expect(korean.map(skeletonOf)).toEqual(
      english.map((lesson) =>
        skeletonOf({ ...lesson, graph: { ...graphOf(lesson), title: expect.any(String) as string } }),
      ),
    );
    for (const lesson of korean) {
      expect(lesson.title).toMatch(/\p{Script=Hangul}/u);
      for (const part of parts(lesson)) {
        if (isOf('task')(part)) expect(part.do).toMatch(/\p{Script=Hangul}/u);
        if (isOf('question')(part)) expect(part.explain).toMatch(/\p{Script=Hangul}/u);
      }
    }
  });

  it.each(named)('%s has tasks, a prediction before its outcome, and a question at the end', (_id, lesson) => {
    expect(lesson.steps.length).toBeGreaterThanOrEqual(4);
    expect(lesson.steps.length).toBeLessThanOrEqual(7);
    const all = parts(lesson);
    expect(all.filter(isOf('task')).length).toBeGreaterThanOrEqual(2);
    expect(all.some(isOf('prediction'))).toBe(true);
    for (const { id } of all.filter(isOf('prediction'))) {
      const step = (type: 'prediction' | 'outcome') =>
        lesson.steps.findIndex((one) =>
          one.parts.some(
            (part) =>
              (part.type === 'prediction' ? part.id : part.type === 'outcome' && part.prediction) === id &&
              part.type === type,
          ),
        );
      expect(step('outcome')).toBeGreaterThan(step('prediction'));
    }
    expect(lesson.steps.at(-1)?.parts.at(-1)?.type).toBe('question');
  });

  it.each([...named, ...korean.map((lesson) => [`${lesson.id}, in Korean,`, lesson] as const)])(
    '%s explains every wrong answer, and no task is done by opening the examples alone',
    (_id, lesson) => {
      for (const { options } of parts(lesson).filter(isOf('question'))) {
        for (const { text, right, why } of options) if (right !== true) expect([text, why]).not.toContain(undefined);
      }
      for (const { check } of parts(lesson).filter(isOf('task'))) {
        expect(check).not.toEqual([{ is: 'opened', part: 'examples' }]);
      }
    },
  );

  it.each(named)('%s names nodes and parameters that its graph has', (_id, lesson) => {
    const { nodes } = graphOf(lesson);
    const has = (node: string, name: string) => {
      const kind = findKind(nodes.find(({ id }) => id === node)?.kind ?? '');
      return kind !== undefined && name in kind.parameters.shape;
    };
    for (const setting of lesson.parameters ?? []) {
      const [node = '', name = ''] = setting.split('.');
      expect(has(node, name), setting).toBe(true);
    }
    for (const value of objectsIn(lesson.steps)) {
      const check = value as Partial<GraphCheck>;
      if (check.is === 'parameter') expect(has(check.node ?? '', check.name ?? '')).toBe(true);
      if (check.is === 'stage')
        for (const id of [...(check.freezes ?? []), ...(check.trains ?? [])])
          expect(nodes.some((node) => node.id === id)).toBe(true);
    }
  });

  it.each(named)('%s starts with a graph that trains once it is wired', (id, lesson) => {
    const errors = errorsOf(analysisOf(graphOf(lesson)));
    expect(errors.map(({ node }) => node)).toEqual(id === 'recalling' ? ['trainer'] : []);
    expect(graphOf(lesson).title).toBe(lesson.title);
  });

  it('name an unknown graph with its line', () => {
    const text =
      '---\nformat: missing-modality-studio/lesson\nversion: 1\nid: a\nlanguage: en\ntitle: A\nsummary: B\nminutes: 1\ngraph: nothing\ncontrols: []\n---\n## Step\nText';
    expect(() => readLesson('a.md', text)).toThrow(/^a\.md, line 9: the studio has no graph “nothing”; it has “/);
  });
});
