import type { ParameterValue } from './document';
import type { Inference, InputSpecs, NodeKind } from './kind';
import { formatMessage } from './messages';
import { faultWords, type Fault } from './problems';
import type { Socket } from './sockets';

/** An error or a warning about a graph, with its place. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly fault: Fault;
  /** One English sentence. */
  readonly message: string;
  readonly node?: string;
  readonly socket?: string;
  readonly parameter?: string;
}

/** Known facts of one node. */
export interface NodeAnalysis {
  readonly kind: NodeKind;
  readonly bypassed: boolean;
  /** True if variables and states of the node never change; a bypassed node has none. */
  readonly frozen: boolean;
  /** The validated parameters, with defaults. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputs: InputSpecs;
  readonly inference: Inference;
}

export interface GraphAnalysis {
  readonly problems: readonly Problem[];
  /** Nodes with inferred shapes, by id. */
  readonly nodes: ReadonlyMap<string, NodeAnalysis>;
  /** Node ids in an order in which every node comes after those it reads from. Nodes on a cycle are left out. */
  readonly order: readonly string[];
  /** Id of the Trainer; the first if there are several. */
  readonly trainer: string | undefined;
  /** Ids of the Trainer and of all nodes that lead to it. */
  readonly used: ReadonlySet<string>;
}

/** A fault with its sentence. */
export const withMessage = (fault: Fault): Pick<Problem, 'fault' | 'message'> => ({
  fault,
  message: formatMessage(faultWords, fault),
});

/** Input that a bypassed node passes on to an output: the first of the same type. */
export function passedOn(kind: NodeKind, output: Socket): Socket | undefined {
  return kind.inputs.find((input) => input.type === output.type);
}

/** True if the inputs of a bypassed node of this kind can replace every output. */
export const isBypassable = (kind: NodeKind): boolean =>
  kind.outputs.every((output) => passedOn(kind, output) !== undefined);
