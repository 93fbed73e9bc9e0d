import * as tf from '@tensorflow/tfjs-core';
import type { DatasetSpecs } from '../../graph-nodes/graph/analyse';
import { passedOn, type GraphAnalysis, type NodeAnalysis } from '../../graph-nodes/graph/analysis';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { analyseStages } from '../../graph-nodes/nodes/trainer/analyse-stages';
import type { TestScenario } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { namesIn, type NamedNode } from '../../graph-nodes/graph/node-names';
import { hasRole, modalities, type Modality } from '../../graph-nodes/graph/roles';
import type { LossName } from '../../graph-nodes/graph/kind';
import type {
  Apply,
  CreateLayer,
  Draw,
  EdgeValue,
  EdgeValues,
  Initializer,
  LayerSetup,
  Pass,
  Signal,
} from '../../graph-nodes/layers/layer';
import { Random } from '../../graph-nodes/graph/random';
import { formatShape } from '../../graph-nodes/graph/shapes';
import { LayerError } from '../../graph-nodes/layers/layer-error';
import { RequestError } from '../contract/errors';
import { layerOf } from './layers';

/** One batch during a pass: the values that dataset nodes output. */
export interface BatchInput {
  /** Values at the outputs of dataset nodes, by node id. */
  readonly sources: Readonly<Record<string, EdgeValues>>;
  /** Creates the random numbers of a node in a pass instead of the seeded default. The stream names pass and node. */
  readonly draw?: (stream: string, shape: readonly number[], values: Draw) => tf.Tensor;
  /** Known outputs of nodes in a pass, by node id; these nodes are not computed. */
  readonly known?: (scenario: TestScenario) => Readonly<Record<string, EdgeValues>>;
}

export interface PassOptions {
  readonly scenario: TestScenario;
  /** Standard deviation of the noise in a noise scenario; absent: the scenario's own. */
  readonly noise?: number;
  readonly training: boolean;
  /** Names this batch's random streams; equal keys give equal numbers. */
  readonly randomKey: string;
  /** Receives the previews of nodes; see {@link Pass.preview}. */
  readonly preview?: (node: string, name: string, values: tf.Tensor) => void;
  /** Receives the inspected tensors of nodes; see {@link Pass.inspect}. */
  readonly inspect?: (node: string, name: string, values: tf.Tensor) => void;
  /**
   * Called at the start of the computation of a node, or with undefined for work without a node. It is called in the
   * pass, and again in its backward pass.
   */
  readonly watch?: Watch;
  /** Called after every node in order, with its outputs and its losses. */
  readonly observe?: (node: string, outputs: EdgeValues, losses: ReadonlyMap<LossName, tf.Scalar>) => void;
}

export type Watch = (node: string | undefined) => void;

export interface PassResult {
  /** [B, A] */
  readonly logits: tf.Tensor2D;
  /** Losses of the nodes in this pass, by name, unweighted. */
  readonly losses: ReadonlyMap<LossName, tf.Scalar>;
  /** Signals that enter the node that outputs the logits. */
  readonly seen: Readonly<Partial<Record<Modality, Signal>>>;
}

export interface NodeSummary {
  readonly id: string;
  readonly kind: string;
  readonly parameters: number;
  /** True if none of the parameters is trained. */
  readonly frozen: boolean;
  readonly outputShapes: Readonly<Record<string, string>>;
}

export interface SettledNode {
  readonly id: string;
  /** Ids of the nodes that it reads, including datasets. */
  readonly reads: readonly string[];
  /** Ids of the nodes that read it. */
  readonly readBy: readonly string[];
}

