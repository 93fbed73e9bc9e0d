import { analyse } from '../graph/analyse';
import { catalogue } from '../nodes/catalogue';
import type { GraphDocument, Stage } from '../graph/document';
import type { NodeKind } from '../graph/kind';
import { sortedKeys } from '../graph/versioned';
import { firstParameters, removedParameters } from './first-parameters';

/**
 * One text for all documents that train to the same numbers: the nodes that lead to the Trainer with all their parameters, and
 * the wires between them. Titles, positions, comments and nodes that the Trainer does not read are excluded. The order of nodes
 * and wires stays, because it is the order of sums.
 */
export function canonicalGraph(document: GraphDocument): string {
  const { used, nodes } = analyse(document, catalogue);
  return JSON.stringify({
    nodes: document.nodes
      .filter(({ id }) => used.has(id))
      .map(({ id, kind, bypassed, parameters, frozen, stages }) => ({
        id,
        kind,
        bypassed,
        // A bypassed node computes nothing, so its parameters are left out.
        ...(!bypassed && { parameters: identifying(nodes.get(id)?.kind, nodes.get(id)?.parameters ?? parameters) }),
        // Fields without an effect are absent, so that graphs without them keep their identity.
        ...(frozen === true && !bypassed && { frozen }),
        ...(stages && { stages: stages.map(identifyingStage) }),
      })),
    edges: document.edges
      .filter(({ from, to }) => used.has(from.node) && used.has(to.node))
      .map(({ from, to }) => `${from.node}/${from.socket} > ${to.node}/${to.socket}`),
  });
}

/** A stage without fields that have no effect, so that stages that bypass no node keep their identity. */
const identifyingStage = ({ bypassed = [], ...stage }: Stage) => ({
  ...stage,
  parameters: sortedKeys(stage.parameters),
  ...(bypassed.length > 0 && { bypassed }),
});

/** Parameters that identify a node, in the order of their names; see {@link firstParameters}. */
function identifying(
  kind: NodeKind | undefined,
  parameters: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const first = firstParameters[kind?.kind ?? ''] ?? [];
  const defaults = kind?.parameters.parse({}) ?? {};
  const named = Object.entries(parameters).filter(([name, value]) => first.includes(name) || value !== defaults[name]);
  return sortedKeys({ ...removedParameters[kind?.kind ?? ''], ...Object.fromEntries(named) });
}
