import { defaultParameters, refuseConnection } from '../../graph-nodes/graph/analyse';
import { passedOn, type GraphAnalysis, type Problem } from '../../graph-nodes/graph/analysis';
import { catalogue, findKind } from '../../graph-nodes/nodes/catalogue';
import { analyseStages } from '../../graph-nodes/nodes/trainer/analyse-stages';
import type { GraphDocument, GraphEdge, GraphNode, ParameterValue, Stage } from '../../graph-nodes/graph/document';
import { idOf, jsonById } from '../../graph-nodes/graph/node-names';
import type { Fault } from '../../graph-nodes/graph/problems';
import { hasRole, roleOf, type RoleName } from '../../graph-nodes/graph/roles';
import type { NodeKind } from '../../graph-nodes/graph/kind';
import type { Socket, SocketType } from '../../graph-nodes/graph/sockets';
import { upstream, wiringOf } from '../../graph-nodes/graph/wiring';
import { describeParameters } from '../words/parameter-schema';
import { analysisOf } from './analysis';
import { fittingEnds } from './connection';
import {
  addNode,
  connect,
  edgeKey,
  remove,
  resetParameters,
  setParameter,
  toggleBypass,
  toggleFrozen,
} from './editing';
import { changeStage, freeStageName, removeStages, withNodes, withoutParameter } from './stages';

/** Result of one click on a fix of a problem. */
export type Fix = { readonly document: GraphDocument } & (
  | { readonly what: 'connect'; readonly from: string; readonly socket: string }
  | { readonly what: 'add'; readonly kind: string }
  | { readonly what: 'set'; readonly node: string; readonly parameter: string; readonly value: ParameterValue }
  | { readonly what: 'reset'; readonly node: string; readonly parameter: string }
  | { readonly what: 'removeWire'; readonly edge: GraphEdge }
  | { readonly what: 'removeNode'; readonly node: string }
  | { readonly what: 'useAgain'; readonly node: string }
  | { readonly what: 'route'; readonly node: string; readonly outputs: readonly string[] }
  | { readonly what: 'unfreeze'; readonly node: string }
  | { readonly what: 'removeFromStage'; readonly stage: string; readonly item: string }
  | {
      readonly what: 'setInStage';
      readonly node: string;
      readonly stage: string;
      readonly parameter: string;
      readonly value: ParameterValue;
    }
  | { readonly what: 'renameStage'; readonly stage: string; readonly name: string }
  | { readonly what: 'removeStages'; readonly node: string }
);

/** Position of a new node, to the left of its reader. */
const beside = { x: 260, y: 30 };
/** Maximum number of tried changes of one parameter. */
const mostTries = 60;

const kindOf = (document: GraphDocument, id: string): NodeKind | undefined => {
  const node = document.nodes.find((candidate) => candidate.id === id);
  return node && findKind(node.kind);
};

/** The first kind with a role. */
const withRole = (role: RoleName): NodeKind | undefined => catalogue.kinds.find((kind) => hasRole(kind, role));

/** Outputs of a type that a wire to the input can come from, the one farthest along the graph first. */
function sourcesFor(document: GraphDocument, type: SocketType, to: GraphEdge['to']): GraphEdge['from'][] {
  const order = new Map(analysisOf(document).order.map((id, index) => [id, index]));
  return [...document.nodes]
    .sort((a, b) => (order.get(b.id) ?? -1) - (order.get(a.id) ?? -1))
    .flatMap((node) =>
      (findKind(node.kind)?.outputs ?? [])
        .filter((output) => output.type === type)
        .map((output) => ({ node: node.id, socket: output.name })),
    )
    .filter((from) => refuseConnection(document, { from, to }, catalogue) === undefined);
}

/** Adds a node of a kind and wires all its required inputs to existing outputs; undefined if an output is missing. */
function addWired(document: GraphDocument, kind: NodeKind, near: GraphNode): [GraphDocument, string] | undefined {
  const position = { x: near.position.x - beside.x, y: near.position.y + beside.y };
  const [added, id] = addNode(document, kind.kind, position);
  let next = added;
  for (const input of kind.inputs) {
    const to = { node: id, socket: input.name };
    const [from] = sourcesFor(next, input.type, to);
    if (from) next = connect(next, { from, to });
    else if (input.optional !== true) return undefined;
  }
  return [next, id];
}

