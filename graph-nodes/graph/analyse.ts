import type { z } from 'zod';
import { passedOn, withMessage, type GraphAnalysis, type NodeAnalysis, type Problem } from './analysis';
import type { GraphDocument, GraphEdge, GraphNode, ParameterValue } from './document';
import type { Catalogue } from './catalogue';
import { hasRole, roleOf } from './roles';
import { ShapeMismatch, type Inference, type InputSpecs, type NodeKind } from './kind';
import { namesIn, type NamedNode } from './node-names';
import type { Fault, NamedEnd, Refusal } from './problems';
import type { BatchSpec, EdgeSpec } from './shapes';
import type { Socket } from './sockets';
import { checkTraining } from './training-checks';
import { faultOf, type ValueFault } from './value-faults';
import { onCycles, topologicalOrder, upstream, wiringOf, type Wiring } from './wiring';

/** Sizes of open dataset nodes, by node id. Without an entry, the estimate of the node is used. */
export type DatasetSpecs = Readonly<Record<string, BatchSpec>>;

/** Name of a node by its id. */
type Named = (id: string) => NamedNode;

/** Parameters of a kind with their defaults. */
export function defaultParameters(kind: NodeKind): Record<string, ParameterValue> {
  return kind.parameters.parse({}) as Record<string, ParameterValue>;
}

/** Checks the parameters of a node. Returns one problem per wrong parameter. */
function checkParameters(
  node: GraphNode,
  kind: NodeKind,
  named: Named,
  report: (problem: Problem) => void,
): Record<string, ParameterValue> | undefined {
  const result = kind.parameters.safeParse(node.parameters);
  if (result.success) return result.data as Record<string, ParameterValue>;
  for (const { parameter, fault } of valueFaults(result.error, node.parameters, kind)) {
    const about = { code: 'parameter', node: named(node.id), parameter, fault } as const;
    report({ severity: 'error', node: node.id, parameter, ...withMessage(about) });
  }
  return undefined;
}

/** Parameters of a head. Unless they are set, its answer classes are those of the dataset that leads to it. */
function withAnswers(
  wiring: Wiring,
  node: GraphNode,
  kind: NodeKind,
  parameters: Record<string, ParameterValue>,
  analyses: ReadonlyMap<string, NodeAnalysis>,
): Record<string, ParameterValue> {
  const parameter = roleOf(kind, 'head')?.answers;
  if (parameter === undefined || parameter in node.parameters) return parameters;
  const before = upstream(wiring, node.id);
  for (const [id, { inference }] of analyses) {
    const batch = before.has(id) ? Object.values(inference.outputs).find((spec) => spec.batch)?.batch : undefined;
    if (batch) return { ...parameters, [parameter]: batch.answers };
  }
  return parameters;
}

/** The wrong parameters, each with its fault. */
const valueFaults = (
  { issues }: z.ZodError,
  values: Readonly<Record<string, ParameterValue>>,
  kind: NodeKind,
): { readonly parameter: string; readonly fault: ValueFault }[] =>
  issues.flatMap((issue) =>
    (issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])]).map((parameter) => ({
      parameter,
      fault: parameterFault(issue, values, kind),
    })),
  );

/** Checks the stages of a node: their names, their parameters, and the nodes that they freeze or bypass. */
function checkStages(
  { id, stages = [] }: GraphNode,
  kind: NodeKind,
  nodes: ReadonlyMap<string, GraphNode>,
  named: Named,
  report: (problem: Problem) => void,
): void {
  const node = named(id);
  const error = (fault: Fault) => report({ severity: 'error', node: id, ...withMessage(fault) });
  const known = roleOf(kind, 'trainer')?.stageParameters;
  if (!known) {
    if (stages.length > 0) error({ code: 'stagesElsewhere', node });
    return;
  }
  for (const [index, { name: stage, parameters, frozen, bypassed = [] }] of stages.entries()) {
    if (stages.slice(0, index).some(({ name }) => name === stage)) error({ code: 'sameStage', node, stage });
    const checked = kind.parameters.safeParse(parameters);
    for (const { parameter, fault } of checked.error ? valueFaults(checked.error, parameters, kind) : []) {
      error({ code: 'stageParameter', node, stage, parameter, fault });
    }
    for (const parameter of Object.keys(parameters)) {
      if (known.includes(parameter) || !(parameter in kind.parameters.shape)) continue;
      error({ code: 'notOfStage', node, stage, parameter, known });
    }
    for (const other of frozen) {
      if (!nodes.has(other)) error({ code: 'stageFrozen', node, stage, frozen: other });
    }
    for (const other of bypassed) {
      if (!nodes.has(other)) error({ code: 'stageBypassed', node, stage, bypassed: other });
    }
  }
}

