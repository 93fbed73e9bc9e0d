import { formatMessage, quoted, type Words } from './messages';
import { nodeText, type NamedNode } from './node-names';
import type { Modality } from './roles';
import { shapeWords, type ShapeNote } from './shape-words';
import { socketTypeInfo, type SocketType } from './sockets';
import { valueWords, type ValueFault } from './value-faults';

/** A socket of a node. */
export interface NamedEnd {
  readonly node: NamedNode;
  readonly socket: string;
}

/** A socket of a node, with its type. */
export interface TypedEnd extends NamedEnd {
  readonly type: SocketType;
}

/** Reason that two sockets cannot be connected. */
export type Refusal =
  | { readonly code: 'noNode'; readonly node: string }
  | { readonly code: 'noOutput' | 'noInput'; readonly node: NamedNode; readonly socket: string }
  | { readonly code: 'types'; readonly from: TypedEnd; readonly to: TypedEnd }
  | { readonly code: 'roundTrip'; readonly from: NamedNode; readonly to: NamedNode };

/** Fault of a graph: a code with its values. Each language renders it as a sentence. */
export type Fault =
  | { readonly code: 'sameId'; readonly node: string }
  | { readonly code: 'unknownKind'; readonly node: NamedNode; readonly kind: string; readonly known: readonly string[] }
  | { readonly code: 'noTrainer' }
  | { readonly code: 'secondTrainer'; readonly node: NamedNode; readonly first: NamedNode }
  | { readonly code: 'wrongWire'; readonly from: NamedEnd; readonly to: NamedEnd; readonly refusal: Refusal }
  | {
      readonly code: 'twoWires';
      readonly node: NamedNode;
      readonly socket: string;
      readonly from: readonly [NamedNode, NamedNode];
    }
  | { readonly code: 'circle'; readonly nodes: readonly NamedNode[] }
  | { readonly code: 'unconnected'; readonly node: NamedNode; readonly socket: string; readonly type: SocketType }
  | { readonly code: 'noBypass'; readonly node: NamedNode; readonly kind: string; readonly output: string }
  | {
      readonly code: 'mismatch';
      readonly node: NamedNode;
      readonly socket: string;
      readonly expected: ShapeNote;
      readonly found: ShapeNote;
    }
  | { readonly code: 'parameter'; readonly node: NamedNode; readonly parameter: string; readonly fault: ValueFault }
  | { readonly code: 'stagesElsewhere'; readonly node: NamedNode }
  | { readonly code: 'sameStage'; readonly node: NamedNode; readonly stage: string }
  | { readonly code: 'stageFrozen'; readonly node: NamedNode; readonly stage: string; readonly frozen: string }
  | { readonly code: 'stageBypassed'; readonly node: NamedNode; readonly stage: string; readonly bypassed: string }
  | {
      readonly code: 'stageParameter';
      readonly node: NamedNode;
      readonly stage: string;
      readonly parameter: string;
      readonly fault: ValueFault;
    }
  | {
      readonly code: 'notOfStage';
      readonly node: NamedNode;
      readonly stage: string;
      readonly parameter: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'inStage'; readonly stage: string; readonly fault: Fault }
  | { readonly code: 'noScenario'; readonly node: NamedNode }
  | { readonly code: 'noLoss'; readonly node: NamedNode; readonly losses: readonly string[] }
  | { readonly code: 'warmUpTooLong'; readonly node: NamedNode; readonly warmUp: number; readonly steps: number }
  | { readonly code: 'batchTooLarge'; readonly node: NamedNode; readonly batchSize: number; readonly questions: number }
  | { readonly code: 'nothingTaken' }
  | { readonly code: 'neverMissing'; readonly node: NamedNode; readonly modality: Modality; readonly behind: NamedNode }
  | { readonly code: 'nothingToTrain'; readonly nodes: readonly NamedNode[] }
  | { readonly code: 'unusedOutputs'; readonly node: NamedNode; readonly outputs: readonly string[] }
  | { readonly code: 'nothingToFreeze'; readonly node: NamedNode; readonly kind: string };

const end = ({ node, socket, type }: TypedEnd) => `${socketTypeInfo[type].label} (“${socket}”) of “${nodeText(node)}”`;

/** English words of refusals: parts of sentences, without a full stop. */
export const refusalWords: Words<Refusal> = {
  noNode: ({ node }) => `there is no node “${node}”`,
  noOutput: ({ node, socket }) => `node “${nodeText(node)}” has no output “${socket}”`,
  noInput: ({ node, socket }) => `node “${nodeText(node)}” has no input “${socket}”`,
  types: ({ from, to }) => `${end(from)} does not fit ${end(to)}`,
  roundTrip: ({ from, to }) =>
    `“${nodeText(to)}” already leads to “${nodeText(from)}”, and a graph must not contain a cycle`,
};