/** Fixes for an unconnected input: a wire from an existing output, or a new node with the output. */
function fill(document: GraphDocument, node: GraphNode, socket: string): Fix[] {
  const type = findKind(node.kind)?.inputs.find(({ name }) => name === socket)?.type;
  if (type === undefined || document.edges.some(({ to }) => to.node === node.id && to.socket === socket)) return [];
  const to = { node: node.id, socket };
  const [from] = sourcesFor(document, type, to);
  if (from) return [{ what: 'connect', from: from.node, socket, document: connect(document, { from, to }) }];
  return catalogue.kinds.flatMap((kind): Fix[] => {
    const output = kind.outputs.find((candidate) => candidate.type === type);
    const added = output && addWired(document, kind, node);
    if (!added) return [];
    const [next, id] = added;
    return [{ what: 'add', kind: kind.kind, document: connect(next, { from: { node: id, socket: output.name }, to }) }];
  });
}

/** Fixes for a parameter out of bounds: the nearest valid value. */
function bound(document: GraphDocument, node: GraphNode, parameter: string): Fix[] {
  const kind = findKind(node.kind);
  const field = kind && describeParameters(kind).find(({ name }) => name === parameter);
  const reset: Fix = {
    what: 'reset',
    node: node.id,
    parameter,
    document: resetParameters(document, [node.id], parameter),
  };
  const value = node.parameters[parameter];
  if (field === undefined || typeof value !== 'number') return [reset];
  const whole = field.type === 'integer' ? Math.round(value) : value;
  const nearest = Math.min(Math.max(whole, field.minimum ?? -Infinity), field.maximum ?? Infinity);
  const set: Fix = {
    what: 'set',
    node: node.id,
    parameter,
    value: nearest,
    document: setParameter(document, [node.id], parameter, nearest),
  };
  // The smallest value above 0 would have almost no effect.
  return field.type === 'number' && value <= 0 && nearest > 0 ? [reset, set] : [set, reset];
}

/** Fixes for sizes that do not match: one integer, on the node or on one that leads to it, that makes them match. */
function* match(document: GraphDocument, analysis: GraphAnalysis, node: GraphNode): Generator<Fix> {
  const sizes = new Set<number>();
  for (const { from, to } of document.edges) {
    if (to.node !== node.id) continue;
    const shape = analysis.nodes.get(from.node)?.inference.outputs[from.socket]?.shape ?? [];
    for (const { size } of shape) if (size !== undefined) sizes.add(size);
  }
  let tries = 0;
  const nodes = new Map(document.nodes.map((each) => [each.id, each]));
  const near = new Set([node.id]);
  for (const id of near) {
    const candidate = nodes.get(id);
    const kind = candidate && findKind(candidate.kind);
    for (const { name, type, default: standard } of kind ? describeParameters(kind) : []) {
      if (type !== 'integer') continue;
      for (const value of sizes) {
        if (value === (candidate?.parameters[name] ?? standard)) continue;
        tries += 1;
        if (tries > mostTries) return;
        yield { what: 'set', node: id, parameter: name, value, document: setParameter(document, [id], name, value) };
      }
    }
    for (const { from, to } of document.edges) if (to.node === id) near.add(from.node);
  }
}

/** Fixes for a graph without missing modalities: a Missing modality node in every batch wire of the dataset. */
function takeAway(document: GraphDocument): Fix[] {
  const kind = withRole('missing modality');
  const outgoing = document.edges.filter(({ from }) => {
    const source = kindOf(document, from.node);
    return (
      hasRole(source, 'dataset') && source?.outputs.some(({ name, type }) => name === from.socket && type === 'batch')
    );
  });
  const [first] = outgoing;
  const source = first && document.nodes.find(({ id }) => id === first.from.node);
  const [input, output] = [kind?.inputs[0], kind?.outputs[0]];
  if (!first || !source || !kind || !input || !output) return [];
  const [added, id] = addNode(document, kind.kind, { x: source.position.x + beside.x, y: source.position.y + 170 });
  const rewired = outgoing.reduce(
    (next, edge) => connect(next, { from: { node: id, socket: output.name }, to: edge.to }, edgeKey(edge)),
    added,
  );
  return [
    {
      what: 'add',
      kind: kind.kind,
      document: connect(rewired, { from: first.from, to: { node: id, socket: input.name } }),
    },
  ];
}

