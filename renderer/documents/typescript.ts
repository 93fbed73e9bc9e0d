import { RequestError } from '../../engine/contract/errors';
import { analyse } from '../../graph-nodes/graph/analyse';
import { passedOn } from '../../graph-nodes/graph/analysis';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { layerModules } from 'virtual:layer-sources';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { lossNames } from '../../graph-nodes/graph/kind';
import { hasRole } from '../../graph-nodes/graph/roles';
import { lossWeight } from '../../graph-nodes/nodes/trainer/loss-weights';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';

/** `rmm-generator` as `rmmGenerator`. */
const camel = (name: string): string => name.replace(/[-_]+(\w)?/g, (_, next: string = '') => next.toUpperCase());

/** A unique name for every id. */
function namesOf(ids: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of ids) {
    let name = camel(id);
    for (let number = 2; taken.has(name); number += 1) name = `${camel(id)}${number}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

const json = (value: unknown): string => JSON.stringify(value);

/** Text within a block comment: on one line, without the end of a comment, and without tags that a compiler obeys. */
const commentText = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\*(?=\/)/g, '* ')
    .replaceAll('@', '\\@');

/** Modules and all their imports, each after its own imports. */
function withImports(names: readonly string[]): string[] {
  const order = new Set<string>();
  const add = (name: string): void => {
    if (order.has(name)) return;
    for (const imported of layerModules[name]?.imports ?? []) add(imported);
    order.add(name);
  };
  names.forEach(add);
  return [...order];
}

/** `nodes/rmm-generator/layer` as `nodes_rmm_generator_layer`. */
const constantOf = (name: string): string => name.replaceAll(/\W/g, '_');

const layerModule = (kind: string): string => `nodes/${kind}/layer`;

/** First line of the graph's own part, after the code of its layers. */
export const graphPart = '// The graph.';

/**
 * A TypeScript module that builds and trains the graph’s model with tfjs alone: the code of its layers, created with this
 * graph’s sizes and parameters and wired as in the graph. The initial weights are those of the studio.
 *
 * @throws {RequestError} if the graph has an error
 */
export function typescriptOf(document: GraphDocument): string {
  const analysis = analyse(document, catalogue);
  const error = analysis.problems.find(({ severity }) => severity === 'error');
  if (error) throw new RequestError('refused', error.fault);
  const order = analysis.order.filter((id) => analysis.used.has(id));
  const names = namesOf(order);
  const nameOf = (id: string): string => names.get(id) ?? camel(id);
  const kinds = new Set<string>();
  const sources: string[] = [];
  const layers: string[] = [];
  const wiring: string[] = [];
  let logits = '';

  for (const id of order) {
    const node = analysis.nodes.get(id);
    if (!node) continue;
    const { kind, bypassed, frozen, parameters, inputs: specs } = node;
    const edges = document.edges.filter(({ to }) => to.node === id);
    const at = (socket: string): string | undefined => {
      const from = edges.find(({ to }) => to.socket === socket)?.from;
      return from && `${nameOf(from.node)}Out[${json(from.socket)}]`;
    };
    if (id === analysis.trainer) {
      logits = at('logits') ?? '';
    } else if (hasRole(kind, 'dataset')) {
      sources.push(id);
      wiring.push(`  const ${nameOf(id)}Out = sources[${json(id)}];`);
    } else if (bypassed) {
      const passed = kind.outputs.map(
        (output) => `${json(output.name)}: ${at(passedOn(kind, output)?.name ?? '') ?? ''}`,
      );
      wiring.push(
        `  /* ${commentText(kind.title)} is bypassed. */`,
        `  const ${nameOf(id)}Out = { ${passed.join(', ')} };`,
      );
    } else {
      kinds.add(kind.kind);
      layers.push(
        `/** ${commentText(document.nodes.find((each) => each.id === id)?.title ?? kind.title)} */`,
        `const ${nameOf(id)}Layer = ${constantOf(layerModule(kind.kind))}.createLayer(setup(${json(id)}, ${json(specs)}${frozen ? ', true' : ''}), ${json(parameters)});`,
      );
      const given = kind.inputs.flatMap(({ name }) => {
        const value = at(name);
        return value === undefined ? [] : [`${json(name)}: ${value}`];
      });
      wiring.push(`  const ${nameOf(id)}Out = ${nameOf(id)}Layer({ ${given.join(', ')} }, passOf(${json(id)}));`);
    }
  }
  const trainer = analysis.nodes.get(analysis.trainer ?? '');
  const parameters = trainerParametersOf(document);
  const weights = scenarios
    .filter((scenario) => parameters[scenario] > 0)
    .map((scenario) => ({
      scenario,
      weight: parameters[scenario],
      losses: Object.fromEntries(lossNames.map((name) => [name, lossWeight(parameters, name, scenario)])),
    }));
  const frozen = order.filter((id) => analysis.nodes.get(id)?.frozen);
  const modules = withImports(['graph/random', ...[...kinds].map(layerModule)]);
  return `// @ts-nocheck
/**
 * ${commentText(document.title)}
 *
 * Made by Missing-Modality Studio. It needs @tensorflow/tfjs-core, @tensorflow/tfjs-layers and a backend, such as @tensorflow/tfjs-backend-cpu, and
 * nothing of the studio: the code of the layers is below, the graph after it.
 */
import * as tf from '@tensorflow/tfjs-core';
// The import registers the gradients.
import '@tensorflow/tfjs-layers';

${modules.map((name) => `// graph-nodes/${name}\nconst ${constantOf(name)} = (() => {\n${layerModules[name]?.code ?? ''}})();\n`).join('\n')}
${graphPart}
/** Seed of the initial weights and of random numbers in layers; every variable and node has a separate stream. */
const seed = ${String(trainer?.parameters['seed'] ?? 1)};

/** The model’s variables by \`<node>/<variable>\`. */
export const variables = new Map();

const makeVariable = (node, trainable) => (name, shape, initializer) => {
  const key = \`\${node}/\${name}\`;
  const values = initializer(shape, new graph_random.Random(seed, \`weights/\${key}\`));
  const variable = tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), trainable));
  variables.set(key, variable);
  return variable;
};

const setup = (node, inputs, frozen = false) => ({
  inputs,
  variable: makeVariable(node, !frozen),
  state: makeVariable(node, false),
});

${layers.join('\n')}

/**
 * One pass of a batch: answer logits [B, A].
 * @param sources outputs of the datasets, by node: ${sources.map((id) => commentText(id)).join(', ')}
 * @param passOf the pass as each node sees it: scenario, random numbers, losses
 */
export function forward(sources, passOf) {
${wiring.join('\n')}
  return ${logits};
}

/** Weights of scenarios with those of their losses. */
const trained = ${json(weights)};

const frozenNodes = new Set(${json(frozen)});

/**
 * Opens a batch. The returned function runs a pass in a scenario: logits and named losses. Passes of a batch share work.
 * @param randomKey names what the layers draw; equal keys draw equal numbers
 */
export function openBatch(sources, randomKey) {
  const shared = new Map();
  return (scenario, training) => {
    const losses = new Map();
    const passOf = (node) => {
      const random = new graph_random.Random(seed, \`\${randomKey}/\${scenario}/\${node}\`);
      if (!shared.has(node)) shared.set(node, new Map());
      const remembered = shared.get(node);
      return {
        scenario,
        training,
        frozen: frozenNodes.has(node),
        draw: (shape, draw) => tf.tensor(draw(random, tf.util.sizeFromShape([...shape])), [...shape]),
        addLoss: (name, value) => losses.set(name, losses.has(name) ? tf.add(losses.get(name), value) : value),
        shared(key, compute) {
          if (!remembered.has(key)) remembered.set(key, compute());
          return remembered.get(key);
        },
      };
    };
    return { logits: forward(sources, passOf), losses };
  };
}

/**
 * The loss of a training step: the weighted sum over scenarios and losses. Minimise it with an optimizer of tfjs:
 * \`optimizer.minimize(() => trainingLoss(sources, labels, 'train/0'), false, trainable())\`.
 * @param labels class ids [B], int32
 */
export function trainingLoss(sources, labels, randomKey) {
  const pass = openBatch(sources, randomKey);
  let total = tf.scalar(0);
  for (const { scenario, weight, losses: weightOf } of trained) {
    const { logits, losses } = pass(scenario, true);
    const oneHot = tf.oneHot(labels, logits.shape[1]);
    losses.set('qa', tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), oneHot), -1))));
    for (const [name, loss] of losses) {
      if (weightOf[name] !== 0) total = tf.add(total, tf.mul(loss, weight * weightOf[name]));
    }
  }
  return total;
}

/** Variables that an optimizer trains. */
export const trainable = () => [...variables.values()].filter((variable) => variable.trainable);
`;
}
