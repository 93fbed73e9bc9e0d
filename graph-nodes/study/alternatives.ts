import { isBypassable } from '../graph/analysis';
import type { ParameterValue } from '../graph/document';
import type { NodeKind } from '../graph/kind';
import type { Role } from '../graph/roles';
import { catalogue } from '../nodes/catalogue';

/** Effect of a role, without the names of parameters: equal for kinds that can take each other's place. */
function partOf(role: Role): string {
  switch (role.name) {
    case 'encoder':
      return `encoder of ${role.of}`;
    case 'generator':
      return `generator of ${role.recalls.join()}`;
    case 'enhancer':
      return `enhancer of ${role.enhances.join()}`;
    default:
      return role.name;
  }
}

/** Kinds that share a role with a kind and have the sockets that its readers need. */
export function alternativesOf(kind: NodeKind): NodeKind[] {
  const parts = new Set(kind.roles.map(partOf));
  return catalogue.kinds.filter(
    (other) =>
      other.kind !== kind.kind &&
      other.roles.some((role) => parts.has(partOf(role))) &&
      kind.outputs.every(({ type }) => other.outputs.some((output) => output.type === type)),
  );
}

/** True for a kind that a graph can omit: the wires of the node can be joined. */
export const canBeRemoved = (kind: NodeKind): boolean => kind.outputs.length > 0 && isBypassable(kind);

/** Parameters that two kinds have in common, with the values of a node of the first kind. */
export function sharedParameters(
  kind: NodeKind,
  other: NodeKind,
  parameters: Readonly<Record<string, ParameterValue>>,
): Record<string, ParameterValue> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([name]) => {
      const own: unknown = kind.parameters.shape[name];
      return own !== undefined && own === other.parameters.shape[name];
    }),
  );
}
