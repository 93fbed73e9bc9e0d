/**
 * Operations of a graph below which several threads are no faster than one. Its operators are so small that threads
 * mostly wait, and their waiting occupies the cores.
 */
const littleWork = 2e9;

/**
 * Threads per operator of a graph; undefined: ONNX Runtime's default, one per core.
 * @param operations of the graph; undefined if they are unknown
 * @param chosen number of threads in the settings
 */
export const threadsPerOperator = (operations: number | undefined, chosen: number | undefined): number | undefined =>
  chosen ?? (operations !== undefined && operations < littleWork ? 1 : undefined);
