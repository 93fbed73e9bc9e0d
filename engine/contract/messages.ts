/**
 * All messages of the engine: the union of their codes, their English texts, and their schema for the wire and for
 * files.
 */
import { z } from 'zod';
import { formatMessage, type MessageOf } from '../../graph-nodes/graph/messages';
import { datasetWords } from '../../graph-nodes/datasets/words';
import { documentWords } from '../../graph-nodes/graph/document-words';
import { faultWords } from '../../graph-nodes/graph/problems';
import { lessonWords } from '../../graph-nodes/lesson/words';
import { faultParams, valueWords } from '../../graph-nodes/graph/value-faults';
import { studyWords } from '../../graph-nodes/study/words';
import { backendWords } from './words/backends';
import { dataWords } from './words/data';
import { fileWords } from './words/files';
import { exportWords } from './words/export';
import { generalWords } from './words/general';
import { reportWords } from './words/report';
import { requestWords } from './words/requests';
import { runWords } from './words/runs';
import { storedRunWords } from './words/stored-runs';
import { resultWords } from './words/results';
import { studyRunWords } from './words/studies';
import { trainingWords } from './words/training';

/** English texts by code. The editor has a table of the same codes for every other language. */
export const englishWords = {
  ...faultWords,
  ...valueWords,
  ...documentWords,
  ...datasetWords,
  ...studyWords,
  ...lessonWords,
  ...generalWords,
  ...requestWords,
  ...dataWords,
  ...fileWords,
  ...runWords,
  ...storedRunWords,
  ...studyRunWords,
  ...resultWords,
  ...exportWords,
  ...reportWords,
  ...trainingWords,
  ...backendWords,
};

export type EngineMessage = MessageOf<typeof englishWords>;

/** Formats a message in English, for the terminal and logs. */
export const inEnglish = (message: EngineMessage): string => formatMessage(englishWords, message);

/** Wraps a text of a library or of the system as a message. */
export const verbatim = (text: string): EngineMessage => ({ code: 'text', text });

/** Joins several messages; a single message stays as it is. */
export function sentences(...parts: readonly (EngineMessage | undefined)[]): EngineMessage {
  const present = parts.filter((part) => part !== undefined);
  return present.length === 1 && present[0] ? present[0] : { code: 'sentences', parts: present };
}

/** Checks that the code of a message is known and that its values form a sentence. */
export const engineMessageSchema = z.custom<EngineMessage>(
  (value) => {
    if (typeof value !== 'object' || value === null || !('code' in value)) return false;
    if (typeof value.code !== 'string' || !Object.hasOwn(englishWords, value.code)) return false;
    try {
      return typeof inEnglish(value as EngineMessage) === 'string';
    } catch {
      return false;
    }
  },
  faultParams({ code: 'unknownMessage' }),
);

/** A message in a file: of this version, a sentence of an earlier version, or a code of another version. */
export const storedMessageSchema = z.union([
  engineMessageSchema,
  z.string().transform(verbatim),
  z.looseObject({ code: z.string() }).transform(({ code }) => verbatim(code)),
]);
