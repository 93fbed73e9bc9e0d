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

/** The kinds that share a role with a kind, and have the sockets that its readers need. */
export function alternativesOf(kind: NodeKind): NodeKind[] {
  const parts = new Set(kind.roles.map(partOf));
  return catalogue.kinds.filter(
    (other) =>
      other.kind !== kind.kind &&
      other.roles.some((role) => parts.has(partOf(role))) &&
      kind.outputs.every(({ type }) => other.outputs.some((output) => output.type === type)),
  );
}

/** True for a kind that a graph may lack: its wires can be joined where it was. */
export const canBeRemoved = (kind: NodeKind): boolean => kind.outputs.length > 0 && isBypassable(kind);

/** Parameters that two kinds define in common, as a node of the first kind sets them. */
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
