import { nodeText, type NamedNode } from '../graph/node-names';

/** Error of a layer while its graph is computed or recorded. */
export class LayerError extends Error {
  override readonly name = 'LayerError';
  constructor(
    /** Node of the layer. */
    readonly node: NamedNode,
    override readonly cause: unknown,
  ) {
    super(`Node “${nodeText(node)}”: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