/** English words of faults: whole sentences. */
export const faultWords: Words<Fault> = {
  sameId: ({ node }) => `Two nodes have the id “${node}”; give one of them another id.`,
  unknownKind: ({ node, kind, known }) =>
    `Node “${nodeText(node)}” has the unknown kind “${kind}”; use one of ${known.join(', ')}.`,
  noTrainer: () => 'The graph has no Trainer; add one and wire the answer logits and the labels to it.',
  secondTrainer: ({ node, first }) =>
    `Node “${nodeText(node)}” is a second Trainer besides “${nodeText(first)}”; remove one of them.`,
  wrongWire: ({ from, to, refusal }) =>
    `The wire from “${from.socket}” of “${nodeText(from.node)}” to “${to.socket}” of “${nodeText(to.node)}” is wrong: ${formatMessage(refusalWords, refusal)}.`,
  twoWires: ({ node, socket, from: [first, second] }) =>
    `Input “${socket}” of “${nodeText(node)}” has two wires, from “${nodeText(first)}” and “${nodeText(second)}”; remove one of them.`,
  circle: ({ nodes }) =>
    `The graph has a cycle through ${quoted(nodes.map(nodeText))}; remove one of the wires between them.`,
  unconnected: ({ node, socket, type }) =>
    `Node “${nodeText(node)}”: input “${socket}” is not connected; connect ${socketTypeInfo[type].label} to it.`,
  noBypass: ({ node, kind, output }) =>
    `Node “${nodeText(node)}” cannot be bypassed: a ${kind} has no input that could replace its output “${output}”.`,
  mismatch: ({ node, socket, expected, found }) =>
    `Node “${nodeText(node)}”: input “${socket}” expects ${formatMessage(shapeWords, expected)} but gets ${formatMessage(shapeWords, found)}.`,
  parameter: ({ node, parameter, fault }) =>
    `Node “${nodeText(node)}”, parameter “${parameter}”: ${formatMessage(valueWords, fault)}.`,
  stagesElsewhere: ({ node }) =>
    `Node “${nodeText(node)}” has stages, but only a Trainer can have stages; remove them.`,
  sameStage: ({ node, stage }) => `Node “${nodeText(node)}” has two stages named “${stage}”; rename one of them.`,
  stageFrozen: ({ node, stage, frozen }) =>
    `Node “${nodeText(node)}”, stage “${stage}”: the graph has no node “${frozen}” to freeze; remove it from the stage.`,
  stageBypassed: ({ node, stage, bypassed }) =>
    `Node “${nodeText(node)}”, stage “${stage}”: the graph has no node “${bypassed}” to bypass; remove it from the stage.`,
  stageParameter: ({ node, stage, parameter, fault }) =>
    `Node “${nodeText(node)}”, stage “${stage}”, parameter “${parameter}”: ${formatMessage(valueWords, fault)}.`,
  notOfStage: ({ node, stage, parameter, known }) =>
    `Node “${nodeText(node)}”, stage “${stage}”: parameter “${parameter}” is the same in all stages; set it for the node, or set one of ${quoted(known)}.`,
  inStage: ({ stage, fault }) => `Stage “${stage}”: ${formatMessage(faultWords, fault)}`,
  noScenario: ({ node }) =>
    `Node “${nodeText(node)}” gives all three scenarios the weight 0; give at least one a weight above 0.`,
  noLoss: ({ node, losses }) =>
    `Node “${nodeText(node)}” gives the weight 0 to every loss of a trained node; give one of ${quoted(losses)} a weight above 0.`,
  warmUpTooLong: ({ node, warmUp, steps }) =>
    `Node “${nodeText(node)}” has a warm-up of ${warmUp} steps and trains at most ${steps}, so it never reaches its learning rate; use a shorter warm-up or more epochs.`,
  batchTooLarge: ({ node, batchSize, questions }) =>
    `Node “${nodeText(node)}” has batches of ${batchSize} questions, but the dataset has at most ${questions} training questions; use smaller batches.`,
  nothingTaken: () =>
    'No modality is ever missing in this graph, so all scenarios are equal. Add a Missing modality node after the dataset.',
  neverMissing: ({ node, modality, behind }) =>
    `Node “${nodeText(node)}” reads the ${socketTypeInfo[modality].label} before “${nodeText(behind)}” removes them, so they are never missing there; connect the node after “${nodeText(behind)}”.`,
  nothingToTrain: ({ nodes }) =>
    `Every node with variables is frozen, so there is nothing to train; unfreeze one of ${quoted(nodes.map(nodeText))}.`,
  unusedOutputs: ({ node, outputs }) =>
    `Node “${nodeText(node)}”: the Trainer does not use its ${outputs.length > 1 ? 'outputs' : 'output'} ${quoted(outputs)}; connect ${outputs.length > 1 ? 'them' : 'it'}, or bypass or remove the node.`,
  nothingToFreeze: ({ node, kind }) =>
    `Node “${nodeText(node)}” is frozen, but a ${kind} with these settings has no variables; unfreeze it.`,
};
