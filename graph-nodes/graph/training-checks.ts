import { passedOn, withMessage, type GraphAnalysis, type NodeAnalysis, type Problem } from './analysis';
import type { Catalogue } from './catalogue';
import type { GraphDocument, GraphEdge } from './document';
import type { NamedNode } from './node-names';
import { roleOf } from './roles';
import { featureTypes, type Socket } from './sockets';
import { upstream, type Wiring } from './wiring';

/** The analysed part of a graph, with the id of its Trainer. */
interface Facts extends Pick<GraphAnalysis, 'nodes' | 'order' | 'used'> {
  readonly document: GraphDocument;
  readonly catalogue: Catalogue;
  /** Name of a node by its id. */
  readonly named: (id: string) => NamedNode;
  readonly wiring: Wiring;
  readonly trainer: string;
  /** Valid wires by `node/socket` of their input. */
  readonly edgesInto: ReadonlyMap<string, GraphEdge>;
}

type Report = (problem: Problem) => void;

/**
 * Checks the training of a graph, independent of shapes.
 * @param alone true if the Trainer has no stages, so that its own settings train the graph
 */
export function checkTraining(facts: Facts, alone: boolean, report: Report): void {
  const { nodes, used, trainer } = facts;
  const known = nodes.get(trainer);
  const scenario = !known || isTrainedSomewhere(known);
  if (!scenario && alone) reportScenarios(facts, known, report);
  if (known) checkTakenAway(facts, report);
  checkFrozen(facts, report);
  // A node without inferred shapes already has an error.
  if (!known || ![...used].every((id) => nodes.has(id))) return;
  const trained = trainedNodes(facts);
  if (trained.length === 0 && !learnsStates(facts)) reportNothingTrained(facts, report);
  if (trained.length > 0 && scenario && alone) checkLosses(facts, known, trained, report);
  if (alone) checkLength(facts, known, report);
  checkUnused(facts, report);
}

/** True if a scenario has a weight in training. */
const isTrainedSomewhere = ({ kind, parameters }: NodeAnalysis): boolean => {
  const weights = roleOf(kind, 'trainer')?.scenarioWeights ?? [];
  return weights.length === 0 || weights.some((name) => parameters[name] !== 0);
};

/** Reports training in no scenario. */
function reportScenarios({ trainer: node, named }: Facts, { kind }: NodeAnalysis, report: Report): void {
  const parameter = roleOf(kind, 'trainer')?.scenarioWeights[0] ?? '';
  report({ severity: 'error', node, parameter, ...withMessage({ code: 'noScenario', node: named(node) }) });
}

/** Warns if encoders of sound or picture read a batch from which the modality is never removed. */
function checkTakenAway({ document, catalogue, named, trainer, used, wiring }: Facts, report: Report): void {
  const kinds = document.nodes
    .filter(({ id }) => used.has(id))
    .map(({ id, kind, bypassed }) => ({ id, bypassed, kind: catalogue.find(kind) }));
  const encoders = kinds.flatMap(({ id, kind }) => {
    const modality = roleOf(kind, 'encoder')?.of;
    return modality === undefined || modality === 'question' ? [] : [{ id, modality }];
  });
  const taking = kinds.flatMap(({ id, kind, bypassed }) => {
    const role = bypassed ? undefined : roleOf(kind, 'missing modality');
    return role ? [{ id, takesAway: role.takesAway }] : [];
  });
  const [first] = taking;
  if (encoders.length > 0 && !first)
    report({ severity: 'warning', node: trainer, ...withMessage({ code: 'nothingTaken' }) });
  for (const { id: node, modality } of first ? encoders : []) {
    const before = upstream(wiring, node);
    const behind = taking.find(({ takesAway }) => takesAway.includes(modality))?.id;
    if (behind === undefined || taking.some(({ id, takesAway }) => takesAway.includes(modality) && before.has(id)))
      continue;
    const fault = { code: 'neverMissing', node: named(node), modality, behind: named(behind) } as const;
    report({ severity: 'warning', node, ...withMessage(fault) });
  }
}

/** Warns about a frozen node without variables or states. */
function checkFrozen({ nodes, named }: Facts, report: Report): void {
  for (const [node, { kind, frozen, inference }] of nodes) {
    if (!frozen || inference.parameters > 0 || (inference.state ?? 0) > 0) continue;
    const fault = { code: 'nothingToFreeze', node: named(node), kind: kind.title } as const;
    report({ severity: 'warning', node, ...withMessage(fault) });
  }
}

const withVariables = ({ nodes, used }: Facts): string[] =>
  [...nodes].flatMap(([id, { inference }]) => (used.has(id) && inference.parameters > 0 ? [id] : []));

const trainedNodes = (facts: Facts): string[] =>
  withVariables(facts).filter((id) => facts.nodes.get(id)?.frozen === false);

/** True if a node learns by a state, such as a bank of training features. A state needs no gradient. */
const learnsStates = ({ nodes, used }: Facts): boolean =>
  [...nodes].some(([id, { frozen, inference }]) => used.has(id) && !frozen && (inference.state ?? 0) > 0);

