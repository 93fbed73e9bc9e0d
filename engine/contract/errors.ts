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

/** A layer broke off while its graph was computed or recorded. */
export class LayerError extends Error {
  override readonly name = 'LayerError';
  constructor(
    /** The node whose layer it is. */
    readonly node: string,
    override readonly cause: unknown,
  ) {
    super(`Node “${node}”: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