/** A graph as one executable model. Its variables have the names `<node id>/<variable>`. */
export interface Model {
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /** Names of the variables and states of frozen nodes, whose values never change. */
  readonly frozen: ReadonlySet<string>;
  /**
   * Nodes that training cannot change: they are frozen or without variables, and read only datasets and such nodes.
   * Their losses do not depend on trained variables and are omitted.
   */
  readonly settled: readonly SettledNode[];
  readonly nodes: readonly NodeSummary[];
  /** Id of the Trainer. */
  readonly trainer: string;
  /** Id of the node that outputs the logits. */
  readonly head: string;
  /** Sources `<node id>/<socket>` of the signals that enter the head. */
  readonly headInputs: Readonly<Partial<Record<Modality, string>>>;
  /** Number of trained and frozen parameters, without states. */
  readonly parameters: number;
  /** True if a node has a preview. */
  readonly hasPreviews: boolean;
  /** True if a node recalls or enhances a modality. */
  readonly recalls: boolean;
  /**
   * Opens a batch: the returned function runs one pass of it. Work that passes share is done once. Call inside
   * `tf.tidy`.
   */
  open(input: BatchInput): (options: PassOptions) => PassResult;
  /** Opens a batch for the settled nodes only: the returned function gives their outputs in a pass, by node id. */
  openSettled(input: BatchInput): (options: PassOptions) => ReadonlyMap<string, EdgeValues>;
  dispose(): void;
}

interface Step {
  readonly id: string;
  /** The node in errors. */
  readonly name: NamedNode;
  readonly frozen: boolean;
  readonly settled: boolean;
  readonly apply: Apply;
  /** Source of each connected input. */
  readonly inputs: readonly { readonly socket: string; readonly from: string }[];
}

/**
 * Refuses a graph with errors in itself or in one of its stages, with the first one.
 * @throws {RequestError}
 */
export function analyseForTraining(document: GraphDocument, datasets: DatasetSpecs = {}): GraphAnalysis {
  const analysis = analyseStages(document, datasets);
  const error = analysis.problems.find(({ severity }) => severity === 'error');
  if (error) throw new RequestError('refused', error.fault, error.node);
  return analysis;
}

/**
 * Builds the model of a graph on the current tfjs backend.
 *
 * @param datasets specifications of the open datasets, by node id
 * @param seed of the initial weights; each variable uses a stream of its name
 * @throws {RequestError} if the graph has an error or a kind has no layer
 */
