import { analyse } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { hasRole, roleOf } from '../../graph-nodes/graph/roles';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { StageVariant } from '../contract/stage';

/** The graphs of a run by variant. */
export interface VariantGraph {
  /** The variant `real` has no graph: it uses the richest graph without failures. */
  readonly variant: Exclude<StageVariant, 'real'>;
  readonly document: GraphDocument;
}

/**
 * Prepares a graph for inference. Freezing and loss weights are removed, because they can make a graph without its
 * generator invalid, for example in a stage that trains only the generator.
 */
const withoutTraining = (document: GraphDocument): GraphDocument => ({
  ...document,
  nodes: document.nodes.map(({ frozen: _, stages: __, ...node }) => {
    const trainer = roleOf(catalogue.find(node.kind), 'trainer');
    if (!trainer) return node;
    const losses = Object.values(trainer.lossWeights).flatMap(({ complete, missing }) => [complete, missing]);
    const weights = Object.fromEntries([...trainer.scenarioWeights, ...losses].map((name) => [name, 1]));
    return { ...node, parameters: { ...node.parameters, ...weights } };
  }),
});

/**
 * Roles of kinds that variants bypass. A kind that both recalls and improves features, such as ShaSpec, is a generator.
 */
const parts = {
  filler: (kind) => hasRole(kind, 'missing modality'),
  generator: (kind) => hasRole(kind, 'generator'),
  enhancer: (kind) => hasRole(kind, 'enhancer') && !hasRole(kind, 'generator'),
} satisfies Record<string, (kind: Parameters<typeof hasRole>[0]) => boolean>;
type Part = keyof typeof parts;

const bypassing = (document: GraphDocument, ...bypassed: readonly Part[]): GraphDocument => ({
  ...document,
  nodes: document.nodes.map((node) =>
    bypassed.some((part) => parts[part](catalogue.find(node.kind))) ? { ...node, bypassed: true } : node,
  ),
});

const errorsIn = (document: GraphDocument): boolean =>
  analyse(document, catalogue).problems.some(({ severity }) => severity === 'error');

/**
 * The graphs of the variants of a graph, the richest last. All have the same weights, each without those of its
 * bypassed nodes.
 *
 * - `zeros`: without missing-modality nodes, generators and enhancers, so the zeros of a failing modality reach the
 * encoder;
 * - `generator`: without enhancers, if there is a generator;
 * - `enhancer`: the whole graph, if there is an enhancer.
 */
export function variantGraphs(trained: GraphDocument): readonly VariantGraph[] {
  const document = withoutTraining(trained);
  const { nodes, used } = analyse(document, catalogue);
  const has = (part: Part) =>
    [...nodes].some(([id, { kind, bypassed }]) => used.has(id) && !bypassed && parts[part](kind));
  const graphs: VariantGraph[] = [
    { variant: 'zeros', document: bypassing(document, 'filler', 'generator', 'enhancer') },
    ...(has('generator') ? [{ variant: 'generator', document: bypassing(document, 'enhancer') } as const] : []),
    ...(has('enhancer') ? [{ variant: 'enhancer', document } as const] : []),
  ];
  return graphs.filter((graph) => graph.document === document || !errorsIn(graph.document));
}
