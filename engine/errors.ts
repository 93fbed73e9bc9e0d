/**
 * A request that the engine does not carry out, as one sentence for people.
 * `refused`: the input is wrong (exit code 2); `failed`: the engine could not do it (exit code 1).
 */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    readonly code: 'refused' | 'failed',
    message: string,
    /** The node of the graph it belongs to. */
    readonly node?: string,
  ) {
    super(message);
  }
}