/** Fixes for a frozen node: the unfrozen node. */
const unfreeze = (document: GraphDocument, id: string): Fix => ({
  what: 'unfreeze',
  node: id,
  document: toggleFrozen(document, new Set([id])),
});

/** Settings of the Trainer that could fix a problem of its settings, the most probable first. */
function remedies(kind: NodeKind | undefined, fault: Fault): (readonly [parameter: string, value: ParameterValue])[] {
  const role = roleOf(kind, 'trainer');
  if (!kind || !role) return [];
  const standard = defaultParameters(kind);
  const reset = (names: readonly string[]) => names.map((name) => [name, standard[name] ?? 1] as const);
  switch (fault.code) {
    case 'noScenario':
      return reset(role.scenarioWeights);
    case 'noLoss':
      return reset(
        ['complete' as const, 'missing' as const].flatMap((pass) =>
          fault.losses.flatMap((loss) => role.lossWeights[loss]?.[pass] ?? []),
        ),
      );
    case 'warmUpTooLong':
      return [[role.length.warmUp, Math.floor(fault.steps / 10)]];
    case 'batchTooLarge':
      return [[role.length.batchSize, Math.min(fault.questions, Number(standard[role.length.batchSize]))]];
    default:
      return [];
  }
}

/** Fixes for a problem of the graph of a stage: remove or change a setting, a frozen node or a bypassed node of the stage. */
function* inGraphOfStage(document: GraphDocument, stage: string, fault: Fault): Generator<Fix> {
  const trainer = document.nodes.find(({ stages }) => stages?.some(({ name }) => name === stage));
  const at = trainer?.stages?.findIndex(({ name }) => name === stage) ?? -1;
  const own = trainer?.stages?.[at];
  if (!trainer || !own) return;
  const changed = (change: (from: Stage) => Stage) => changeStage(document, trainer.id, at, change);
  const without = (item: string, change: (from: Stage) => Stage): Fix => ({
    what: 'removeFromStage',
    stage,
    item,
    document: changed(change),
  });
  const settings = remedies(findKind(trainer.kind), fault);
  for (const [parameter] of settings) {
    if (parameter in own.parameters) yield without(parameter, (from) => withoutParameter(from, parameter));
  }
  for (const [parameter, value] of settings) {
    const next = changed((from) => ({ ...from, parameters: { ...from.parameters, [parameter]: value } }));
    yield { what: 'setInStage', node: trainer.id, stage, parameter, value, document: next };
  }
  for (const list of ['bypassed', 'frozen'] as const) {
    for (const id of own[list]?.toReversed() ?? []) {
      yield without(id, (from) =>
        withNodes(
          from,
          list,
          (from[list] ?? []).filter((other) => other !== id),
        ),
      );
    }
  }
  if (fault.code === 'nothingToTrain')
    for (const each of fault.nodes.toReversed()) yield unfreeze(document, idOf(each));
}

/** Fixes for a stage: remove its wrong parameter or frozen node, or rename it. */
function* inStage(document: GraphDocument, node: GraphNode, { fault }: Problem): Generator<Fix> {
  if (fault.code === 'stagesElsewhere') {
    yield { what: 'removeStages', node: node.id, document: removeStages(document, node.id) };
  }
  if (!('stage' in fault)) return;
  const { stage } = fault;
  const stages = node.stages ?? [];
  for (const at of stages.keys()) {
    if (stages[at]?.name !== stage) continue;
    if (fault.code === 'stageParameter' || fault.code === 'notOfStage') {
      const { parameter } = fault;
      const next = changeStage(document, node.id, at, (from) => withoutParameter(from, parameter));
      yield { what: 'removeFromStage', stage, item: parameter, document: next };
    }
    if (fault.code === 'stageFrozen') {
      const next = changeStage(document, node.id, at, (from) => ({
        ...from,
        frozen: from.frozen.filter((id) => id !== fault.frozen),
      }));
      yield { what: 'removeFromStage', stage, item: fault.frozen, document: next };
    }
    if (fault.code === 'stageBypassed') {
      const next = changeStage(document, node.id, at, (from) => ({
        ...from,
        bypassed: from.bypassed?.filter((id) => id !== fault.bypassed),
      }));
      yield { what: 'removeFromStage', stage, item: fault.bypassed, document: next };
    }
    if (fault.code === 'sameStage' && stages.findIndex(({ name }) => name === stage) < at) {
      const name = freeStageName(stages, stage);
      const next = changeStage(document, node.id, at, (from) => ({ ...from, name }));
      yield { what: 'renameStage', stage, name, document: next };
    }
  }
}