export function buildModel(document: GraphDocument, datasets: DatasetSpecs, seed: number): Model {
  const analysis = analyseForTraining(document, datasets);
  const variables = new Map<string, tf.Variable>();
  const frozen = new Set<string>();
  const steps: Step[] = [];
  const counts = new Map<string, number>();
  /** Ids of the nodes with a variable or state that is not frozen. */
  const changing = new Set<string>();
  const settled = new Set<string>();

  const { trainer } = analysis;
  const named = namesIn(document, catalogue);
  const sourceOf = (node: string, socket: string) => {
    const edge = document.edges.find((candidate) => candidate.to.node === node && candidate.to.socket === socket);
    return edge && `${edge.from.node}/${edge.from.socket}`;
  };

  for (const id of analysis.order) {
    const node = analysis.nodes.get(id);
    if (!node || !analysis.used.has(id)) continue;
    const inputs = node.kind.inputs.flatMap(({ name }) => {
      const from = sourceOf(id, name);
      return from === undefined ? [] : [{ socket: name, from }];
    });
    const makeVariable =
      (parameter: boolean): LayerSetup['variable'] =>
      (name, shape, initializer) => {
        const variable = newVariable(`${id}/${name}`, shape, initializer, seed, parameter && !node.frozen);
        variables.set(`${id}/${name}`, variable);
        if (node.frozen) frozen.add(`${id}/${name}`);
        else changing.add(id);
        if (parameter) counts.set(id, (counts.get(id) ?? 0) + variable.size);
        return variable;
      };
    const setup: LayerSetup = { inputs: node.inputs, variable: makeVariable(true), state: makeVariable(false) };
    // The values of a dataset are part of each batch, and the Trainer reads the logits.
    if (hasRole(node.kind, 'dataset')) settled.add(id);
    if (hasRole(node.kind, 'dataset') || hasRole(node.kind, 'trainer')) continue;
    const apply = node.bypassed ? passOn(node) : requireLayer(id, named(id), node.kind.kind)(setup, node.parameters);
    const isSettled = !changing.has(id) && inputs.every(({ from }) => settled.has(nodeOf(from)));
    if (isSettled) settled.add(id);
    steps.push({ id, name: named(id), frozen: node.frozen, settled: isSettled, apply, inputs });
  }

  const logitsFrom = trainer === undefined ? undefined : sourceOf(trainer, 'logits');
  if (trainer === undefined || logitsFrom === undefined) {
    throw new RequestError('refused', { code: 'noAnswerLogits' }, trainer);
  }

  const uses = (counts: (kind: NodeAnalysis['kind']) => boolean) =>
    [...analysis.nodes].some(([id, { kind, bypassed }]) => analysis.used.has(id) && !bypassed && counts(kind));
  const head = nodeOf(logitsFrom);
  const headInputs: Readonly<Partial<Record<Modality, string>>> = Object.fromEntries(
    modalities.flatMap((modality) => {
      const socket = analysis.nodes.get(head)?.kind.inputs.find(({ type }) => type === modality);
      const from = socket && sourceOf(head, socket.name);
      return from === undefined ? [] : [[modality, from]];
    }),
  );

  return {
    trainer,
    head,
    headInputs,
    variables,
    frozen,
    settled: steps.flatMap(({ id, settled: isSettled, inputs }): SettledNode[] => {
      const readBy = steps.filter((reader) => reader.inputs.some(({ from }) => nodeOf(from) === id));
      const reads = inputs.map(({ from }) => nodeOf(from));
      return isSettled ? [{ id, reads, readBy: readBy.map((reader) => reader.id) }] : [];
    }),
    nodes: [...analysis.nodes]
      .filter(([id]) => analysis.used.has(id))
      .map(([id, node]) => ({
        id,
        kind: node.kind.kind,
        parameters: counts.get(id) ?? 0,
        frozen: node.frozen,
        outputShapes: Object.fromEntries(
          Object.entries(node.inference.outputs).map(([socket, spec]) => [socket, formatShape(spec.shape)]),
        ),
      })),
    parameters: [...counts.values()].reduce((sum, count) => sum + count, 0),
    hasPreviews: uses((kind) => (kind.previews?.length ?? 0) > 0),
    recalls: uses((kind) => hasRole(kind, 'generator') || hasRole(kind, 'enhancer')),
    open(input) {
      const runPass = openBatch(steps, input, seed);
      return (options) => {
        const { values, losses } = runPass(options);
        const seen = Object.fromEntries(
          Object.entries(headInputs).map(([modality, from]) => [modality, values.get(from) as Signal]),
        );
        return { logits: values.get(logitsFrom) as tf.Tensor2D, losses, seen };
      };
    },
    openSettled(input) {
      const runPass = openBatch(
        steps.filter((step) => step.settled),
        input,
        seed,
      );
      return (options) => {
        const outputs = new Map<string, EdgeValues>();
        runPass({ ...options, observe: (node, values) => outputs.set(node, values) });
        return outputs;
      };
    },
    dispose: () => {
      for (const variable of variables.values()) variable.dispose();
    },
  };
}

/** The node of a source `<node id>/<socket>`. */
const nodeOf = (source: string): string => source.slice(0, source.indexOf('/'));

/** @throws {RequestError} if the kind has no computation */
function requireLayer(id: string, node: NamedNode, kind: string): CreateLayer {
  const createLayer = layerOf(kind);
  if (createLayer) return createLayer;
  throw new RequestError('failed', { code: 'noLayer', node, kind }, id);
}

function newVariable(
  name: string,
  shape: readonly number[],
  initializer: Initializer,
  seed: number,
  trainable: boolean,
): tf.Variable {
  const values = initializer(shape, new Random(seed, `weights/${name}`));
  // Variables are identified by their model; tfjs's global names would forbid two models at the same time.
  return tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), trainable));
}

/** Outputs of a bypassed node: each output is the first input of its type. */
function passOn(node: NodeAnalysis): Apply {
  return (inputs) =>
    Object.fromEntries(
      node.kind.outputs.flatMap((output): [string, EdgeValue][] => {
        const value = inputs[passedOn(node.kind, output)?.name ?? ''];
        return value === undefined ? [] : [[output.name, value]];
      }),
    );
}

/** Results of a pass: the values by source `<node id>/<socket>`, and the unweighted losses. */
interface Computed {
  readonly values: ReadonlyMap<string, EdgeValue>;
  readonly losses: ReadonlyMap<LossName, tf.Scalar>;
}

