import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';

/** A requested backend is not available. */
export class BackendError extends RequestError {
  constructor(reason: EngineMessage, options: { readonly cause?: unknown } = {}) {
    super('refused', reason);
    if (options.cause !== undefined) this.cause = options.cause;
  }
}
