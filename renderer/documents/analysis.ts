import { analyse, type GraphAnalysis, type Problem } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { formatMessage } from '../../graph-nodes/graph/messages';
import { faultWords } from '../../graph-nodes/graph/problems';
import { trainingMemory } from '../../graph-nodes/nodes/trainer/memory';
import { trainedStages } from '../../graph-nodes/nodes/trainer/stages';

const remembered = new WeakMap<GraphDocument, GraphAnalysis>();

/** The analysis of a document, made once: documents are never changed in place. */
export function analysisOf(document: GraphDocument): GraphAnalysis {
  let analysis = remembered.get(document);
  if (analysis === undefined) {
    analysis = withStages(document, analyse(document, catalogue));
    remembered.set(document, analysis);
  }
  return analysis;
}

/** The analysis with the errors that only the graph of a stage has, such as one with nothing to train. */
function withStages(document: GraphDocument, analysis: GraphAnalysis): GraphAnalysis {
  if (errorsOf(analysis).length > 0) return analysis;
  const found = trainedStages(document).flatMap(({ name: stage, document: ofStage }) =>
    stage === undefined
      ? []
      : errorsOf(analyse(ofStage, catalogue)).map(({ fault: inside, ...problem }): Problem => {
          const fault = { code: 'inStage', stage, fault: inside } as const;
          return { ...problem, fault, message: formatMessage(faultWords, fault) };
        }),
  );
  return found.length === 0 ? analysis : { ...analysis, problems: [...found, ...analysis.problems] };
}

export const errorsOf = (analysis: GraphAnalysis): Problem[] =>
  analysis.problems.filter((problem) => problem.severity === 'error');

export interface Totals {
  readonly parameters: number;
  /** Bytes while training, an estimate. */
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
