import type { GraphAnalysis, Problem } from '../../graph-nodes/graph/analysis';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { analyseStages } from '../../graph-nodes/nodes/trainer/analyse-stages';
import { trainingMemory } from '../../graph-nodes/nodes/trainer/memory';

const remembered = new WeakMap<GraphDocument, GraphAnalysis>();

/** Analysis of a document, computed once, because documents are never changed in place. */
export function analysisOf(document: GraphDocument): GraphAnalysis {
  let analysis = remembered.get(document);
  if (analysis === undefined) {
    analysis = analyseStages(document);
    remembered.set(document, analysis);
  }
  return analysis;
}

/** Frees the analysis of a document that only the history refers to. It is computed again if the document returns. */
export const forgetAnalysis = (document: GraphDocument): void => void remembered.delete(document);

export const errorsOf = (analysis: GraphAnalysis): Problem[] =>
  analysis.problems.filter((problem) => problem.severity === 'error');

export interface Totals {
  readonly parameters: number;
  /** Estimated bytes in training. */
  readonly memory: number;
}

/** Sums over the nodes that lead to the Trainer. */
export function totalsOf(analysis: GraphAnalysis): Totals {
  let [parameters, memory] = [0, 0];
  for (const [id, node] of analysis.nodes) {
    if (!analysis.used.has(id)) continue;
    parameters += node.inference.parameters;
    memory += trainingMemory(node, analysis);
  }
  return { parameters, memory };
}