function parameterFault(issue: z.core.$ZodIssue, values: GraphNode['parameters'], kind: NodeKind): ValueFault {
  return issue.code === 'unrecognized_keys'
    ? { code: 'noParameter', kind: kind.title, known: Object.keys(kind.parameters.shape) }
    : faultOf(issue, values).fault;
}

/**
 * Reason that an edge between two sockets is not possible; undefined if it is possible. The editor calls this while a wire is
 * dragged.
 */
export function refuseConnection(document: GraphDocument, edge: GraphEdge, catalogue: Catalogue): Refusal | undefined {
  const nodeOf = (id: string) => document.nodes.find((node) => node.id === id);
  const named = namesIn(document, catalogue);
  const refusal = refuseSockets(nodeOf, edge, catalogue, named);
  if (refusal) return refusal;
  const [from, to] = [edge.from.node, edge.to.node];
  return upstream(wiringOf(document), from).has(to)
    ? { code: 'roundTrip', from: named(from), to: named(to) }
    : undefined;
}

const namedEnd = ({ node, socket }: GraphEdge['from'], named: Named): NamedEnd => ({ node: named(node), socket });

/** Reason that an edge is not possible, independent of other edges. */
function refuseSockets(
  nodeOf: (id: string) => GraphNode | undefined,
  edge: GraphEdge,
  catalogue: Catalogue,
  named: Named,
): Refusal | undefined {
  const from = nodeOf(edge.from.node);
  const to = nodeOf(edge.to.node);
  if (!from || !to) return { code: 'noNode', node: (from ? edge.to : edge.from).node };
  const output = catalogue.find(from.kind)?.outputs.find((socket) => socket.name === edge.from.socket);
  const input = catalogue.find(to.kind)?.inputs.find((socket) => socket.name === edge.to.socket);
  const ends = { from: namedEnd(edge.from, named), to: namedEnd(edge.to, named) };
  if (!output) return { code: 'noOutput', ...ends.from };
  if (!input) return { code: 'noInput', ...ends.to };
  if (output.type !== input.type) {
    return { code: 'types', from: { ...ends.from, type: output.type }, to: { ...ends.to, type: input.type } };
  }
  return from.id === to.id ? { code: 'roundTrip', from: ends.from.node, to: ends.to.node } : undefined;
}

/**
 * Checks a whole graph and infers the shape on every edge, without tensors.
 * Never throws on a document of the schema. `problems` contains all faults, errors first.
 * @param datasets sizes of open datasets
 */
