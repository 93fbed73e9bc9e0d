import { analyse, type GraphAnalysis, type Problem } from '../../graph-nodes/analyse';
import type { GraphDocument, ParameterValue } from '../../graph-nodes/document';

const remembered = new WeakMap<GraphDocument, GraphAnalysis>();

/** The analysis of a document, made once: documents are never changed in place. */
export function analysisOf(document: GraphDocument): GraphAnalysis {
  let analysis = remembered.get(document);
  if (analysis === undefined) {
    analysis = analyse(document);
    remembered.set(document, analysis);
  }
  return analysis;
}

export const errorsOf = (analysis: GraphAnalysis): Problem[] =>
  analysis.problems.filter((problem) => problem.severity === 'error');

/** Bytes of a float32. */
const float = 4;

/** Weights, gradient and the two moments of Adam: four numbers per parameter. Activations are per sample of a batch. */
export function memoryEstimate(parameters: number, activations: number, batchSize: number): number {
  return float * (4 * parameters + activations * batchSize);
}

export interface Totals {
  readonly parameters: number;
  /** Bytes while training, an estimate. */
  readonly memory: number;
}

/** The Trainer's parameters; undefined where there is none, or something is wrong with it. */
export function trainerParameters(analysis: GraphAnalysis): Readonly<Record<string, ParameterValue>> | undefined {
  for (const node of analysis.nodes.values()) if (node.kind.kind === 'trainer') return node.parameters;
  return undefined;
}

/** The Trainer's batch size; 1 where there is none. */
export function batchSizeOf(analysis: GraphAnalysis): number {
  const size = trainerParameters(analysis)?.['batchSize'];
  return typeof size === 'number' ? size : 1;
}

/** Sums over the nodes that lead to the Trainer. */
export function totalsOf(analysis: GraphAnalysis): Totals {
  let [parameters, activations] = [0, 0];
  for (const [id, node] of analysis.nodes) {
    if (!analysis.used.has(id)) continue;
    parameters += node.inference.parameters;
    activations += node.inference.activations;
  }
  return { parameters, memory: memoryEstimate(parameters, activations, batchSizeOf(analysis)) };
}
