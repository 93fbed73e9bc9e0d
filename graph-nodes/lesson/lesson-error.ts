import { documentWords, type DocumentMessage } from '../graph/document-words';
import { formatMessage, oneLine } from '../graph/messages';
import { valueWords, type ValueFault } from '../graph/value-faults';
import { lessonWords, type LessonMessage } from './words';

/** Error: the text is not a lesson. Its reason names the file and the line. */
export class LessonError extends Error {
  override readonly name = 'LessonError';
  readonly reason: Extract<LessonMessage, { readonly code: 'lessonFault' }>;

  constructor(
    file: string,
    readonly line: number,
    fault: LessonMessage | ValueFault | DocumentMessage,
  ) {
    const reason = { code: 'lessonFault', file, line, fault } as const;
    super(oneLine(formatMessage({ ...valueWords, ...documentWords, ...lessonWords }, reason)));
    this.reason = reason;
  }
}
