import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { formatDocument } from '../graph/document';
import { skeletonOf, type Lesson } from './document';
import { LessonError } from './lesson-error';
import { parseLesson } from './parse';

const header = `---
format: missing-modality-studio/lesson
version: 1
id: zeros
language: en
title: Zeros
summary: The cheapest fill.
minutes: 10
graph: orchestra-zero-fill
controls: [inspector, losses]
parameters: [missing.fill]
---`;

const task = `\`\`\`task
do: Set the fill to the mean.
check:
  - { is: parameter, node: missing, name: fill, among: [mean] }
hint: Select the node **Missing modality**.
\`\`\``;

const whole = `${header}

## First step

A paragraph
on two lines with **strong** words.

- one
- two

${task}

\`\`\`prediction
id: fall
ask: How much is lost?
options:
  - text: Little
    when: [{ is: figure, of: { scenario: complete }, minus: { scenario: audioMissing }, below: 5 }]
  - text: Much
    right: true
\`\`\`

## Last step

\`\`\`outcome
prediction: fall
\`\`\`

\`\`\`figures
\`\`\`
`;

const parse = (text: string): Lesson => parseLesson('zeros.md', text);

/** Sentence of the refusal of a text. */
function refusalOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof LessonError) return error.message;
    throw error;
  }
  throw new Error('The lesson was read; it should be refused.');
}

describe('a lesson file', () => {
  it('becomes steps with text, tasks, predictions, outcomes and figures', () => {
    const lesson = parse(whole);
    expect(lesson).toMatchObject({ id: 'zeros', graph: 'orchestra-zero-fill', minutes: 10 });
    expect(lesson.steps.map(({ title, parts }) => [title, parts.map(({ type }) => type)])).toEqual([
      ['First step', ['prose', 'task', 'prediction']],
      ['Last step', ['outcome', 'figures']],
    ]);
    const [prose] = lesson.steps[0]?.parts ?? [];
    expect(prose).toEqual({
      type: 'prose',
      prose: [
        {
          type: 'paragraph',
          items: [
            [
              { text: 'A paragraph on two lines with ', style: 'plain' },
              { text: 'strong', style: 'strong' },
              { text: ' words.', style: 'plain' },
            ],
          ],
        },
        { type: 'list', items: [[{ text: 'one', style: 'plain' }], [{ text: 'two', style: 'plain' }]] },
      ],
    });
  });

  it('can have its graph in a block', () => {
    const inline = whole
      .replace('graph: orchestra-zero-fill\n', '')
      .replace('## First', `\`\`\`graph\n${formatDocument(tinyPipeline())}\`\`\`\n\n## First`);
    expect(parse(inline).graph).toEqual(tinyPipeline());
  });

  it.each<[string, string, string]>([
    ['no header', 'text', 'zeros.md, line 1: a lesson starts with a line “---” and a header; add them.'],
    ['an open header', '---\nid: a', 'zeros.md, line 1: the header is not closed; add a line “---” below it.'],
    [
      'a wrong value in the header',
      whole.replace('minutes: 10', 'minutes: soon'),
      'zeros.md, line 8: header, minutes: expected a number, found "soon".',
    ],
    [
      'an unknown field',
      whole.replace('minutes: 10', 'minutes: 10\ncolour: red'),
      'zeros.md, line 9: header: unknown field “colour”; remove it.',
    ],
    [
      'a field that is given twice',
      whole.replace('minutes: 10', 'minutes: 10\nminutes: 11'),
      'zeros.md, line 9: a field is given twice; remove one.',
    ],
    [
      'wrong YAML',
      whole.replace('minutes: 10', 'minutes: [10'),
      'zeros.md, line 9: “graph: orchestra-zero-fill” is not valid YAML; check the indentation, the colon and the quotation marks.',
    ],
    [
      'an unknown control',
      whole.replace('[inspector, losses]', '\n  - inspector\n  - wheel'),
      'zeros.md, line 12: header, controls.1: expected one of "palette", "inspector", "training stages", "losses", "examples", "experiments", "gallery", "files", "backend", "stage", found "wheel".',
    ],
    [
      'an unknown check',
      whole.replace('is: parameter', 'is: parametre'),
      'zeros.md, line 25: task, check.0.is: expected one of "node", "wire", "parameter", "stage", "changed", "run", "figure", "seeds", "spread", "opened", "stage act", "any", "none", found "parametre".',
    ],
    [
      'a check that selects nothing',
      whole.replace('{ is: parameter, node: missing, name: fill, among: [mean] }', '{ is: node, bypassed: false }'),
      'zeros.md, line 25: task, check.0: expected “id”, “kind” or “role” to name the nodes.',
    ],
    [
      'an unknown block',
      whole.replace('```figures', '```figure'),
      'zeros.md, line 45: there is no block “figure”; use one of “task”, “prediction”, “outcome”, “question”, “figures”, “graph”.',
    ],
    [
      'an open block',
      whole.trimEnd().slice(0, -4),
      'zeros.md, line 45: the block “figures” is not closed; add a line “```” below it.',
    ],
    [
      'text before the first step',
      whole.replace('## First', 'Text\n## First'),
      'zeros.md, line 14: this text is before the first step; move it below a heading “## …”.',
    ],
    [
      'a block before the first step',
      whole.replace('## First', `${task}\n## First`),
      'zeros.md, line 14: the block “task” is before the first step; move it below a heading “## …”.',
    ],
    [
      'a heading of another level',
      whole.replace('## Last', '### Last'),
      'zeros.md, line 39: only headings of steps, “## …”, are read; change the number of “#”.',
    ],
    ['no step', header, 'zeros.md, line 13: the lesson has no step; add a heading “## …” with a text below it.'],
    ['an empty step', `${whole}\n## Empty\n`, 'zeros.md, line 48: the step “Empty” is empty; add a text or a task.'],
    [
      'an outcome without a prediction',
      whole.replace('prediction: fall', 'prediction: rise'),
      'zeros.md, line 42: there is no prediction “rise” above this outcome; correct its id.',
    ],
    [
      'a question without a right option',
      whole.replace('    right: true\n', '').replace(/ {4}when: .*\n/, ''),
      'zeros.md, line 30: no option is right; mark one with “right: true” or give it checks with “when”.',
    ],
    [
      'an anchor',
      whole.replace('ask: How much is lost?', 'ask: &a How\nid2: *a'),
      'zeros.md, line 32: prediction: unknown field “id2”; remove it.',
    ],
    [
      'an anchor of a list',
      whole.replace('controls: [inspector, losses]', 'controls: &a [inspector]').replace('[missing.fill]', '*a'),
      'zeros.md, line 11: anchors and aliases (“&” and “*”) are not read; write the value out.',
    ],
    [
      'too much nesting',
      whole.replace('minutes: 10', `minutes: ${'['.repeat(60_000)}`),
      'zeros.md, line 8: lists and objects are nested too deeply; a lesson has only a few levels.',
    ],
    [
      'no graph',
      whole.replace('graph: orchestra-zero-fill\n', ''),
      'zeros.md, line 1: the lesson has no graph; add “graph” or “run” to the header, or a block “graph”.',
    ],
    [
      'two graphs',
      whole.replace('graph: orchestra-zero-fill', 'graph: orchestra-zero-fill\nrun: mine'),
      'zeros.md, line 1: the lesson has a graph already; remove one of “graph”, “run” and the block “graph”.',
    ],
    [
      'a graph that is cut off',
      whole.replace('## First', '```graph\n{\n  "format":\n```\n## First'),
      'zeros.md, line 16: the block “graph” cannot be read: This is not a whole JSON document: line 2, at format, the text ends too early.',
    ],
  ])('with %s is refused with its line', (_name, text, sentence) => {
    expect(refusalOf(text)).toBe(sentence);
  });
});

