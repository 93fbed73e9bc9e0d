/** The error of a layer while its graph is computed or recorded. */
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
