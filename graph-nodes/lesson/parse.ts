import type { z } from 'zod';
import { DocumentError, parseDocument, type GraphDocument } from '../graph/document';
import { firstFault, pathText, type ValueFault } from '../graph/value-faults';
import {
  figuresSchema,
  headerSchema,
  outcomeSchema,
  predictionSchema,
  questionSchema,
  taskSchema,
  type Lesson,
  type LessonHeader,
  type LessonPart,
  type LessonStep,
} from './document';
import { LessonError } from './lesson-error';
import { proseOf } from './prose';
import type { LessonMessage } from './words';
import { readYaml, YamlError } from './yaml';

/** Maximum length of a lesson text, in characters. */
export const mostLessonCharacters = 500_000;

const blocks = {
  task: taskSchema,
  prediction: predictionSchema,
  outcome: outcomeSchema,
  question: questionSchema,
  figures: figuresSchema,
} as const;
type BlockName = keyof typeof blocks;
const blockNames = [...Object.keys(blocks), 'graph'];

const isBlock = (name: string): name is BlockName => Object.hasOwn(blocks, name);

/** Lines of a file, numbered from one. */
interface Lines {
  readonly from: number;
  readonly lines: readonly string[];
}

type Mutable = { title: string; line: number; parts: LessonPart[] };

class Parser {
  private readonly lines: readonly string[];
  private readonly steps: Mutable[] = [];
  private readonly predictions = new Set<string>();
  private graph: GraphDocument | undefined;
  private prose: string[] = [];

  constructor(
    private readonly file: string,
    text: string,
  ) {
    if (text.length > mostLessonCharacters)
      this.refuse(1, { code: 'lessonTooLong', characters: text.length, most: mostLessonCharacters });
    this.lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  }

  lesson(): Lesson {
    const { header, below } = this.header();
    this.body(below);
    const { graph, run } = header;
    const given = [graph, run, this.graph].filter((one) => one !== undefined).length;
    if (given !== 1) this.refuse(1, { code: given === 0 ? 'lessonNoGraph' : 'lessonGraphTwice' });
    if (this.steps.length === 0) this.refuse(below, { code: 'lessonNoSteps' });
    const steps = this.steps.map(({ title, line, parts }): LessonStep => {
      if (parts.length === 0) this.refuse(line, { code: 'lessonEmptyStep', step: title });
      return { title, parts };
    });
    const { id, language, title, summary, minutes, controls, parameters } = header;
    return { id, language, title, summary, minutes, controls, parameters, run, graph: graph ?? this.graph, steps };
  }

  /** The header, and the number of the line below it. */
  private header(): { readonly header: LessonHeader; readonly below: number } {
    if (this.lines[0]?.trim() !== '---') this.refuse(1, { code: 'lessonNoHeader' });
    const end = this.lines.findIndex((line, at) => at > 0 && line.trim() === '---');
    if (end < 0) this.refuse(1, { code: 'lessonHeaderOpen' });
    const header = this.read('header', headerSchema, { from: 2, lines: this.lines.slice(1, end) });
    return { header, below: end + 2 };
  }

  private body(from: number): void {
    for (let number = from; number <= this.lines.length; number += 1) {
      const line = this.lines[number - 1] ?? '';
      const fence = /^```\s*(.*)$/.exec(line);
      if (fence) {
        this.endProse();
        number = this.block((fence[1] ?? '').trim(), number);
      } else if (/^#/.test(line)) this.heading(line, number);
      else if (this.steps.length > 0) this.prose.push(line);
      else if (line.trim() !== '') this.refuse(number, { code: 'lessonTextOutside' });
    }
    this.endProse();
  }

  private heading(line: string, number: number): void {
    this.endProse();
    const title = /^##\s+(\S.*)$/.exec(line)?.[1];
    if (title === undefined) this.refuse(number, { code: 'lessonHeading' });
    this.steps.push({ title: title.trim(), line: number, parts: [] });
  }

  private endProse(): void {
    const prose = proseOf(this.prose);
    this.prose = [];
    if (prose.length > 0) this.steps.at(-1)?.parts.push({ type: 'prose', prose });
  }

  /** Reads the block that starts on a line. @returns the number of its last line */
  private block(name: string, start: number): number {
    if (!isBlock(name) && name !== 'graph')
      this.refuse(start, { code: 'lessonBlockUnknown', block: name, known: blockNames });
    const end = this.lines.findIndex((line, at) => at >= start && line.trim() === '```');
    if (end < 0) this.refuse(start, { code: 'lessonBlockOpen', block: name });
    const content = { from: start + 1, lines: this.lines.slice(start, end) };
    if (name === 'graph') this.inlineGraph(content);
    else this.addPart(name, content);
    return end + 1;
  }

  private addPart(name: BlockName, content: Lines): void {
    const step = this.steps.at(-1);
    if (!step) this.refuse(content.from - 1, { code: 'lessonBlockOutside', block: name });
    const part = { type: name, ...this.read(name, blocks[name], content) } as LessonPart;
    if (part.type === 'prediction' || part.type === 'question') {
      const decided = part.options.some(({ right, when }) => right === true || when !== undefined);
      if (!decided) this.refuse(content.from, { code: 'lessonNoRightOption' });
    }
    if (part.type === 'prediction') {
      if (this.predictions.has(part.id))
        this.refuse(content.from, { code: 'lessonPredictionTwice', prediction: part.id });
      this.predictions.add(part.id);
    }
    if (part.type === 'outcome' && !this.predictions.has(part.prediction))
      this.refuse(content.from, { code: 'lessonPredictionUnknown', prediction: part.prediction });
    step.parts.push(part);
  }

  private inlineGraph({ from, lines }: Lines): void {
    if (this.graph) this.refuse(from, { code: 'lessonGraphTwice' });
    try {
      this.graph = parseDocument(lines.join('\n'));
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      const { reason } = error;
      const within = 'line' in reason ? reason.line - 1 : 0;
      this.refuse(from + within, { code: 'lessonGraphWrong', reason });
    }
  }

  /** Reads YAML and checks it. */
  private read<Schema extends z.ZodType>(block: string, schema: Schema, { from, lines }: Lines): z.infer<Schema> {
    try {
      const { value, lineOf } = readYaml(lines.join('\n'));
      // A block without content is an object without fields.
      const checked = value ?? {};
      const result = schema.safeParse(checked);
      if (result.success) return result.data;
      const { path, fault } = firstFault<LessonMessage>(result.error, checked);
      const at = fault.code === 'unknownFields' ? [...path, fault.fields[0] ?? ''] : path;
      return this.refuse(from + lineOf(at), { code: 'lessonField', block, place: pathText(path) || null, fault });
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      return this.refuse(from + error.line, error.fault);
    }
  }

  private refuse(line: number, fault: LessonMessage | ValueFault): never {
    throw new LessonError(this.file, line, fault);
  }
}

/**
 * Reads the text of a lesson file.
 * @param file name of the file in errors
 * @throws {LessonError} naming the first wrong line
 */
export const parseLesson = (file: string, text: string): Lesson => new Parser(file, text).lesson();