export function analyse(document: GraphDocument, catalogue: Catalogue, datasets: DatasetSpecs = {}): GraphAnalysis {
  const problems: Problem[] = [];
  const named = namesIn(document, catalogue);
  const report = (problem: Problem) => problems.push(problem);
  const error = (fault: Fault, place: Pick<Problem, 'node' | 'socket'> = {}) =>
    report({ severity: 'error', ...withMessage(fault), ...place });

  const nodesById = new Map<string, GraphNode>();
  for (const node of document.nodes) {
    if (nodesById.has(node.id)) {
      error({ code: 'sameId', node: node.id }, { node: node.id });
    } else {
      nodesById.set(node.id, node);
    }
    if (!catalogue.find(node.kind)) {
      const known = catalogue.kinds.map((kind) => kind.kind);
      error({ code: 'unknownKind', node: named(node.id), kind: node.kind, known }, { node: node.id });
    }
  }

  const trainers = document.nodes.filter((node) => hasRole(catalogue.find(node.kind), 'trainer'));
  if (trainers.length === 0) error({ code: 'noTrainer' });
  for (const extra of trainers.slice(1)) {
    const fault = { code: 'secondTrainer', node: named(extra.id), first: named(trainers[0]?.id ?? '') } as const;
    error(fault, { node: extra.id });
  }
  const wiring = wiringOf(document);
  const used = trainers[0] ? upstream(wiring, trainers[0].id) : new Set(nodesById.keys());

  const edgesInto = new Map<string, GraphEdge>();
  for (const edge of document.edges) {
    const place = { node: edge.to.node, socket: edge.to.socket };
    const refusal = refuseSockets((id) => nodesById.get(id), edge, catalogue, named);
    if (refusal !== undefined) {
      // A wire from or to a node of an unknown kind is not a second error.
      const ends = [edge.from.node, edge.to.node].map((id) => nodesById.get(id));
      if (ends.every((end) => end === undefined || catalogue.find(end.kind))) {
        const [from, to] = [namedEnd(edge.from, named), namedEnd(edge.to, named)];
        error({ code: 'wrongWire', from, to, refusal }, place);
      }
      continue;
    }
    const key = `${edge.to.node}/${edge.to.socket}`;
    const other = edgesInto.get(key);
    if (other) {
      const from = [named(other.from.node), named(edge.from.node)] as const;
      error({ code: 'twoWires', ...namedEnd(edge.to, named), from }, place);
    } else {
      edgesInto.set(key, edge);
    }
  }

  const order = topologicalOrder(wiring);
  const cyclic = onCycles(wiring);
  const cycle = document.nodes.map(({ id }) => id).filter((id) => cyclic.has(id));
  if (cycle.length > 0) {
    error({ code: 'circle', nodes: cycle.map(named) }, { node: cycle[0] ?? '' });
  }

  const analyses = new Map<string, NodeAnalysis>();
  for (const id of order) {
    const node = nodesById.get(id);
    const kind = node && catalogue.find(node.kind);
    if (!node || !kind) continue;
    const checked = checkParameters(node, kind, named, report);
    const parameters = checked && withAnswers(wiring, node, kind, checked, analyses);
    checkStages(node, kind, nodesById, named, report);
    const inputs: Record<string, EdgeSpec> = {};
    let complete = true;
    for (const socket of kind.inputs) {
      const edge = edgesInto.get(`${id}/${socket.name}`);
      const source = edge && analyses.get(edge.from.node)?.inference.outputs[edge.from.socket];
      if (source) inputs[socket.name] = source;
      else if (edge) complete = false;
      else if (socket.optional !== true) {
        complete = false;
        if (node.bypassed && !kind.outputs.some((output) => passedOn(kind, output)?.name === socket.name)) continue;
        report({
          severity: used.has(id) ? 'error' : 'warning',
          ...withMessage({ code: 'unconnected', node: named(id), socket: socket.name, type: socket.type }),
          node: id,
          socket: socket.name,
        });
      }
    }
    if (!parameters || (!complete && !node.bypassed)) continue;
    try {
      const inference = node.bypassed ? bypass(kind, inputs) : inferNode(id, kind, inputs, parameters, datasets);
      if ('type' in inference) {
        error({ code: 'noBypass', node: named(id), kind: kind.title, output: inference.name }, { node: id });
        continue;
      }
      analyses.set(id, {
        kind,
        bypassed: node.bypassed,
        frozen: node.frozen === true && !node.bypassed,
        parameters,
        inputs,
        inference,
      });
    } catch (mismatch) {
      if (!(mismatch instanceof ShapeMismatch)) throw mismatch;
      const { socket, expected, found } = mismatch;
      error({ code: 'mismatch', node: named(id), socket, expected, found }, { node: id, socket });
    }
  }

  const trainer = trainers[0];
  if (trainer !== undefined) {
    const facts = { document, catalogue, named, trainer: trainer.id, wiring, edgesInto, order, nodes: analyses, used };
    checkTraining(facts, trainer.stages === undefined, report);
  }
  problems.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  return { problems, nodes: analyses, order, trainer: trainer?.id, used };
}

function inferNode(
  id: string,
  kind: NodeKind,
  inputs: InputSpecs,
  parameters: Record<string, ParameterValue>,
  datasets: DatasetSpecs,
): Inference {
  const inference = kind.infer(inputs, parameters);
  // An id may be the name of something that every object has, such as “constructor”.
  const batch = Object.hasOwn(datasets, id) ? datasets[id] : undefined;
  if (batch === undefined) return inference;
  const outputs = Object.fromEntries(
    Object.entries(inference.outputs).map(([socket, { openAnswers: _, ...spec }]) => [socket, { ...spec, batch }]),
  );
  return { ...inference, outputs };
}

/** Outputs of a bypassed node, or the first output that none of its inputs can replace. */
function bypass(kind: NodeKind, inputs: InputSpecs): Inference | Socket {
  const outputs: Record<string, EdgeSpec> = {};
  for (const output of kind.outputs) {
    const input = passedOn(kind, output);
    if (input === undefined) return output;
    const spec = inputs[input.name];
    if (spec) outputs[output.name] = spec;
  }
  return { outputs, parameters: 0, activations: 0 };
}
