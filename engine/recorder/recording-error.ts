import { inEnglish, type EngineMessage } from '../contract/messages';

/** A step cannot be recorded: a kernel is not supported, or a layer reads values. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';

  /** @param reason part of a sentence, without its end */
  constructor(readonly reason: EngineMessage) {
    super(inEnglish(reason));
  }
}
