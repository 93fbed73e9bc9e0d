import type { GraphDocument, GraphNode, Stage } from '../../graph/document';
import { trainerOf, trainerParametersOf } from './trainer-of';

/** One stage of a training, as a graph that can train alone. */
export interface TrainedStage {
  /** Stage of the document; undefined for a graph without stages. */
  readonly name: string | undefined;
  /** The graph with the stage's settings, frozen and bypassed nodes, and without stages. */
  readonly document: GraphDocument;
}

/**
 * The stages of a graph's Trainer in their order; one unnamed stage if it has none. A stage trains its document from the
 * weights at the end of the previous stage.
 */
export function trainedStages(document: GraphDocument): readonly TrainedStage[] {
  const trainer = trainerOf(document);
  const stages = trainer?.node.stages;
  if (!trainer || !stages) return [{ name: undefined, document }];
  return stages.map((stage) => ({ name: stage.name, document: stageDocument(document, trainer.id, stage) }));
}

/** Epochs of a training through all its stages, without early stopping. */
export const plannedEpochs = (document: GraphDocument): number =>
  trainedStages(document).reduce((sum, stage) => sum + trainerParametersOf(stage.document).epochs, 0);

/** Graph of the first stage. */
export const firstStage = (document: GraphDocument): GraphDocument => trainedStages(document)[0]?.document ?? document;

/** Graph of the last stage. Its final weights are those of the run. */
export const lastStage = (document: GraphDocument): GraphDocument =>
  trainedStages(document).at(-1)?.document ?? document;

function stageDocument(
  document: GraphDocument,
  trainer: string,
  { parameters, frozen, bypassed = [] }: Stage,
): GraphDocument {
  const nodes = document.nodes.map(({ stages: _, ...node }): GraphNode => {
    if (node.id === trainer) return { ...node, parameters: { ...node.parameters, ...parameters } };
    return {
      ...node,
      ...(frozen.includes(node.id) && { frozen: true }),
      ...(bypassed.includes(node.id) && { bypassed: true }),
    };
  });
  return { ...document, nodes };
}