/** Texts that Markdown and YAML keep unchanged: words of letters. */
const words = fc
  .array(fc.stringMatching(/^[a-z가-힣]{1,8}$/), { minLength: 1, maxLength: 6 })
  .map((all) => all.join(' '));
const option = fc.record({ text: words, right: fc.boolean() });
const options = fc
  .array(option, { minLength: 2, maxLength: 4 })
  .map(([first, ...rest]) => [{ text: first?.text ?? 'a', right: true }, ...rest]);
const check = fc.oneof(
  fc.record({ is: fc.constant('node'), id: fc.constantFrom('rmm', 'head'), bypassed: fc.boolean() }),
  fc.record({ is: fc.constant('run'), graph: fc.constant([]), count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    is: fc.constant('parameter'),
    node: fc.constant('rmm'),
    name: words.map((text) => text.replaceAll(' ', '')),
    among: fc.array(fc.oneof(fc.boolean(), fc.integer(), words), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ is: fc.constant('opened'), part: fc.constantFrom('comparison', 'stage') }),
);
const part = fc.oneof(
  fc.record({ type: fc.constant('task'), do: words, check: fc.array(check, { minLength: 1, maxLength: 3 }) }),
  fc.record({ type: fc.constant('question'), ask: words, options, explain: words }),
  fc.record({ type: fc.constant('figures'), stages: fc.boolean() }),
);
const steps = fc.array(fc.record({ title: words, parts: fc.array(part, { minLength: 1, maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 4,
});

describe('the parser', () => {
  it('returns every part unchanged', () => {
    fc.assert(
      fc.property(steps, (written) => {
        const blocks = written.map(({ title, parts }) => {
          const texts = parts.map(({ type, ...content }) => `\`\`\`${type}\n${JSON.stringify(content)}\n\`\`\``);
          return [`## ${title}`, ...texts].join('\n\n');
        });
        expect(parse([header, ...blocks].join('\n\n')).steps).toEqual(written);
      }),
      { numRuns: 60 },
    );
  });

  it('reads any text or refuses it with one of its lines', () => {
    const lines = whole.split('\n');
    const change = fc.record({
      at: fc.nat(lines.length - 1),
      by: fc.oneof(fc.constantFrom('', '---', '```', '## x', '- a: [', '\t', '&a *a', ': :'), fc.string()),
      remove: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const text = [...lines];
        for (const { at, by, remove } of changes) text.splice(at, remove, by);
        try {
          parse(text.join('\n'));
        } catch (error) {
          if (!(error instanceof LessonError)) throw error;
          expect(error.line).toBeGreaterThanOrEqual(1);
          expect(error.line).toBeLessThanOrEqual(text.join('\n').split(/\r\n|\r|\n/).length + 1);
          expect(error.message).toMatch(/^zeros\.md, line \d+: .+\.$/s);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives all languages of one lesson the same skeleton', () => {
    const korean = whole.replace('A paragraph', '문단').replace('How much is lost?', '얼마나 잃습니까?');
    expect(skeletonOf(parse(korean))).toEqual(skeletonOf(parse(whole)));
    expect(skeletonOf(parse(whole.replace('[mean]', '[noise]')))).not.toEqual(skeletonOf(parse(whole)));
  });
});