/**
 * Wires that pass by a node: those that lead from the output it reads, or from one before that, to nodes in use that do not
 * lead to it.
 */
function passingBy(document: GraphDocument, { used }: GraphAnalysis, node: GraphNode, output: Socket): GraphEdge[] {
  const before = upstream(wiringOf(document), node.id);
  const seen = new Set<string>();
  for (let at: string | undefined = node.id; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const kind = kindOf(document, at);
    const input = kind && passedOn(kind, output)?.name;
    const source = document.edges.find(({ to }) => to.node === at && to.socket === input)?.from;
    const wires = document.edges.filter(
      ({ from, to }) =>
        from.node === source?.node && from.socket === source.socket && used.has(to.node) && !before.has(to.node),
    );
    if (wires.length > 0) return wires;
    at = source?.node;
  }
  return [];
}

/** Fixes for unused outputs: the wires that pass by the node, a free input, or the graph without the node. */
function* forUnused(
  document: GraphDocument,
  analysis: GraphAnalysis,
  node: GraphNode,
  names: readonly string[],
): Generator<Fix> {
  const outputs = (findKind(node.kind)?.outputs ?? []).filter(({ name }) => names.includes(name));
  const routed: string[] = [];
  let next = document;
  for (const output of outputs) {
    const wires = passingBy(document, analysis, node, output);
    if (wires.length > 0) routed.push(output.name);
    for (const wire of wires) {
      next = connect(next, { from: { node: node.id, socket: output.name }, to: wire.to }, edgeKey(wire));
    }
  }
  if (routed.length > 0) yield { what: 'route', node: node.id, outputs: routed, document: next };
  for (const { name } of outputs) {
    const from = { node: node.id, socket: name };
    for (const to of fittingEnds(document, { ...from, side: 'output' })) {
      const free = !document.edges.some((edge) => edge.to.node === to.node && edge.to.socket === to.socket);
      if (!free || !analysis.used.has(to.node)) continue;
      const end = { node: to.node, socket: to.socket };
      yield { what: 'connect', from: node.id, socket: to.socket, document: connect(document, { from, to: end }) };
    }
  }
  if (!analysis.used.has(node.id)) {
    yield { what: 'removeNode', node: node.id, document: remove(document, new Set([node.id])) };
  }
}

/** Fixes for an encoder that reads a batch before a modality is removed: the batch after that. */
function* behind(document: GraphDocument, node: GraphNode, taking: string): Generator<Fix> {
  const input = findKind(node.kind)?.inputs.find(({ type }) => type === 'batch');
  const output = kindOf(document, taking)?.outputs.find(({ type }) => type === 'batch');
  if (!input || !output) return;
  const edge = { from: { node: taking, socket: output.name }, to: { node: node.id, socket: input.name } };
  if (refuseConnection(document, edge, catalogue)) return;
  yield { what: 'connect', from: taking, socket: input.name, document: connect(document, edge) };
}