/** Reports training without a variable or state that can change. */
function reportNothingTrained(facts: Facts, report: Report): void {
  const nodes = withVariables(facts).map(facts.named);
  if (nodes.length === 0) return;
  report({ severity: 'error', node: facts.trainer, ...withMessage({ code: 'nothingToTrain', nodes }) });
}

/** Reports training in which every loss of a trained node has the weight 0. */
function checkLosses(
  { nodes, named, used, wiring, trainer: node }: Facts,
  { kind, parameters }: NodeAnalysis,
  trained: readonly string[],
  report: Report,
): void {
  const role = roleOf(kind, 'trainer');
  if (!role) return;
  const reached = new Set<string>();
  for (const [id, of] of nodes) {
    if (!used.has(id) || of.bypassed || of.kind.losses.length === 0) continue;
    const before = upstream(wiring, id);
    if (trained.some((other) => before.has(other))) for (const loss of of.kind.losses) reached.add(loss);
  }
  const [complete, ...missing] = role.scenarioWeights;
  const counts = (loss: string): boolean => {
    const names = role.lossWeights[loss];
    if (names === undefined) return true;
    const [ofComplete, ofMissing] = [Number(parameters[names.complete]), Number(parameters[names.missing])];
    const inComplete = complete !== undefined && parameters[complete] !== 0 && ofComplete > 0;
    const inMissing = missing.some((scenario) => parameters[scenario] !== 0);
    return inComplete || (inMissing && (ofMissing < 0 ? ofComplete : ofMissing) > 0);
  };
  const losses = [...reached];
  if (losses.length > 0 && !losses.some(counts))
    report({ severity: 'error', node, ...withMessage({ code: 'noLoss', node: named(node), losses }) });
}

/**
 * Warns if a batch is larger than the data, or a warm-up longer than the training. Does not warn if the sizes of the data are
 * unknown.
 */
function checkLength(
  { trainer: node, named }: Facts,
  { kind, parameters, inputs }: NodeAnalysis,
  report: Report,
): void {
  const names = roleOf(kind, 'trainer')?.length;
  const questions = Object.values(inputs).find((spec) => spec?.mostQuestions !== undefined)?.mostQuestions;
  if (!names || questions === undefined) return;
  const [epochs = 0, batchSize = 1, warmUp = 0] = [names.epochs, names.batchSize, names.warmUp].map((name) =>
    Number(parameters[name]),
  );
  const steps = epochs * Math.ceil(questions / batchSize);
  const warn = (parameter: string, about: Parameters<typeof withMessage>[0]) =>
    report({ severity: 'warning', node, parameter, ...withMessage(about) });
  if (batchSize > questions) warn(names.batchSize, { code: 'batchTooLarge', node: named(node), batchSize, questions });
  if (warmUp > steps) warn(names.warmUp, { code: 'warmUpTooLong', node: named(node), warmUp, steps });
}

/** Outputs, by `node/socket`, whose values reach the Trainer. A bypassed node passes on one input for each output. */
function outputsInUse({ trainer, edgesInto, nodes }: Facts): ReadonlySet<string> {
  const found = new Set<string>();
  const read = (node: string, inputs: readonly Socket[]): void => {
    for (const input of inputs) {
      const from = edgesInto.get(`${node}/${input.name}`)?.from;
      const key = `${from?.node}/${from?.socket}`;
      const source = from && nodes.get(from.node);
      if (!source || found.has(key)) continue;
      found.add(key);
      const output = source.kind.outputs.find(({ name }) => name === from.socket);
      const passed = source.bypassed && output ? passedOn(source.kind, output) : undefined;
      read(from.node, passed ? [passed] : source.kind.inputs);
    }
  };
  read(trainer, nodes.get(trainer)?.kind.inputs ?? []);
  return found;
}

/** Warns if encoded or recalled features do not reach the Trainer. For a chain of such nodes, warns at the last one. */
function checkUnused(facts: Facts, report: Report): void {
  const { edgesInto, named, order, nodes } = facts;
  const inUse = outputsInUse(facts);
  const leadsToUnused = new Set<string>();
  for (const node of order.toReversed()) {
    const known = nodes.get(node);
    const unused = (known?.bypassed === true ? [] : (known?.kind.outputs ?? [])).filter(
      ({ name, type }) => featureTypes.has(type) && !inUse.has(`${node}/${name}`),
    );
    const outputs = unused.map(({ name }) => name).filter((name) => !leadsToUnused.has(`${node}/${name}`));
    if (outputs.length > 0)
      report({ severity: 'warning', node, ...withMessage({ code: 'unusedOutputs', node: named(node), outputs }) });
    // The inputs of a node without shapes already have a problem.
    if (known !== undefined && unused.length === 0) continue;
    for (const { from, to } of edgesInto.values()) {
      if (to.node === node) leadsToUnused.add(`${from.node}/${from.socket}`);
    }
  }
}
