import type { ParameterValue } from './document';
import type { Inference, InputSpecs, NodeKind } from './kind';
import { formatMessage } from './messages';
import { faultWords, type Fault } from './problems';
import type { Socket } from './sockets';

/** Something in a graph that is wrong (error) or probably not meant (warning), and where it is. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly fault: Fault;
  /** One sentence, in English. */
  readonly message: string;
  readonly node?: string;
  readonly socket?: string;
  readonly parameter?: string;
}

/** Known facts of one node. */
export interface NodeAnalysis {
  readonly kind: NodeKind;
  readonly bypassed: boolean;
  /** True where its variables and states never change; a bypassed node has none. */
  readonly frozen: boolean;
  /** The parameters, validated, with defaults. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputs: InputSpecs;
  readonly inference: Inference;
}

export interface GraphAnalysis {
  readonly problems: readonly Problem[];
  /** The nodes whose shapes could be inferred, by id. */
  readonly nodes: ReadonlyMap<string, NodeAnalysis>;
  /** Node ids such that every node comes after those it reads from; nodes on a cycle are left out. */
  readonly order: readonly string[];
  /** Id of the Trainer, the first where there are several. */
  readonly trainer: string | undefined;
  /** The ids of the Trainer and of all that leads to it. */
  readonly used: ReadonlySet<string>;
}

/** A fault with its sentence. */
export const withMessage = (fault: Fault): Pick<Problem, 'fault' | 'message'> => ({
  fault,
  message: formatMessage(faultWords, fault),
});

/** The input that a bypassed node passes on to an output: the first of the same type. */
export function passedOn(kind: NodeKind, output: Socket): Socket | undefined {
  return kind.inputs.find((input) => input.type === output.type);
}

/** True where a bypassed node of the kind can stand in for every output. */
export const isBypassable = (kind: NodeKind): boolean =>
  kind.outputs.every((output) => passedOn(kind, output) !== undefined);
