import type { GraphDocument } from '../../graph-nodes/graph/document';
import { baseFinder } from '../../graph-nodes/study/bases';
import { canonicalGraph } from '../../graph-nodes/study/canonical';
import type { StudyDocument } from '../../graph-nodes/study/document';
import type { PlannedRun } from '../../graph-nodes/study/plan';
import { digest } from '../files/digest';

/** Digest of a training: equal for documents that train to the same numbers. It includes the Trainer's seed. */
export const graphDigest = (graph: GraphDocument): string => digest(canonicalGraph(graph));

/** Digests of the trainings of a plan. Each contains the graph, and for a run with a base the digest of that base. */
export function trainedDigests(planned: readonly PlannedRun[]): ReadonlyMap<PlannedRun, string> {
  const baseOf = baseFinder(planned);
  const digests = new Map<PlannedRun, string>();
  // A base precedes the runs that start from it.
  for (const run of planned) {
    const base = baseOf(run);
    const ofBase = base && digests.get(base);
    const own = graphDigest(run.graph);
    digests.set(run, ofBase === undefined ? own : digest(own, ofBase));
  }
  return digests;
}

/**
 * Identity of a run: the graph with its seed, the files that it reads, backend and threads, the code, and the identity
 * of its base run. Runs of equal identity have equal results. All of it is known before the run starts.
 */
export function runIdentity(
  graph: GraphDocument,
  data: string,
  { backend, threads }: Pick<StudyDocument, 'backend' | 'threads'>,
  code: string,
  base?: string,
): string {
  return digest(graphDigest(graph), data, backend, String(threads), code, ...(base === undefined ? [] : [base]));
}

/**
 * Earlier code versions whose runs equal runs of this code byte by byte, so that they are not trained again. The test
 * of stored runs verifies it. Remove all entries when a change of the code changes numbers.
 */
export const equalEarlierCode: readonly string[] = [];
