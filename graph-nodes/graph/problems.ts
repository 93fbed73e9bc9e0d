import type { GraphEdge } from './document';
import { formatMessage, quoted, type Words } from './messages';
import type { Modality } from './roles';
import { shapeWords, type ShapeNote } from './shape-words';
import { socketTypeInfo, type SocketType } from './sockets';
import { valueWords, type ValueFault } from './value-faults';

/** A socket of a node, with its type. */
export interface TypedEnd {
  readonly node: string;
  readonly socket: string;
  readonly type: SocketType;
}

/** Reason that two sockets cannot be connected. */
export type Refusal =
  | { readonly code: 'noNode'; readonly node: string }
  | { readonly code: 'noOutput' | 'noInput'; readonly node: string; readonly socket: string }
  | { readonly code: 'types'; readonly from: TypedEnd; readonly to: TypedEnd }
  | { readonly code: 'roundTrip'; readonly from: string; readonly to: string };

/** Fault of a graph: a code with its values. Each language renders it as a sentence. */
export type Fault =
  | { readonly code: 'sameId'; readonly node: string }
  | { readonly code: 'unknownKind'; readonly node: string; readonly kind: string; readonly known: readonly string[] }
  | { readonly code: 'noTrainer' }
  | { readonly code: 'secondTrainer'; readonly node: string; readonly first: string }
  | { readonly code: 'wrongWire'; readonly edge: GraphEdge; readonly refusal: Refusal }
  | {
      readonly code: 'twoWires';
      readonly node: string;
      readonly socket: string;
      readonly from: readonly [string, string];
    }
  | { readonly code: 'circle'; readonly nodes: readonly string[] }
  | { readonly code: 'unconnected'; readonly node: string; readonly socket: string; readonly type: SocketType }
  | { readonly code: 'noBypass'; readonly node: string; readonly kind: string; readonly output: string }
  | {
      readonly code: 'mismatch';
      readonly node: string;
      readonly socket: string;
      readonly expected: ShapeNote;
      readonly found: ShapeNote;
    }
  | { readonly code: 'parameter'; readonly node: string; readonly parameter: string; readonly fault: ValueFault }
  | { readonly code: 'stagesElsewhere'; readonly node: string }
  | { readonly code: 'sameStage'; readonly node: string; readonly stage: string }
  | { readonly code: 'stageFrozen'; readonly node: string; readonly stage: string; readonly frozen: string }
  | { readonly code: 'stageBypassed'; readonly node: string; readonly stage: string; readonly bypassed: string }
  | {
      readonly code: 'stageParameter';
      readonly node: string;
      readonly stage: string;
      readonly parameter: string;
      readonly fault: ValueFault;
    }
  | {
      readonly code: 'notOfStage';
      readonly node: string;
      readonly stage: string;
      readonly parameter: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'inStage'; readonly stage: string; readonly fault: Fault }
  | { readonly code: 'noScenario'; readonly node: string }
  | { readonly code: 'noLoss'; readonly node: string; readonly losses: readonly string[] }
  | { readonly code: 'warmUpTooLong'; readonly node: string; readonly warmUp: number; readonly steps: number }
  | { readonly code: 'batchTooLarge'; readonly node: string; readonly batchSize: number; readonly questions: number }
  | { readonly code: 'nothingTaken' }
  | { readonly code: 'neverMissing'; readonly node: string; readonly modality: Modality; readonly behind: string }
  | { readonly code: 'nothingToTrain'; readonly nodes: readonly string[] }
  | { readonly code: 'unusedOutputs'; readonly node: string; readonly outputs: readonly string[] }
  | { readonly code: 'nothingToFreeze'; readonly node: string; readonly kind: string };

const end = ({ node, socket, type }: TypedEnd) => `${socketTypeInfo[type].label} (“${socket}”) of “${node}”`;

/** English words of refusals: parts of sentences, without a full stop. */
export const refusalWords: Words<Refusal> = {
  noNode: ({ node }) => `there is no node “${node}”`,
  noOutput: ({ node, socket }) => `node “${node}” has no output “${socket}”`,
  noInput: ({ node, socket }) => `node “${node}” has no input “${socket}”`,
  types: ({ from, to }) => `${end(from)} does not fit ${end(to)}`,
  roundTrip: ({ from, to }) => `“${to}” already leads to “${from}”, and a graph must not contain a cycle`,
};

