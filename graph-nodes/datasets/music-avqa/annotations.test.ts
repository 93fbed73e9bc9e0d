import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answers } from '../answers';
import { DatasetError, questionTypes } from '../dataset';
import { parseAnnotations } from './annotations';

/** An entry in the form of the published file, with changes. */
const entry = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  video_id: '00000007',
  question_id: 1,
  type: '["Audio", "Comparative"]',
  question_content: 'Does the <Object> drown out the <Object>?',
  templ_values: '["tuba", "acoustic_guitar"]',
  question_deleted: 0,
  anser: 'yes',
  ...changes,
});
const parse = (...entries: unknown[]) => parseAnnotations(JSON.stringify(entries), 'questions.json');
const words = (question_content: string, templ_values: string) =>
  parse(entry({ question_content, templ_values }))[0]?.words.join(' ');

/** Message of the refusal. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(DatasetError);
    return (error as Error).message;
  }
  throw new Error('It was accepted.');
}

describe('reading annotations', () => {
  it('fills the slots of a question in their order and finds its type and answer', () => {
    expect(parse(entry())).toEqual([
      {
        video: '00000007',
        type: 'audioComparative',
        words: ['Does', 'the', 'tuba', 'drown', 'out', 'the', 'acoustic_guitar'],
        answer: 'yes',
      },
    ]);
  });

  it('has all nine types and all 42 answers', () => {
    const types = Object.entries(questionTypes).map(([type, { published }]) => ({ type, name: published }));
    const read = parse(...types.map(({ name }) => entry({ type: JSON.stringify(name) })));
    expect(read.map(({ type }) => type)).toEqual(types.map(({ type }) => type));
    expect(answers).toHaveLength(42);
    expect(parse(...answers.map((anser) => entry({ anser }))).map(({ answer }) => answer)).toEqual(answers);
  });

  it('removes question marks, ASCII or full-width, and blanks at the end', () => {
    for (const end of ['?', '？', '? ', ' ？', '??', '', '\n']) {
      expect(words(`Who plays the <Object>${end}`, '["erhu"]'), JSON.stringify(end)).toBe('Who plays the erhu');
    }
    expect(parse(entry({ anser: 'two  ' }))[0]?.answer).toBe('two');
    expect(parse(entry({ video_id: ' 00000007 ' }))[0]?.video).toBe('00000007');
  });

  it.each([[''], ['[]'], ['null'], ['Null'], [null]])('takes the template values %j as none', (templ_values) => {
    expect(parse(entry({ question_content: 'Is anybody there?', templ_values }))[0]?.words).toHaveLength(3);
  });

  it('reads template values that are a list, as in MUSIC-AVQA-v2.0, or absent, as in MUSIC-AVQA-R', () => {
    expect(parse(entry({ templ_values: ['tuba', 'acoustic_guitar'] }))).toEqual(parse(entry()));
    const { templ_values: _, ...rest } = entry({ question_content: 'Is anybody there?' });
    expect(parse(rest)[0]?.words).toEqual(['Is', 'anybody', 'there']);
    expect(refusal(() => parse(entry({ templ_values: ['tuba', 3] })))).toContain('entry 0, field “templ_values”');
  });

  it('skips deleted questions, whatever their other fields contain', () => {
    expect(parse(entry(), entry({ question_deleted: 1, anser: 'withdrawn' }))).toHaveLength(1);
  });

  it('reads a file that starts with a byte order mark', () => {
    expect(parseAnnotations(`\uFEFF${JSON.stringify([entry()])}`, 'questions.json')).toHaveLength(1);
  });

  it('keeps every template value unchanged, also one that looks like a slot or a replacement pattern', () => {
    expect(words('Does the <Object> lead the <Object>?', '["$&", "<Object>"]')).toBe('Does the $& lead the <Object>');
  });
});

describe('a file that is not an annotation list is refused in one sentence', () => {
  it('when it is truncated', () => {
    const whole = JSON.stringify([entry(), entry()]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        expect(refusal(() => parseAnnotations(whole.slice(0, length), 'questions.json'))).toMatch(
          /^“questions\.json” is not valid JSON/,
        );
      }),
    );
  });

  it.each([
    [{ a: 1 }, 'an object'],
    ['text', 'a string'],
    [null, 'null'],
    [7, 'a number'],
  ])('when it holds %j', (value, found) => {
    const message = refusal(() => parseAnnotations(JSON.stringify(value), 'questions.json'));
    expect(message).toContain('“questions.json”');
    expect(message).toContain(found);
    expect(message).toContain('a list of questions');
  });

  it.each([
    ['video_id', 7, ''],
    ['video_id', '  ', ''],
    ['video_id', '../../secret', 'a path'],
    ['video_id', '..\\secret', 'a path'],
    ['type', 'Audio', '“Audio”'],
    ['type', '["Audio"]', '["Audio"]'],
    ['type', '["Audio", "Smell"]', 'Audio, Smell'],
    ['type', ['Audio', 'Counting'], ''],
    ['question_content', null, ''],
    ['templ_values', '["tuba"', '["tuba"'],
    ['templ_values', '["tuba"]', '2 value(s), one for each slot of the question, found 1'],
    ['templ_values', '["tuba", "erhu", "pipa"]', 'found 3'],
    ['templ_values', '[1, 2]', '[1, 2]'],
    ['anser', ' ', ''],
    ['anser', 3, ''],
  ])('naming entry and field, when “%s” is %j', (field, value, found) => {
    const message = refusal(() => parse(entry(), entry({ [field]: value })));
    expect(message).toContain(`“questions.json”, entry 1, field “${field}”`);
    expect(message).toContain(found);
    expect(message.endsWith('.')).toBe(true);
  });

  it('naming the field that is absent, and the entry that is not an object', () => {
    for (const field of ['video_id', 'type', 'question_content', 'templ_values', 'anser']) {
      const { [field]: _, ...rest } = entry();
      expect(refusal(() => parse(rest))).toContain(`entry 0, field “${field}”`);
    }
    expect(refusal(() => parse(entry(), 'yes'))).toMatch(/entry 1: expected an object.*found a string/);
    expect(refusal(() => parse([]))).toMatch(/entry 0.*found a list/);
  });

  it('and never in another way, whatever JSON an entry contains', () => {
    const fields = fc.record({
      video_id: fc.jsonValue(),
      type: fc.oneof(fc.jsonValue(), fc.json()),
      question_content: fc.oneof(fc.jsonValue(), fc.string()),
      templ_values: fc.oneof(fc.jsonValue(), fc.json()),
      anser: fc.oneof(fc.jsonValue(), fc.constantFrom(...answers)),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fields), (value) => {
        expect(refusal(() => parse(entry({ anser: 'no' }), { video_id: 1 }, value))).toContain('entry 1');
        try {
          parse(value);
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetError);
          expect((error as Error).message).toMatch(/^“questions\.json”, entry 0.*\.$/su);
        }
      }),
    );
  });
});
