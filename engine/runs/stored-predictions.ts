import { z } from 'zod';
import {
  noiseScenarios,
  questionTypes,
  scenarios,
  type NoiseScenario,
  type Question,
  type QuestionType,
  type Scenario,
  type TestScenario,
} from '../../graph-nodes/datasets/dataset';
import { readFormat, type FileFormat } from '../files/file-format';
import { readFileOf } from '../files/read-file';

/** File of the predictions for every held-out question in a run folder. */
export const predictionsFile = 'predictions.json';
const formatName = 'missing-modality-studio/predictions';

const answered = z.number().int().min(-1);

const storedQuestionSchema = z.strictObject({
  video: z.string(),
  type: z.enum(Object.keys(questionTypes) as [QuestionType, ...QuestionType[]]),
  text: z.string(),
  /** The right class; -1 if the answer is no class. */
  answer: answered,
  /** The predicted class by scenario; includes the measured noise scenarios. */
  predicted: z.strictObject({
    ...(Object.fromEntries(scenarios.map((scenario) => [scenario, answered])) as Record<Scenario, typeof answered>),
    ...(Object.fromEntries(noiseScenarios.map((scenario) => [scenario, answered.optional()])) as Record<
      NoiseScenario,
      z.ZodOptional<typeof answered>
    >),
  }),
});
export type StoredQuestion = z.infer<typeof storedQuestionSchema>;

const predictionsFormat = {
  name: predictionsFile,
  version: 1,
  schema: z.strictObject({
    format: z.literal(formatName),
    version: z.number().int().min(1),
    /** In the order of the dataset. */
    questions: z.array(storedQuestionSchema),
  }),
  migrations: {},
} satisfies FileFormat<unknown>;

/** Collects the predictions of a model, question by question. */
export class AnswerLog {
  private readonly answers = new Map<Question, StoredQuestion['predicted']>();

  add(scenario: TestScenario, question: Question, answer: number): void {
    const known = this.answers.get(question) ?? { complete: -1, audioMissing: -1, visualMissing: -1 };
    known[scenario] = answer;
    this.answers.set(question, known);
  }

  questions(): StoredQuestion[] {
    return [...this.answers].map(([{ video, type, text, answer }, predicted]) => ({
      video,
      type,
      text,
      answer,
      predicted,
    }));
  }
}

/** The text of `predictions.json`: one question per line, so that two runs can be compared line by line. */
export function formatPredictions(questions: readonly StoredQuestion[]): string {
  const lines = questions.map((question) => `  ${JSON.stringify(question)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
  return `{ "format": ${JSON.stringify(formatName)}, "version": ${predictionsFormat.version}, "questions": ${list} }\n`;
}

/**
 * Reads the predictions for every held-out question.
 * @throws {RequestError} if the folder has no such file, or it is invalid
 */
export async function readPredictions(folder: string): Promise<StoredQuestion[]> {
  const bytes = await readFileOf(folder, predictionsFile, { code: 'predictionsNotKept' });
  return readFormat(predictionsFormat, bytes, folder).questions;
}
