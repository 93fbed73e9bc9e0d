import { createHash } from 'node:crypto';
import type { GraphDocument } from '../../graph-nodes/document';
import { canonicalGraph } from '../../graph-nodes/study/canonical';

/** SHA-256 of several texts, each told from the next, as hexadecimal digits. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** Equal for documents that train to the same numbers, the Trainer's seed included. */
export const graphDigest = (graph: GraphDocument): string => digest(canonicalGraph(graph));