/** All possible fixes, the most probable first. */
function* candidates(document: GraphDocument, analysis: GraphAnalysis, problem: Problem): Generator<Fix> {
  const node = document.nodes.find(({ id }) => id === problem.node);
  const last = document.nodes.at(-1);
  if (!node) {
    // The only problem without a place: there is no Trainer.
    const trainer = withRole('trainer');
    const at = last && { ...last, position: { x: last.position.x + 2 * beside.x, y: last.position.y } };
    const added = trainer && at && addWired(document, trainer, at);
    if (trainer && added) yield { what: 'add', kind: trainer.kind, document: added[0] };
    return;
  }
  const { fault } = problem;
  if (fault.code === 'inStage') {
    yield* inGraphOfStage(document, fault.stage, fault.fault);
    return;
  }
  if ('stage' in fault || fault.code === 'stagesElsewhere') {
    yield* inStage(document, node, problem);
    return;
  }
  if (fault.code === 'unusedOutputs') yield* forUnused(document, analysis, node, fault.outputs);
  if (fault.code === 'neverMissing') yield* behind(document, node, idOf(fault.behind));
  if (fault.code === 'nothingToFreeze') yield unfreeze(document, node.id);
  if (fault.code === 'nothingToTrain')
    for (const each of fault.nodes.toReversed()) yield unfreeze(document, idOf(each));
  for (const [parameter, value] of remedies(findKind(node.kind), fault)) {
    yield {
      what: 'set',
      node: node.id,
      parameter,
      value,
      document: setParameter(document, [node.id], parameter, value),
    };
  }
  if (problem.parameter !== undefined) yield* bound(document, node, problem.parameter);
  if (problem.socket !== undefined) {
    yield* fill(document, node, problem.socket);
    yield* match(document, analysis, node);
    for (const edge of document.edges.toReversed()) {
      if (edge.to.node !== node.id || edge.to.socket !== problem.socket) continue;
      yield { what: 'removeWire', edge, document: remove(document, new Set(), new Set([edgeKey(edge)])) };
    }
  }
  if (node.bypassed) yield { what: 'useAgain', node: node.id, document: toggleBypass(document, new Set([node.id])) };
  if (hasRole(findKind(node.kind), 'trainer')) {
    if (problem.severity === 'warning') yield* takeAway(document);
    else yield { what: 'removeNode', node: node.id, document: remove(document, new Set([node.id])) };
  }
}

/** The graph with a wire for each problem that a wire fixes, and the number of these wires. */
export function connectAll(document: GraphDocument): { readonly document: GraphDocument; readonly wires: number } {
  let [current, wires] = [document, 0];
  for (;;) {
    const fix = firstWire(current);
    if (!fix) return { document: current, wires };
    [current, wires] = [fix.document, wires + 1];
  }
}

/** The first fix of a problem that adds a wire. */
function firstWire(document: GraphDocument): Fix | undefined {
  for (const problem of analysisOf(document).problems) {
    const fix = fixFor(document, problem);
    if (fix?.what === 'connect' && fix.document.edges.length > document.edges.length) return fix;
  }
  return undefined;
}

const known = new WeakMap<Problem, { readonly fix: Fix | undefined }>();

/**
 * Fixes of a problem. Each is tried on the graph before it is offered. It must cause no other problem, except that an added or
 * connected node may have a width that does not match, which the next fix corrects.
 */
export function fixFor(document: GraphDocument, problem: Problem): Fix | undefined {
  const found = known.get(problem);
  if (found) return found.fix;
  const analysis = analysisOf(document);
  const count = (severity: Problem['severity'], { problems }: GraphAnalysis) =>
    problems.filter((each) => each.severity === severity).length;
  const before = jsonById(problem.fault);
  let fix: Fix | undefined;
  for (const candidate of candidates(document, analysis, problem)) {
    // Not remembered: a graph has a fix for each of its problems, and an analysis of each would occupy a megabyte.
    const after = analyseStages(candidate.document);
    const gone = !after.problems.some(({ fault }) => jsonById(fault) === before);
    const adds = candidate.what === 'add' || candidate.what === 'connect';
    const most = count('error', analysis) - Number(problem.severity === 'error' && !adds);
    const warnings = problem.severity === 'warning' && count('warning', after) > count('warning', analysis);
    // A new wire brings the nodes before it into use. Their warnings become errors, which are fixed next.
    const shifts = candidate.what === 'connect' && after.problems.length < analysis.problems.length;
    if (!gone || warnings || (count('error', after) > most && !shifts)) continue;
    fix = candidate;
    break;
  }
  known.set(problem, { fix });
  return fix;
}
