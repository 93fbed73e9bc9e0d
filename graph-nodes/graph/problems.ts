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

/** Why two sockets cannot be joined. */
export type Refusal =
  | { readonly code: 'noNode'; readonly node: string }
  | { readonly code: 'noOutput' | 'noInput'; readonly node: string; readonly socket: string }
  | { readonly code: 'types'; readonly from: TypedEnd; readonly to: TypedEnd }
  | { readonly code: 'roundTrip'; readonly from: string; readonly to: string };

/** What is wrong in a graph, as a code with its values, from which a sentence is made in any language. */
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

/** As parts of sentences, without their end. */
export const refusalWords: Words<Refusal> = {
  noNode: ({ node }) => `there is no node “${node}”`,
  noOutput: ({ node, socket }) => `node “${node}” has no output “${socket}”`,
  noInput: ({ node, socket }) => `node “${node}” has no input “${socket}”`,
  types: ({ from, to }) => `${end(from)} does not fit ${end(to)}`,
  roundTrip: ({ from, to }) => `“${to}” already leads to “${from}”, and a graph may not run in a circle`,
};

/** Whole sentences. */
export const faultWords: Words<Fault> = {
  sameId: ({ node }) => `Two nodes have the id “${node}”; an id names one node.`,
  unknownKind: ({ node, kind, known }) =>
    `Node “${node}” is of the unknown kind “${kind}”; known kinds are ${known.join(', ')}.`,
  noTrainer: () => 'The graph has no Trainer; add one and wire the answer logits and the labels to it.',
  secondTrainer: ({ node, first }) => `Node “${node}” is a second Trainer beside “${first}”; a graph has one.`,
  wrongWire: ({ edge: { from, to }, refusal }) =>
    `The wire from “${from.node}/${from.socket}” to “${to.node}/${to.socket}” is wrong: ${formatMessage(refusalWords, refusal)}.`,
  twoWires: ({ node, socket, from: [first, second] }) =>
    `Input “${socket}” of “${node}” has two wires, from “${first}” and “${second}”; an input takes one.`,
  circle: ({ nodes }) => `The graph runs in a circle through ${quoted(nodes)}; remove one of the wires between them.`,
  unconnected: ({ node, socket, type }) =>
    `Node “${node}” has nothing at its input “${socket}”; connect ${socketTypeInfo[type].label} to it.`,
  noBypass: ({ node, kind, output }) =>
    `Node “${node}” cannot be bypassed: a ${kind} has no input that could stand for its output “${output}”.`,
  mismatch: ({ node, socket, expected, found }) =>
    `Node “${node}”: input “${socket}” expects ${formatMessage(shapeWords, expected)} but gets ${formatMessage(shapeWords, found)}.`,
  parameter: ({ node, parameter, fault }) =>
    `Node “${node}”, parameter “${parameter}”: ${formatMessage(valueWords, fault)}.`,
  stagesElsewhere: ({ node }) => `Node “${node}” has stages, and only a Trainer may have them; remove its stages.`,
  sameStage: ({ node, stage }) => `Node “${node}” has two stages named “${stage}”; rename one of them.`,
  stageFrozen: ({ node, stage, frozen }) =>
    `Node “${node}”, stage “${stage}”: it freezes node “${frozen}”, and the graph has no such node; remove it from the stage.`,
  stageBypassed: ({ node, stage, bypassed }) =>
    `Node “${node}”, stage “${stage}”: it bypasses node “${bypassed}”, and the graph has no such node; remove it from the stage.`,
  stageParameter: ({ node, stage, parameter, fault }) =>
    `Node “${node}”, stage “${stage}”, parameter “${parameter}”: ${formatMessage(valueWords, fault)}.`,
  notOfStage: ({ node, stage, parameter, known }) =>
    `Node “${node}”, stage “${stage}”: parameter “${parameter}” is the same in all stages; set it for the node, or set one of ${quoted(known)}.`,
  inStage: ({ stage, fault }) => `Stage “${stage}”: ${formatMessage(faultWords, fault)}`,
  noScenario: ({ node }) =>
    `Node “${node}” leaves all three scenarios out of training; give at least one a weight above 0.`,
  noLoss: ({ node, losses }) =>
    `Node “${node}” gives no weight to a loss that a trained node takes part in; give one of ${quoted(losses)} a weight above 0.`,
  warmUpTooLong: ({ node, warmUp, steps }) =>
    `Node “${node}” has a warm-up of ${warmUp} steps and trains at most ${steps}, so it never reaches its learning rate; use a shorter warm-up or more epochs.`,
  batchTooLarge: ({ node, batchSize, questions }) =>
    `Node “${node}” has batches of ${batchSize} questions, and the dataset has at most ${questions} to train on; use smaller batches.`,
  nothingTaken: () =>
    'Nothing is taken away in this graph, so all three scenarios are the same; put a Missing modality node behind the dataset.',
  neverMissing: ({ node, modality, behind }) =>
    `Node “${node}” reads the ${socketTypeInfo[modality].label} before “${behind}” takes them away, so they are never missing there; connect the node behind “${behind}”.`,
  nothingToTrain: ({ nodes }) =>
    `Every node with variables is frozen, so there is nothing to train; unfreeze one of ${quoted(nodes)}.`,
  unusedOutputs: ({ node, outputs }) =>
    `Node “${node}”: the Trainer does not use its ${outputs.length > 1 ? 'outputs' : 'output'} ${quoted(outputs)}; connect ${outputs.length > 1 ? 'them' : 'it'}, or bypass or remove the node.`,
  nothingToFreeze: ({ node, kind }) =>
    `Node “${node}” is frozen, but a ${kind} with these settings has no variables; unfreeze it.`,
};