/** English words of faults: whole sentences. */
export const faultWords: Words<Fault> = {
  sameId: ({ node }) => `Two nodes have the id “${node}”; give one of them another id.`,
  unknownKind: ({ node, kind, known }) =>
    `Node “${node}” has the unknown kind “${kind}”; use one of ${known.join(', ')}.`,
  noTrainer: () => 'The graph has no Trainer; add one and wire the answer logits and the labels to it.',
  secondTrainer: ({ node, first }) => `Node “${node}” is a second Trainer besides “${first}”; remove one of them.`,
  wrongWire: ({ edge: { from, to }, refusal }) =>
    `The wire from “${from.node}/${from.socket}” to “${to.node}/${to.socket}” is wrong: ${formatMessage(refusalWords, refusal)}.`,
  twoWires: ({ node, socket, from: [first, second] }) =>
    `Input “${socket}” of “${node}” has two wires, from “${first}” and “${second}”; remove one of them.`,
  circle: ({ nodes }) => `The graph has a cycle through ${quoted(nodes)}; remove one of the wires between them.`,
  unconnected: ({ node, socket, type }) =>
    `Node “${node}”: input “${socket}” is not connected; connect ${socketTypeInfo[type].label} to it.`,
  noBypass: ({ node, kind, output }) =>
    `Node “${node}” cannot be bypassed: a ${kind} has no input that could replace its output “${output}”.`,
  mismatch: ({ node, socket, expected, found }) =>
    `Node “${node}”: input “${socket}” expects ${formatMessage(shapeWords, expected)} but gets ${formatMessage(shapeWords, found)}.`,
  parameter: ({ node, parameter, fault }) =>
    `Node “${node}”, parameter “${parameter}”: ${formatMessage(valueWords, fault)}.`,
  stagesElsewhere: ({ node }) => `Node “${node}” has stages, but only a Trainer can have stages; remove them.`,
  sameStage: ({ node, stage }) => `Node “${node}” has two stages named “${stage}”; rename one of them.`,
  stageFrozen: ({ node, stage, frozen }) =>
    `Node “${node}”, stage “${stage}”: the graph has no node “${frozen}” to freeze; remove it from the stage.`,
  stageBypassed: ({ node, stage, bypassed }) =>
    `Node “${node}”, stage “${stage}”: the graph has no node “${bypassed}” to bypass; remove it from the stage.`,
  stageParameter: ({ node, stage, parameter, fault }) =>
    `Node “${node}”, stage “${stage}”, parameter “${parameter}”: ${formatMessage(valueWords, fault)}.`,
  notOfStage: ({ node, stage, parameter, known }) =>
    `Node “${node}”, stage “${stage}”: parameter “${parameter}” is the same in all stages; set it for the node, or set one of ${quoted(known)}.`,
  inStage: ({ stage, fault }) => `Stage “${stage}”: ${formatMessage(faultWords, fault)}`,
  noScenario: ({ node }) =>
    `Node “${node}” gives all three scenarios the weight 0; give at least one a weight above 0.`,
  noLoss: ({ node, losses }) =>
    `Node “${node}” gives the weight 0 to every loss of a trained node; give one of ${quoted(losses)} a weight above 0.`,
  warmUpTooLong: ({ node, warmUp, steps }) =>
    `Node “${node}” has a warm-up of ${warmUp} steps and trains at most ${steps}, so it never reaches its learning rate; use a shorter warm-up or more epochs.`,
  batchTooLarge: ({ node, batchSize, questions }) =>
    `Node “${node}” has batches of ${batchSize} questions, but the dataset has at most ${questions} training questions; use smaller batches.`,
  nothingTaken: () =>
    'No modality is ever missing in this graph, so all scenarios are equal. Add a Missing modality node after the dataset.',
  neverMissing: ({ node, modality, behind }) =>
    `Node “${node}” reads the ${socketTypeInfo[modality].label} before “${behind}” removes them, so they are never missing there; connect the node after “${behind}”.`,
  nothingToTrain: ({ nodes }) =>
    `Every node with variables is frozen, so there is nothing to train; unfreeze one of ${quoted(nodes)}.`,
  unusedOutputs: ({ node, outputs }) =>
    `Node “${node}”: the Trainer does not use its ${outputs.length > 1 ? 'outputs' : 'output'} ${quoted(outputs)}; connect ${outputs.length > 1 ? 'them' : 'it'}, or bypass or remove the node.`,
  nothingToFreeze: ({ node, kind }) =>
    `Node “${node}” is frozen, but a ${kind} with these settings has no variables; unfreeze it.`,
};
