import { formatMessage, oneLine } from '../graph/messages';
import { faultWords } from '../graph/problems';
import { studyWords, type StudyMessage } from './words';

/** Error: the runs of a study cannot be planned; with its place. */
export class StudyError extends Error {
  override readonly name = 'StudyError';
  readonly row: string | undefined;
  readonly node: string | undefined;
  readonly parameter: string | undefined;

  constructor(
    readonly reason: StudyMessage,
    place: { readonly row?: string; readonly node?: string; readonly parameter?: string } = {},
  ) {
    super(oneLine(formatMessage({ ...faultWords, ...studyWords }, reason)));
    this.row = place.row;
    this.node = place.node;
    this.parameter = place.parameter;
  }
}