function openBatch(steps: readonly Step[], input: BatchInput, seed: number): (options: PassOptions) => Computed {
  const shared = new Map<string, Map<tf.Tensor | string, unknown>>(steps.map(({ id }) => [id, new Map()]));
  const marked = new Map<string, Marks>(steps.map(({ id }) => [id, new WeakMap()]));
  return ({ scenario, noise, training, randomKey, preview, inspect, watch, observe }) => {
    const known = input.known?.(scenario) ?? {};
    const losses = new Map<LossName, tf.Scalar>();
    const values = new Map<string, EdgeValue>();
    const put = (id: string, outputs: EdgeValues) => {
      for (const [socket, value] of Object.entries(outputs)) if (value) values.set(`${id}/${socket}`, value);
    };
    for (const [id, outputs] of Object.entries(input.sources)) put(id, outputs);
    for (const [id, outputs] of Object.entries(known)) put(id, outputs);
    for (const { id, name: ofNode, frozen, settled, apply, inputs } of steps) {
      if (known[id]) continue;
      const remembered = shared.get(id);
      const at = Object.fromEntries(inputs.map(({ socket, from }) => [socket, values.get(from)]));
      const random = new Random(seed, `${randomKey}/${scenario}/${id}`);
      const own = new Map<LossName, tf.Scalar>();
      const marks = marked.get(id) as Marks;
      const mark = <T extends tf.Tensor>(tensor: T): T =>
        watch && training ? markTensor(tensor, marks, () => watch(id)) : tensor;
      watch?.(id);
      const pass: Pass = {
        scenario,
        ...(noise !== undefined && { noise }),
        training,
        frozen,
        draw: (shape, draw) =>
          input.draw
            ? input.draw(`${scenario}/${id}`, shape, draw)
            : tf.tensor(draw(random, tf.util.sizeFromShape([...shape])), [...shape]),
        ...(preview && { preview: (name: string, shown: tf.Tensor) => preview(id, name, shown) }),
        ...(inspect && { inspect: (name: string, shown: tf.Tensor) => inspect(id, name, shown) }),
        addLoss(name, added) {
          if (settled) return;
          const value = mark(added);
          if (observe) own.set(name, tf.add(own.get(name) ?? 0, value));
          const sum = losses.get(name);
          losses.set(name, sum ? tf.add(sum, value) : value);
        },
        shared<Value>(key: tf.Tensor | string, compute: () => Value): Value {
          if (!remembered?.has(key)) remembered?.set(key, compute());
          return remembered?.get(key) as Value;
        },
      };
      let outputs: EdgeValues;
      try {
        outputs = apply(at, pass);
      } catch (error) {
        throw new LayerError(ofNode, error);
      }
      put(id, markOutputs(outputs, mark));
      observe?.(id, outputs, own);
    }
    watch?.(undefined);
    return { values, losses };
  };
}

/** Replacement of a tensor behind its node. */
type Marks = WeakMap<tf.Tensor, tf.Tensor>;

/** Returns the same tensor with a mark for the backward pass: `enter` is called before the gradients of its node. */
function markTensor<T extends tf.Tensor>(tensor: T, marks: Marks, enter: () => void): T {
  if (tensor.dtype !== 'float32') return tensor;
  const known = marks.get(tensor);
  if (known) return known as T;
  const pass = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc(dy) {
      enter();
      return tf.clone(dy);
    },
  }));
  const marked = pass(tensor) as T;
  marks.set(tensor, marked);
  return marked;
}

/** Marks the outputs of a node. A batch is rarely differentiated, so it gets no mark. */
function markOutputs(outputs: EdgeValues, mark: <T extends tf.Tensor>(tensor: T) => T): EdgeValues {
  const signal = (value: Signal): Signal => ({
    ...value,
    values: mark(value.values),
    ...(value.target && { target: mark(value.target) }),
    ...(value.negative && { negative: mark(value.negative) }),
  });
  return Object.fromEntries(
    Object.entries(outputs).map(([socket, value]) => {
      if (value === undefined || 'spec' in value) return [socket, value];
      return [socket, value instanceof tf.Tensor ? mark(value) : signal(value)];
    }),
  );
}
